import * as messages from '../messages.ts';
import { type DirectiveRow, finish, row, takeConstants, takeName, type Use } from './directive.ts';

const enter = (name: string) => (use: Use) => {
  use.assembler.enter(use.assembler.sectionNamed(name));
  if (use.reader.next?.kind === 'number') use.reader.skip();
  finish(use);
};

/** The name of a section may hold what names of symbols may not. */
const takeSectionName = (use: Use): string | undefined => {
  const { reader } = use;
  if (reader.next?.kind === 'string') return takeName(use)?.name;
  let name = '';
  let end = reader.next?.start;
  for (let lexeme = reader.next; lexeme && lexeme.text !== ',' && lexeme.start === end; lexeme = reader.next) {
    name += lexeme.text;
    end = lexeme.end;
    reader.skip();
  }
  return name === '' ? takeName(use)?.name : name;
};

const section = (use: Use) => {
  const { assembler, reader } = use;
  const name = takeSectionName(use);
  if (name === undefined) return;
  const isNew = !assembler.sections.has(name);
  const entered = assembler.sectionNamed(name);
  assembler.enter(entered);
  if (!reader.take(',')) {
    finish(use);
    return;
  }
  const flags = reader.next;
  if (flags?.kind === 'string') {
    reader.skip();
    const unknown = /[^"awxMSGToed?R]/.exec(flags.text)?.[0];
    if (unknown) assembler.problems.error(reader.rangeOf(flags), 'unknown-flag', messages.unknownFlag(unknown));
    if (isNew) {
      entered.isAllocated = flags.text.includes('a');
      entered.isWritable = flags.text.includes('w');
      entered.isExecutable = flags.text.includes('x');
    }
    if (entered.isWritable && entered.isExecutable)
      assembler.problems.error(reader.rangeOf(flags), 'writable-code', messages.writableCode(name));
  }
  if (reader.take(',')) {
    const sign = reader.next;
    if (sign?.text === '@' || sign?.text === '%') reader.skip();
    const type = reader.skip()?.text.replace('%', '');
    if (isNew && type !== undefined) entered.isEmpty = type === 'nobits';
  }
  // What follows speaks of merging and groups, which change nothing in a program that is linked here.
};

const push = (use: Use) => {
  const { assembler } = use;
  if (assembler.sectionStack.length >= 100) return;
  assembler.sectionStack.push({ section: assembler.section, previous: assembler.previous });
  section(use);
};

const pop = (use: Use) => {
  const { assembler, word } = use;
  const last = assembler.sectionStack.pop();
  if (!last) assembler.problems.error(word, 'nothing-pushed', messages.nothingPushed('.pushsection'));
  else {
    assembler.section = last.section;
    assembler.previous = last.previous;
  }
  finish(use);
};

const base = (use: Use) => {
  const [address] = takeConstants(use, 1, 1) ?? [];
  const { assembler, word } = use;
  if (address === undefined) return;
  if (address >= 0n && address < 2n ** 47n) assembler.base = Number(address);
  else assembler.problems.error(word, 'out-of-range', messages.baseRange(address));
};

/** Directives that say where the following bytes belong. */
export const sectionDirectives: readonly DirectiveRow[] = [
  row('.text', '', 'What follows is code.', enter('.text')),
  row('.data', '', 'What follows are bytes that the program may change.', enter('.data')),
  row('.rodata', '', 'What follows are bytes that the program only reads.', enter('.rodata')),
  row('.bss', '', 'What follows is memory that is zero at the start and takes no room in the file.', enter('.bss')),
  row(
    '.section',
    'name, "flags", @type',
    'What follows belongs to the section of that name: `a` lies in memory, `w` may be written, `x` is code; `@nobits` is zero at the start.',
    section,
    '${1:.rodata}',
  ),
  row('.pushsection', 'name, "flags", @type', 'As `.section`, until `.popsection`.', push),
  row('.popsection', '', 'Goes on in the section before `.pushsection`.', pop),
  row(
    '.base',
    'address',
    'Says where in memory the code begins, for listings: jumps are as short as can be, and nothing is added at the end.',
    base,
  ),
  row('.previous', '', 'Goes on in the section before this one.', (use) => {
    use.assembler.enter(use.assembler.previous);
    finish(use);
  }),
];
