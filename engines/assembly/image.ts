/** A program, linked and ready to be placed in memory. */
export type Image = {
  /** In the order of their addresses; each begins a page, and none is both writable and executable. */
  readonly segments: readonly ImageSegment[];
  readonly sections: readonly ImageSection[];
  /** Address of the first instruction: `_start`, or else the start of the code. */
  readonly entry: number;
  /** Names with their addresses, in the order of the addresses. */
  readonly symbols: readonly ImageSymbol[];
};

export type Rights = { readonly write: boolean; readonly execute: boolean };

export type ImageSegment = Rights & {
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Zeros follow the bytes up to this size. */
  readonly memorySize: number;
};

export type ImageSection = Rights & {
  readonly name: string;
  readonly address: number;
  /** In memory. */
  readonly size: number;
  /** None where it is zeros that are not in the file. */
  readonly bytes: Uint8Array;
  readonly align: number;
};

export type ImageSymbol = {
  readonly name: string;
  readonly address: number;
  /** In bytes: as `.size` says, else up to the next name of its section that is known outside, else up to the end of the section. */
  readonly size: number;
  readonly type: 'none' | 'function' | 'object';
  readonly isGlobal: boolean;
  /** Index in the image's sections; undefined for a plain number. */
  readonly section: number | undefined;
};
