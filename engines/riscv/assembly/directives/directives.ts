import { blockDirectives, otherDirectives } from './blocks.ts';
import { dataDirectives } from './data.ts';
import type { DirectiveRow } from './directive.ts';
import { nameDirectives } from './names.ts';
import { sectionDirectives } from './sections.ts';

export const directiveRows: readonly DirectiveRow[] = [
  ...dataDirectives,
  ...sectionDirectives,
  ...nameDirectives,
  ...blockDirectives,
  ...otherDirectives,
];

const byWord: ReadonlyMap<string, DirectiveRow> = new Map(
  directiveRows.flatMap((each) => [each.word, ...each.aliases].map((word) => [word, each] as const)),
);

export const findDirective = (word: string): DirectiveRow | undefined =>
  byWord.get(word) ?? byWord.get(word.toLowerCase());

export const directiveWords: readonly string[] = [...byWord.keys()];
