import { Fault } from '../../isa/fault.ts';
import type { CkbMachine } from '../machine.ts';
import * as messages from '../messages.ts';
import { versionNumber, versions } from '../versions.ts';
import { a7 } from './syscall.ts';
import { syscallNumbered } from './table.ts';

/** Does what an ECALL asks for. @throws Fault */
export const runSyscall = (machine: CkbMachine): void => {
  const number = machine.hart.u[a7];
  const version = versionNumber(machine.setup.version);
  const syscall = syscallNumbered(number, version);
  if (!syscall) throw new Fault('InvalidEcall', messages.unknownSyscall(number, versions[version].name));
  const result = syscall.run(machine);
  if (result !== undefined) machine.result(result);
};

/** Whether the next step starts a process, which takes a memory of the host. */
export const asksForMemory = ({ vm, setup }: CkbMachine): boolean =>
  vm.codeAt(vm.hart.pc)?.stepAt(vm.hart.pc)?.effect === 'environment' &&
  syscallNumbered(vm.hart.u[a7], versionNumber(setup.version))?.name === 'spawn';
