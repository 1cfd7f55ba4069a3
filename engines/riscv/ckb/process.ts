/** What a process waits for. Addresses are in its own memory. */
export type Wait =
  /** The end of another process, whose exit code is to be stored. */
  { readonly kind: 'exit'; readonly process: number; readonly codeAt: number } | PipeWait;

/** Bytes through a pipe: `moved` of `length` so far; how many it were is stored at `lengthAt` in the end. */
export type PipeWait = {
  readonly kind: 'read' | 'write';
  readonly end: bigint;
  readonly buffer: number;
  readonly length: number;
  readonly lengthAt: number;
  readonly moved: number;
};

/** Cycles that a process is charged when it runs next. */
export type Debt = { readonly amount: number; readonly reason: string };

/** The other end of the pipe (RFC 0050): even numbers are read from, odd ones are written to. */
export const otherEnd = (end: bigint): bigint => end ^ 1n;
