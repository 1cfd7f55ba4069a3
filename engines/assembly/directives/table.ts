import type { DirectiveRow } from './directive.ts';

/** The directives of a language. */
export type DirectiveTable = {
  readonly rows: readonly DirectiveRow[];
  /** All words, those that mean the same too. */
  readonly words: readonly string[];
  find(word: string): DirectiveRow | undefined;
};

export const directiveTable = (rows: readonly DirectiveRow[]): DirectiveTable => {
  const byWord: ReadonlyMap<string, DirectiveRow> = new Map(
    rows.flatMap((each) => [each.word, ...each.aliases].map((word) => [word, each] as const)),
  );
  return { rows, words: [...byWord.keys()], find: (word) => byWord.get(word) ?? byWord.get(word.toLowerCase()) };
};
