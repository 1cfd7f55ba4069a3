import type { Elf } from './elf.ts';
import { bigEndianElfFor, elfFor, narrowElfFor, unknownMachine } from './messages.ts';

/** `e_machine` of what this project runs (System V ABI and its registry; SBPF: solana-sbpf). */
export const machines = { riscv: 243, bpf: 247, sbpf: 263 } as const;

/** Names of the machines that ELFs are commonly made for, by `e_machine`. */
const names: Readonly<Record<number, string>> = {
  2: 'SPARC',
  3: 'x86 (i386)',
  8: 'MIPS',
  20: 'PowerPC',
  21: 'PowerPC64',
  22: 'S/390',
  40: 'Arm',
  43: 'SPARC V9',
  62: 'x86-64',
  183: 'AArch64',
  [machines.riscv]: 'RISC-V',
  [machines.bpf]: 'BPF',
  258: 'LoongArch',
  [machines.sbpf]: 'SBPF',
};

/** What an ELF is, for the middle of a sentence: `an ELF for x86-64`, `a 32-bit ELF for RISC-V`. */
export const describeElf = ({ machine, bits, littleEndian }: Elf): string => {
  const name = names[machine] ?? unknownMachine(machine);
  if (!littleEndian) return bigEndianElfFor(name);
  return bits === 32 ? narrowElfFor(name) : elfFor(name);
};
