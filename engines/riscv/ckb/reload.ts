import { pageSize } from '../../pages.ts';
import { Fault } from '../isa/fault.ts';

import * as messages from './messages.ts';
import type { Vm } from './vm.ts';

/** Code out of a cell that fills less than the pages it was given. */
export type LoadedCode = {
  readonly name: string;
  readonly start: number;
  /** In memory, whole pages. */
  readonly size: number;
  /** All data of the cell. */
  readonly data: Uint8Array;
  readonly offset: number;
};

/**
 * Of a process that is swapped out CKB keeps, for pages of code, only where they came from, and takes them from there once more
 * when it is brought back. So what was cleared behind the code is then what follows it in the cell, and where the data of the cell
 * ends inside a page, the script ends (`ckb-vm`, `snapshot2.rs`, which tracks the size in memory and not that of the code).
 * @throws Fault
 */
export const reloadCode = (vm: Vm): void => {
  const { memory } = vm.hart;
  for (const { name, start, size, data, offset } of vm.process.loaded) {
    const found = data.subarray(offset, offset + size);
    if (found.length % pageSize !== 0)
      throw new Fault('MemPageUnalignedAccess', messages.codeEndsInPage(start + found.length));
    memory.clear(start, size);
    memory.fill(start, found);
    memory.flags.fill(0, (start + found.length) / pageSize, (start + size) / pageSize);
    vm.codes = vm.codes.filter(({ base, end }) => end <= start || base >= start + size);
    vm.code = undefined;
    vm.findCode(name, data);
  }
};
