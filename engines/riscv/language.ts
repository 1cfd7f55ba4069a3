import type { Directive, Language } from '../language.ts';
import { riscvAssembly } from './assembly/language.ts';
import { versions } from './ckb/versions.ts';
import { registers } from './isa/registers.ts';
import { registerDoc } from './messages.ts';

/** What is said of a register where it is written, by either of its names. */
const registerWords: readonly Directive[] = registers.flatMap(({ name, role, kept }, n) =>
  [name, `x${n}`].map((word) => ({
    word,
    form: `${name}  # x${n}`,
    doc: registerDoc(role, kept),
    snippet: word,
    position: 'operand' as const,
  })),
);

const plain = riscvAssembly(versions);

/** RISC-V assembly, of which each version of CKB-VM takes its part. */
export const assembly: Language = { ...plain, directives: [...plain.directives, ...registerWords] };
