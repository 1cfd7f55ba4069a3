import { type Location, MachineError } from '../../machine.ts';
import { executable } from '../isa/memory.ts';
import type { CkbMachine } from './machine.ts';
import * as messages from './messages.ts';
import type { Vm } from './vm.ts';

/**
 * Spaces: `vm<id>/memory` (bytes), `vm<id>/registers` (8 bytes each, by their numbers) and `vm<id>/pc` (8 bytes).
 */
type Space = { readonly vm: Vm; readonly kind: 'memory' | 'registers' | 'pc' };

const spaceOf = (machine: CkbMachine, name: string): Space | undefined => {
  const [, id, kind] = /^vm(\d+)\/(memory|registers|pc)$/.exec(name) ?? [];
  const vm = machine.vms.find((each) => each.id === Number(id));
  return vm && kind ? { vm, kind: kind as Space['kind'] } : undefined;
};

/** Undefined for what is not there. */
export const readLocation = (machine: CkbMachine, { space: name, at, size }: Location): Uint8Array | undefined => {
  const space = spaceOf(machine, name);
  if (!space || at < 0n) return undefined;
  const { hart } = space.vm;
  const end = at + BigInt(size);
  if (space.kind === 'memory') {
    return end <= hart.memory.size ? hart.memory.bytes.slice(Number(at), Number(end)) : undefined;
  }
  if (space.kind === 'pc') return at === 0n && size === 1 ? bytesOf(hart.exactPc) : undefined;
  if (end > 32n) return undefined;
  return new Uint8Array(hart.u.slice(Number(at), Number(end)).buffer);
};

const bytesOf = (value: bigint): Uint8Array => new Uint8Array(BigUint64Array.of(value).buffer);

/** @throws MachineError where nothing can be written, or the bytes are too few or too many. */
export const writeLocation = (machine: CkbMachine, { space: name, at, size }: Location, bytes: Uint8Array): void => {
  const space = spaceOf(machine, name);
  const there = space && readLocation(machine, { space: name, at, size });
  if (!space || !there) throw new MachineError(messages.notWritable(name));
  if (bytes.length !== there.length) throw new MachineError(messages.wrongSize(bytes.length, there.length));
  const { hart } = space.vm;
  const start = Number(at);
  if (space.kind === 'memory') {
    const { flags } = hart.memory;
    for (let page = start >>> 12; page <= (start + size - 1) >>> 12; page++) {
      if (flags[page] & executable) throw new MachineError(messages.codeNotWritable(page << 12));
    }
    hart.memory.fill(start, bytes);
    return;
  }
  const values = new BigUint64Array(bytes.slice().buffer);
  if (space.kind === 'pc') {
    hart.far = BigInt.asIntN(64, values[0]) & ~1n;
    hart.pc = Number(hart.far);
    return;
  }
  if (start === 0) throw new MachineError(messages.zeroStays());
  hart.u.set(values, start);
};
