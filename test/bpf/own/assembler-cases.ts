import { listingOf } from '../../../engines/bpf/assembly/listing.ts';
import { loadElf } from '../../../engines/bpf/elf/load.ts';
import { writeElf } from '../../../engines/bpf/elf-writer/write.ts';
import { programOf } from '../../../engines/bpf/isa/program.ts';
import { textOf } from '../../../engines/bpf/isa/text.ts';
import { versions } from '../../../engines/bpf/isa/versions.ts';
import { assemble, everything, isSyscall, meeting, names, rules } from '../assembly/programs.ts';

/** What is wrong; undefined if nothing is. */
export type Result = { readonly name: string; readonly problem: string | undefined };

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** The code of a text goes into a file and out of it, and its listing gives the same code. */
const roundTrip = (name: string, text: string, version: string): Result => {
  const document = assemble(text, version);
  const executable = loadElf(writeElf(document), rules);
  if (!sameBytes(executable.text, document.bytes)) return { name, problem: 'the file holds other code' };
  const listed = assemble(listingOf(name, programOf(executable, isSyscall), names), version);
  const isSame = sameBytes(listed.bytes, executable.text);
  return { name, problem: isSame ? undefined : 'its listing assembles to other code' };
};

/** Each way to write each instruction is what it is shown as. */
const written = (version: string): readonly Result[] => {
  const { lines, text } = everything(version);
  const document = assemble(text, version);
  const program = programOf(loadElf(writeElf(document), rules), isSyscall);
  return document.statements.flatMap(({ row, range, places }) => {
    const line = text.slice(range.start, range.end);
    if (!row || !lines.includes(line)) return [];
    const pc = ((places[0] ?? 0) - document.base) / 8;
    const decoded = program.at(pc);
    const shown = decoded && textOf(decoded, pc, { label: String, called: String });
    // What leads somewhere is shown by the place.
    const isNamed = /^(lddw|call|syscall|j)/.test(line);
    const isSame = isNamed ? decoded?.row === row : shown === line;
    return [{ name: `${version} ${line}`, problem: isSame ? undefined : `it is ${shown ?? 'no instruction'}` }];
  });
};

/** Round trips of the assembler. */
export const assemblerResults = (): readonly Result[] =>
  versions.flatMap(({ id }) => [
    ...written(id),
    roundTrip(`${id} every instruction`, everything(id).text, id),
    roundTrip(`${id} relocations and data`, meeting(id), id),
  ]);
