import { type Decoded, decoderOf, slotSize } from './decoder.ts';
import type { Region } from './memory.ts';

/** The code of a program, ready to run. */
export type Program = {
  readonly version: string;
  readonly text: Uint8Array;
  /** Address of the first instruction. */
  readonly base: number;
  /** The slot at which the program begins. */
  readonly entry: number;
  /** Slots of functions by the hash that calls them, which versions before 3 need. */
  readonly functions: ReadonlyMap<number, number>;
  /** What it can read of its own file; absent where only its code is known. */
  readonly constants?: Region;
  /** How many slots there are. */
  readonly slots: number;
  /** The instruction at a slot; undefined if there is none, inside the code or outside. */
  at(pc: number): Decoded | undefined;
};

export type ProgramFacts = Pick<Program, 'version' | 'text' | 'base' | 'entry' | 'functions' | 'constants'>;

/** @param isSyscall whether a hash is that of a syscall */
export const programOf = (facts: ProgramFacts, isSyscall: (hash: number) => boolean): Program => {
  const { text, version } = facts;
  const code = new DataView(text.buffer, text.byteOffset, text.length);
  const slots = Math.floor(text.length / slotSize);
  const decoder = decoderOf(version, isSyscall);
  const known: (Decoded | undefined)[] = new Array(slots);
  const at = (pc: number): Decoded | undefined => {
    const found = known[pc];
    if (found || !(pc >= 0 && pc < slots)) return found;
    known[pc] = decoder.decode(code, pc);
    return known[pc];
  };
  return { ...facts, slots, at };
};
