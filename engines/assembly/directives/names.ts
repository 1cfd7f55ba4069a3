import type { AssemblySymbol } from '../assembler.ts';
import * as messages from '../messages.ts';
import { endOf } from '../section.ts';
import { type DirectiveRow, finish, row, takeName, type Use } from './directive.ts';

const mark = (change: (symbol: AssemblySymbol) => void) => (use: Use) => {
  do {
    const found = takeName(use);
    if (!found) return;
    change(use.assembler.symbolNamed(found.name));
  } while (use.reader.take(','));
  finish(use);
};

/** `.set name, value`; also what `name = value` means. */
const set = (isOnce: boolean) => (use: Use) => {
  const { assembler, reader, word, line } = use;
  const found = takeName(use);
  if (!found) return;
  if (!reader.take(',') || reader.isAtEnd) {
    assembler.problems.error(word, 'value-expected', messages.assignmentForm(line.word.text));
    return;
  }
  const value = reader.expression();
  finish(use);
  const symbol = assembler.symbols.get(found.name);
  if (isOnce && (symbol?.value || symbol?.position))
    assembler.problems.error(found.range, 'duplicate-name', messages.duplicateName(found.name));
  else assembler.assign(found.name, found.range, value);
};

const type = (use: Use) => {
  const { assembler, reader } = use;
  const found = takeName(use);
  if (!found) return;
  reader.take(',');
  if (reader.next?.text === '@') reader.skip();
  const word =
    reader
      .skip()
      ?.text.replace(/^[%"]|"$/g, '')
      .toLowerCase() ?? '';
  const symbol = assembler.symbolNamed(found.name);
  if (/^(?:stt_)?func(?:tion)?$/.test(word)) symbol.type = 'function';
  else if (/^(?:stt_)?object$/.test(word)) symbol.type = 'object';
  else if (!/^(?:stt_)?notype$/.test(word))
    assembler.problems.error(found.range, 'unknown-type', messages.unknownType(word));
};

const size = (use: Use) => {
  const { assembler, reader, word } = use;
  const found = takeName(use);
  if (!found) return;
  if (!reader.take(',') || reader.isAtEnd) {
    assembler.problems.error(word, 'value-expected', messages.assignmentForm('.size'));
    return;
  }
  assembler.symbolNamed(found.name).size = reader.expression();
  finish(use);
};

/** `.comm name, size, align`: zeros under a name; here they are one program's own. */
const common = (isGlobal: boolean) => (use: Use) => {
  const { assembler, reader, origin, word } = use;
  const found = takeName(use);
  if (!found) return;
  const rest: bigint[] = [];
  while (reader.take(',')) {
    const value = assembler.constant(reader.expression());
    if (value === undefined) return;
    rest.push(value);
  }
  finish(use);
  const [bytes, boundary = 8n] = rest;
  if (bytes === undefined || bytes < 0n || boundary < 1n || boundary > 65536n || (boundary & (boundary - 1n)) !== 0n) {
    assembler.problems.error(word, 'value-expected', messages.assignmentForm(isGlobal ? '.comm' : '.lcomm'));
    return;
  }
  const symbol = assembler.symbolNamed(found.name);
  if (symbol.position || symbol.value) {
    assembler.problems.error(found.range, 'duplicate-name', messages.duplicateName(found.name));
    return;
  }
  const now = assembler.section;
  assembler.section = assembler.sectionNamed('.bss');
  const { section } = assembler;
  section.align = Math.max(section.align, Number(boundary));
  const padding = Number((boundary - (BigInt(section.size) % boundary)) % boundary);
  if (padding > 0) assembler.add(origin, padding, { kind: 'fill', bytes: new Uint8Array(1) });
  symbol.position = endOf(section);
  symbol.definition = found.range;
  symbol.isGlobal ||= isGlobal;
  symbol.type = 'object';
  if (bytes > 0n) assembler.add(origin, Number(bytes), { kind: 'fill', bytes: new Uint8Array(1) });
  assembler.section = now;
};

const nothing = () => {};

/** Directives that say something of names, or of how the following is assembled. */
export const nameDirectives: readonly DirectiveRow[] = [
  row(
    '.globl .global',
    'name, …',
    'Other files of the program may use the name.',
    mark((symbol) => {
      symbol.isGlobal = true;
    }),
  ),
  row(
    '.local',
    'name, …',
    'Only this file knows the name.',
    mark((symbol) => {
      symbol.isGlobal = false;
    }),
  ),
  row(
    '.weak',
    'name, …',
    'Another definition of the name comes first; without any it is 0.',
    mark((symbol) => {
      symbol.isWeak = true;
    }),
  ),
  row(
    '.extern',
    'name, …',
    'Another file of the program defines the name.',
    mark((symbol) => {
      symbol.isExternal = true;
    }),
  ),
  row(
    '.hidden .protected .internal',
    'name, …',
    'Says who sees the name; in a program on its own it changes nothing.',
    mark(nothing),
  ),
  row('.set .equ', 'name, value', 'Gives a name a value, from here on.', set(false), '${1:name}, $2'),
  row('.equiv', 'name, value', 'Gives a name a value, which it must not have yet.', set(true), '${1:name}, $2'),
  row(
    '.type',
    'name, @function',
    'Says whether a name is that of a function or of data.',
    type,
    '${1:name}, @${2|function,object|}',
  ),
  row(
    '.size',
    'name, bytes',
    'Says how long a function or an object is: `. - name` behind it.',
    size,
    '${1:name}, . - ${1:name}',
  ),
  row('.comm .common', 'name, bytes, align', 'Zeros in `.bss` under a name that other files may use.', common(true)),
  row('.lcomm', 'name, bytes, align', 'Zeros in `.bss` under a name.', common(false)),
  row('.attribute', 'name, value', 'A note for other tools; left out.', nothing),
  row(
    '.file .loc .ident .line .addrsig .addrsig_sym .variant_cc',
    '…',
    "A compiler's note on where code comes from; left out.",
    nothing,
  ),
  row(
    '.cfi_startproc .cfi_endproc .cfi_def_cfa .cfi_def_cfa_offset .cfi_def_cfa_register .cfi_adjust_cfa_offset .cfi_offset .cfi_rel_offset .cfi_restore .cfi_remember_state .cfi_restore_state .cfi_return_column .cfi_sections .cfi_personality .cfi_lsda .cfi_undefined .cfi_same_value .cfi_register .cfi_escape .cfi_signal_frame .cfi_window_save',
    '…',
    'How to find the frame of the caller; left out.',
    nothing,
  ),
];
