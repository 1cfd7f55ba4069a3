import { blockDirectives, otherDirectives } from '../../../assembly/directives/blocks.ts';
import { align, dataDirectives, numbers } from '../../../assembly/directives/data.ts';
import { type DirectiveRow, finish, row, takeName, type Use } from '../../../assembly/directives/directive.ts';
import { nameDirectives } from '../../../assembly/directives/names.ts';
import { sectionDirectives } from '../../../assembly/directives/sections.ts';
import { directiveTable } from '../../../assembly/directives/table.ts';
import { replaceBy } from '../../../assembly/messages.ts';
import { replace } from '../../../problems.ts';
import { versions } from '../../isa/versions.ts';
import * as messages from '../messages.ts';

/** Programs have no memory of their own that could be written. */
const refuse = ({ assembler, word, line, origin }: Use) => {
  const fix = origin.callers.length === 0 ? replace(word, '.rodata', replaceBy('.rodata')) : undefined;
  assembler.problems.error(word, 'writable-data', messages.writableData(line.word.text), fix);
  assembler.enter(assembler.sectionNamed('.rodata'));
};

const version = (use: Use) => {
  const { assembler, reader, word } = use;
  const name = reader.skip();
  finish(use);
  const id = name && versions.find((each) => each.id === name.text || each.id === `v${name.text}`)?.id;
  const isLate = [...assembler.sections.values()].some(({ items }) => items.length > 0);
  if (id === undefined)
    assembler.problems.error(name ? reader.rangeOf(name) : word, 'unknown-version', messages.unknownVersion());
  else if (isLate) assembler.problems.error(word, 'late-version', messages.lateVersion());
  else assembler.ownVersion = id;
};

/** Names are parted by commas or blanks. */
const external = (use: Use) => {
  do {
    const found = takeName(use);
    if (!found) return;
    use.assembler.symbolNamed(found.name).isExternal = true;
  } while (use.reader.take(',') || use.reader.next?.kind === 'word');
  finish(use);
};

/** Directives of sBPF, and those whose meaning differs from one machine to the next. */
const ownDirectives: readonly DirectiveRow[] = [
  row(
    '.version',
    'v3',
    'Says for which version of sBPF the file is written, before any code; it comes before the setting.',
    version,
    '${1|v0,v1,v2,v3|}',
  ),
  row('.short .half .2byte .hword .word', 'number, …', 'Numbers of 2 bytes, lowest byte first.', numbers(2)),
  row('.long .int .4byte', 'number, …', 'Numbers of 4 bytes, lowest byte first.', numbers(4)),
  row('.quad .8byte .dword', 'number, …', 'Numbers of 8 bytes, lowest byte first; a label is its address.', numbers(8)),
  row(
    '.align',
    'bytes, value, most',
    'Goes on at the next multiple of a number, which is a power of 2.',
    align(false, 1),
  ),
  row('.p2align', 'bits, value, most', 'Goes on at the next multiple of 2 to the power of a number.', align(true, 1)),
  row('.extern', 'name, …', 'The chain does what the name says: it is a syscall.', external),
  row('.data .bss', '', 'Refused: a program has no memory of its own that it could write; use `.rodata`.', refuse),
];

const own = new Set(ownDirectives.flatMap(({ word, aliases }) => [word, ...aliases]));
/** What makes room that can be written. */
const refused = new Set(['.comm', '.lcomm']);

export const directives = directiveTable([
  ...ownDirectives,
  ...[...dataDirectives, ...sectionDirectives, ...nameDirectives, ...blockDirectives, ...otherDirectives].filter(
    ({ word }) => !own.has(word) && !refused.has(word),
  ),
]);
