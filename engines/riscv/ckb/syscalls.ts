import { Fault } from '../isa/fault.ts';
import { transferCycles } from './cycles.ts';
import type { CkbMachine } from './machine.ts';
import * as messages from './messages.ts';
import { versionNumber, versions } from './versions.ts';

const a0 = 10;
const a7 = 17;

type Syscall = {
  readonly name: string;
  /** The first version that has it: 0, 1 or 2. */
  readonly since: number;
  /** @throws Fault */
  readonly run: (machine: CkbMachine) => void;
};

const debug = (machine: CkbMachine): void => {
  const { hart } = machine;
  const bytes: number[] = [];
  for (let at = hart.address(a0, 0); ; at += 1) {
    const byte = hart.memory.view.getUint8(hart.memory.toRead(at, 1));
    if (byte === 0) break;
    bytes.push(byte);
  }
  machine.charge(transferCycles(bytes.length), 'debug');
  machine.print(new TextDecoder().decode(Uint8Array.from(bytes)));
};

/** By the number in `a7` (RFC 0009, 0034, 0050). */
const syscalls: ReadonlyMap<number, Syscall> = new Map<number, Syscall>([
  [93, { name: 'exit', since: 0, run: (m) => m.exit((m.hart.low(a0) << 24) >> 24) }],
  [2041, { name: 'vm_version', since: 1, run: (m) => m.hart.setUnsigned(a0, versionNumber(m.setup.version)) }],
  [2042, { name: 'current_cycles', since: 1, run: (m) => m.hart.setNumber(a0, m.cycles) }],
  [2177, { name: 'debug', since: 0, run: debug }],
]);

/** Does what an ECALL asks for. @throws Fault */
export const runSyscall = (machine: CkbMachine): void => {
  const number = machine.hart.u[a7];
  const version = versionNumber(machine.setup.version);
  const syscall = syscalls.get(Number(number));
  if (!syscall || syscall.since > version)
    throw new Fault('InvalidEcall', messages.unknownSyscall(number, versions[version].name));
  syscall.run(machine);
};
