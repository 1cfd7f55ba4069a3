import { concatBytes } from '../../bytes.ts';
import { Fault } from '../isa/fault.ts';
import type { Hart } from '../isa/hart.ts';
import * as messages from './messages.ts';

const sp = 2;
const end = Uint8Array.of(0);
const slot = 8;

/** Where the stack lies: the top quarter of the memory. */
export const stackOf = (memorySize: number): { readonly start: number; readonly top: number } => ({
  start: memorySize - memorySize / 4,
  top: memorySize,
});

/**
 * Puts the arguments of a program on its stack and sets `sp` to their number (`ckb-vm` 0.24, `initialize_stack`).
 * @param version 0, 1 or 2
 * @returns the bytes that are charged for
 * @throws Fault if they exceed the stack
 */
export const initStack = (hart: Hart, args: Iterable<Uint8Array>, version: number): number => {
  const { memory } = hart;
  const { start, top } = stackOf(memory.size);
  let at = top;
  const pointers: number[] = [];
  for (const arg of args) {
    at -= arg.length + 1;
    if (at < 0) throw new Fault('MemOutOfBound', messages.argumentsTooLong());
    memory.writeBytes(at, concatBytes([arg, end]));
    pointers.push(at);
  }
  if (version > 0 && pointers.length === 0) {
    hart.setUnsigned(sp, (top - slot) & ~15);
    return top - hart.low(sp);
  }
  const values = [pointers.length, ...pointers];
  if (version > 0) {
    values.push(0);
    at -= (at - slot * values.length) & 15;
  }
  for (const value of values.toReversed()) {
    at -= slot;
    if (version > 0) memory.view.setBigUint64(memory.toWrite(at, slot), BigInt(value), true);
    else memory.view.setUint32(memory.toWrite(at, 4), value, true);
  }
  hart.setUnsigned(sp, at);
  if (at < start) throw new Fault('MemOutOfStack', messages.argumentsTooLong());
  return top - at;
};
