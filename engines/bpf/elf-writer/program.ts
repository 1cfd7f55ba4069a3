import type { Image } from '../../assembly/image.ts';
import { slotSize } from '../isa/decoder.ts';

/** What a loader before version 3 does to an instruction. */
export type Reference =
  /** It puts an address into both slots. `global`: the name that is known outside of whose address it is made. */
  | {
      readonly kind: 'address';
      readonly global: { readonly name: string; readonly addend: number } | undefined;
    }
  /** It puts in the hash of the function at a slot. `name`: that of one which is known outside. */
  | { readonly kind: 'function'; readonly pc: number; readonly distance: number; readonly name: string | undefined }
  /** It puts in the hash of a syscall. */
  | { readonly kind: 'syscall'; readonly name: string };

/** An instruction that refers to something, by its address. */
export type Referring = { readonly address: number; readonly reference: Reference };

/** A program whose addresses are known. Its image is what memory holds once it is loaded. */
export type LinkedProgram = {
  /** Of sBPF. */
  readonly version: string;
  /** At most one segment of code, and one of what is only read. */
  readonly image: Image;
  readonly references: readonly Referring[];
  /** Addresses in data: where each lies. */
  readonly pointers: readonly number[];
  /** Sections that describe the program and are not loaded. */
  readonly descriptions?: readonly { readonly name: string; readonly bytes: Uint8Array }[];
};

/** Addresses of the functions that are called. */
export const functionsIn = ({ image, references }: LinkedProgram): ReadonlySet<number> => {
  const start = image.segments.find(({ execute }) => execute)?.address ?? 0;
  const pcs = references.flatMap(({ reference }) => (reference.kind === 'function' ? [reference.pc] : []));
  return new Set(pcs.map((pc) => start + pc * slotSize));
};
