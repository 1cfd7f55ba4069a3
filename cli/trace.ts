import type { Engine } from '../engines/engine.ts';
import { type Asked, UsageError } from './arguments.ts';
import * as messages from './messages.ts';
import { type Host, subjectOf } from './profile.ts';

/** Runs a program and gives its steps, a line each, as other tools read them. @throws UsageError, LoadError */
export const trace = async (engines: readonly Engine[], asked: Asked, host: Host): Promise<Iterable<string>> => {
  const { file, launch, steps, format, other } = asked;
  if (other || format !== 'text') throw new UsageError(messages.onlyForProfiles());
  const { engine, program } = await subjectOf(engines, file, launch, steps, host);
  if (!engine.trace) throw new UsageError(messages.noTrace(engine.name));
  return engine.trace(program.start());
};
