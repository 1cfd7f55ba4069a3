import * as messages from '../messages.ts';
import { indexOutOfBound, sliceOutOfBound } from '../results.ts';
import { readU64 } from '../scheduler.ts';
import type { ScriptContext } from '../transaction/context.ts';
import type { Vm } from '../vm.ts';
import { at, dataOf, type Source, witnessesOf } from './sources.ts';

/** A program that stands in the transaction. */
export type Piece = { readonly name: string; readonly bytes: Uint8Array };

const places = [dataOf, witnessesOf];

/** What stands at an index of a source, in the data of a cell (place 0) or in a witness (1); undefined if nothing does. */
export const pieceAt = (
  context: ScriptContext,
  source: Source | undefined,
  index: bigint,
  place: bigint,
): Piece | undefined => {
  const list = at(places, place);
  const bytes = source && list && at(list(source, context), index);
  if (!bytes) return undefined;
  const kind = place === 1n ? 'witness' : source.isGroup ? `group ${source.entry}` : source.entry;
  return { name: messages.pieceName(kind, Number(index)), bytes };
};

/** Whether a source has any at all, be it only none at the moment. */
export const holdsPieces = ({ entry, isGroup }: Source, place: bigint): boolean =>
  place < 2n && (entry === 'input' || entry === 'output' || (entry === 'cell dep' && !isGroup && place === 0n));

/** Bounds of a part: the offset in the high 32 bits, the length in the low ones, of which 0 means all the rest. */
const boundsOf = (bounds: bigint) => ({ offset: Number(bounds >> 32n), length: Number(bounds & 0xffffffffn) });

/** The part of a piece that bounds name; the result of the syscall where there is no such part. */
export const partOf = (piece: Piece | undefined, bounds: bigint): Piece | number => {
  const { offset, length } = boundsOf(bounds);
  if (!piece) return indexOutOfBound;
  const { length: most } = piece.bytes;
  return offset >= most || offset + length > most ? sliceOutOfBound : (clippedPart(piece, bounds) as Piece);
};

/** The same with what lies outside the piece left out. */
export const clippedPart = (piece: Piece | undefined, bounds: bigint): Piece | undefined => {
  const { offset, length } = boundsOf(bounds);
  return piece && { ...piece, bytes: piece.bytes.subarray(offset, length === 0 ? undefined : offset + length) };
};

const nul = 0;

/** The text at an address, without the NUL that ends it. @throws Fault */
export const textAt = ({ hart }: Vm, address: number): Uint8Array => {
  const { memory } = hart;
  const end = address >= 0 && address < memory.size ? memory.bytes.indexOf(nul, address) : -1;
  // Without an end the read runs over the edge of the memory, and faults there.
  const size = end < 0 ? Math.max(1, memory.size - address + 1) : end - address + 1;
  return memory.readBytes(address, size).subarray(0, size - 1);
};

/** Arguments that a process has for a program: pointers to texts. Reads one after the other. @throws Fault */
export function* argumentsOf(vm: Vm, count: bigint, from: number): Generator<Uint8Array> {
  for (let i = 0; BigInt(i) < count; i++) yield textAt(vm, Number(readU64(vm, from + 8 * i)));
}

/** A process begins anew with another program. @throws Fault */
export const startProgram = (vm: Vm, { bytes, name }: Piece, args: Iterable<Uint8Array>): number => {
  const size = vm.place(bytes, name);
  return size + vm.pushArguments(args);
};
