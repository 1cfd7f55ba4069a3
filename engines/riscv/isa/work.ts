import { works } from '../../works.ts';

/** By major opcode (Unprivileged ISA 20191213, table 24.1). */
const byOpcode: Readonly<Record<number, string>> = {
  3: works.memory,
  35: works.memory,
  99: works.branches,
  103: works.branches,
  111: works.branches,
  115: works.syscalls,
};

/** What kind an instruction of 32 bits is of. */
export const workOf = (extension: string, bits: number): string =>
  extension === 'M' ? works.multiplication : (byOpcode[bits & 0x7f] ?? works.computation);
