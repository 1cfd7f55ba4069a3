import { Fault } from '../../isa/fault.ts';
import { transferCycles } from '../cycles.ts';
import type { CkbMachine } from '../machine.ts';
import * as messages from '../messages.ts';
import { versionNumber } from '../versions.ts';
import { textAt } from './programs.ts';
import { a0, type Result } from './syscall.ts';

export const exit = (machine: CkbMachine): Result => machine.exit(machine.hart.x[a0]);

export const vmVersion = (machine: CkbMachine): Result => versionNumber(machine.setup.version);

export const currentCycles = (machine: CkbMachine): Result => machine.cycles - machine.scheduler.unseen;

export const debug = (machine: CkbMachine): Result => {
  const bytes = textAt(machine.vm, machine.hart.address(a0, 0));
  machine.charge(transferCycles(bytes.length), 'debug');
  machine.print(textOf(bytes));
  return undefined;
};

const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault('External', messages.notText());
  }
};
