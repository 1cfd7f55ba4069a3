import { pageSize } from '../../../pages.ts';
import { Fault } from '../../isa/fault.ts';
import { executable, frozen } from '../../isa/memory.ts';
import { transferCycles } from '../cycles.ts';
import { initPages } from '../image.ts';
import type { CkbMachine } from '../machine.ts';
import * as messages from '../messages.ts';
import { indexOutOfBound, sliceOutOfBound, success } from '../results.ts';
import { readU64, writeU64 } from '../scheduler.ts';
import { storePart } from './load.ts';
import { at, dataOf, sourceOf } from './sources.ts';
import { a0, a1, a2, a3, a4, a5, type Result } from './syscall.ts';

/** `a0` address, `a1` size, `a2` offset, `a3` index, `a4` source. Who has room for nothing asks for the size, which is free. */
export const loadCellData = (machine: CkbMachine): Result => {
  const { hart, vm, setup } = machine;
  const data = at(dataOf(sourceOf(hart.u[a4]), setup.context), hart.u[a3]);
  if (!data) return indexOutOfBound;
  const sizeAt = hart.address(a1, 0);
  if (readU64(vm, sizeAt) === 0n) {
    const offset = hart.u[a2] < BigInt(data.length) ? Number(hart.u[a2]) : data.length;
    writeU64(vm, sizeAt, BigInt(data.length - offset));
  } else machine.charge(transferCycles(storePart(vm, data)), 'data loading');
  return success;
};

/** `a0` address, `a1` size in memory, `a2` offset in the data, `a3` size of it, `a4` index, `a5` source. */
export const loadCellDataAsCode = (machine: CkbMachine): Result => {
  const { hart, vm, setup } = machine;
  const source = sourceOf(hart.u[a5]);
  const found = at(dataOf(source, setup.context), hart.u[a4]);
  if (!found) return indexOutOfBound;
  const [size, offset, length] = [hart.address(a1, 0), hart.u[a2], hart.u[a3]];
  const end = offset + length;
  if (end >= 2n ** 64n) throw new Fault('MemOutOfBound', messages.sliceOverflow());
  const data = length === 0n ? new Uint8Array() : found;
  if (offset >= BigInt(data.length) || end > BigInt(data.length) || length > hart.u[a1]) return sliceOutOfBound;
  const start = hart.address(a0, 0);
  for (const edge of [start, size]) {
    if (edge % pageSize !== 0) throw new Fault('MemPageUnalignedAccess', messages.unalignedPages(edge));
  }
  const content = data.subarray(Number(offset), Number(end));
  initPages(hart.memory, { start, size, rights: executable | frozen, source: content, padding: 0 });
  hart.memory.touch?.(start, size, true);
  const name = messages.pieceName(source.entry, Number(hart.u[a4]));
  vm.findCode(name, content);
  if (content.length < size) {
    const loaded = { name, start, size, data: found, offset: Number(offset) };
    vm.process = { ...vm.process, loaded: [...vm.process.loaded, loaded] };
  }
  machine.meetCodes();
  machine.charge(transferCycles(size), 'data loading');
  return success;
};
