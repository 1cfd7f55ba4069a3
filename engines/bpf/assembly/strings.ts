import type { Region } from '../isa/memory.ts';
import type { Program } from '../isa/program.ts';

/** Fewer characters are most likely no text. */
const shortest = 4;
/** Characters that are shown of one. */
const longest = 40;

const isReadable = (byte: number): boolean => (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x09;

/** Of a length that a program gives beside an address. */
const lengthBeside = (program: Program, pc: number, register: number): number | undefined => {
  for (let at = pc; at < pc + 3; at++) {
    const found = program.at(at);
    if (found?.row.mnemonic === 'mov64' && found.isImmediate && found.dst === register + 1 && found.imm > 0)
      return found.imm;
  }
  return undefined;
};

/** Where constants lie from 0 on, any small number could be the address of one: a text has to begin there. */
const isConvincing = ({ start, bytes }: Region, at: number): boolean => start > 0 || at === 0 || bytes[at - 1] === 0;

/**
 * The text that an instruction loads the address of, in quotes; undefined where a person would read none. Where the length goes
 * into the next register right behind it, as for most texts in Rust and in the log, the text ends there.
 */
export const textLoadedAt = (program: Program, pc: number): string | undefined => {
  const { constants, base, text, at } = program;
  const decoded = at(pc);
  if (!constants || decoded?.row.mnemonic !== 'lddw') return undefined;
  const address = Number(decoded.unsigned);
  const isCode = address >= base && address < base + text.length;
  const start = address - constants.start;
  if (isCode || !(start >= 0 && start < constants.bytes.length)) return undefined;
  const length = lengthBeside(program, pc + decoded.slots, decoded.dst);
  if (length === undefined && !isConvincing(constants, start)) return undefined;
  const most = constants.bytes.subarray(start, start + (length ?? longest + 1));
  const end = most.findIndex((byte) => !isReadable(byte));
  if (length !== undefined && end >= 0) return undefined;
  const readable = end < 0 ? most : most.subarray(0, end);
  if (readable.length < (length === undefined ? shortest : 1)) return undefined;
  const written = JSON.stringify(String.fromCharCode(...readable.subarray(0, longest)));
  return readable.length > longest ? `${written}…` : written;
};
