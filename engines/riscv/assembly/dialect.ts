import type { Dialect } from '../../assembly/dialect.ts';
import { lexerOf } from '../../assembly/lexer.ts';
import { alignUp, placeOutputs } from '../../assembly/link.ts';
import { readGnuNumber } from '../../assembly/literals.ts';
import type { Section } from '../../assembly/section.ts';
import type { Version } from '../../instruction.ts';
import { registerNumber } from '../isa/registers.ts';
import { directives } from './directives/table.ts';
import { assembleInstruction } from './instructions.ts';
import { findRow } from './vocabulary.ts';
import { writeNops } from './word.ts';

/** Where code begins (ld's scripts for bare RISC-V programs have it there too). */
const textAddress = 0x10000;
const pageSize = 4096;

/** The dialect of GNU as, for the versions of a VM. */
export const riscvDialect = (versions: readonly Version[]): Dialect => ({
  ...{ versions, lexer: lexerOf('end'), directives, findRow, registerNumber, readNumber: readGnuNumber, rightsOf },
  assemble: assembleInstruction,
  fillCode: writeNops,
  place: (groups, _version, base = textAddress) => {
    let address = base;
    for (const group of groups) address = placeOutputs(group, address === base ? base : alignUp(address, pageSize));
    return base;
  },
  entryIn: (symbols) => symbols.find(({ name, section }) => name === '_start' && section !== undefined),
});

const rightsOf = (name: string): Partial<Section> => {
  const begins = (...names: readonly string[]) => names.some((start) => name === start || name.startsWith(`${start}.`));
  if (begins('.text', '.init', '.fini')) return { isExecutable: true, align: begins('.text') ? 2 : 1 };
  if (begins('.data', '.sdata', '.tdata', '.init_array', '.fini_array')) return { isWritable: true };
  if (begins('.bss', '.sbss', '.tbss')) return { isWritable: true, isEmpty: true };
  return { isAllocated: begins('.rodata', '.srodata', '.eh_frame') };
};
