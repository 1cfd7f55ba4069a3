import { LoadError } from '../engine.ts';
import type { Document } from '../language.ts';
import { LineIndex } from '../source-map.ts';
import { doesNotAssemble } from './messages.ts';

/** Refuses a text in which there is an error, by the first one. @throws LoadError */
export const mustAssemble = (name: string, text: string, { problems }: Pick<Document, 'problems'>): void => {
  const error = problems.find(({ severity }) => severity === 'error');
  if (!error) return;
  const line = new LineIndex(text).line(error.range.start) + 1;
  throw new LoadError(doesNotAssemble(name, line, error.message), 'program');
};
