/** What one document may become, so that a slip in a macro ends in a sentence. Memory of CKB-VM is 4 MiB. */
export const limits = {
  /** Statements assembled, those of macros included. */
  statements: 200_000,
  /** Bytes of all sections. */
  bytes: 16 * 2 ** 20,
  /** Macros within macros. */
  depth: 100,
  /** Characters that one macro may grow to. */
  text: 1_000_000,
} as const;
