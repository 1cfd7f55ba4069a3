import type { Grammar } from './language.ts';

/** A regular expression for one of these words, longest first, so that none hides another that it begins. */
export const alternatives = (words: readonly string[]): string =>
  [...new Set(words)]
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll('.', '\\.'))
    .join('|');

/** The grammar of a language, of whose scopes each gets the id of the language at its end. Scopes are those that colour themes know. */
export const grammarOf = (id: string, { patterns, repository }: Omit<Grammar, 'scopeName'>): Grammar =>
  JSON.parse(JSON.stringify({ scopeName: `source.${id}`, patterns, repository }), (key, value) =>
    key === 'name' ? `${value}.${id}` : value,
  );
