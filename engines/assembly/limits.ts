/** What one document may become, so that a slip in a macro ends in a sentence. */
export const limits = {
  /** Statements assembled, those of macros included. */
  statements: 200_000,
  /** Bytes of all sections. */
  bytes: 16 * 2 ** 20,
  /** Macros within macros. */
  depth: 100,
  /** Names that stand for names, one behind the other, and all of them in one expression. */
  names: 100,
  lookups: 10_000,
  /** Names compared with those that are misspelt. */
  comparisons: 20_000,
  /** Characters that one macro may grow to. */
  text: 1_000_000,
} as const;
