import type { Operand } from '../../engines/instruction.ts';
import type {
  Document,
  Problem,
  Range,
  Statement,
  SymbolEntry,
  SymbolKind,
  Token,
  TokenKind,
} from '../../engines/language.ts';
import { base, operandSize } from './code.ts';
import * as say from './messages.ts';
import type { Table, ToyRow } from './rows.ts';

type Word = Range & { readonly text: string };
type Definition = SymbolEntry & { value: number; readonly references: Range[] };
type Line = Statement & {
  readonly row?: ToyRow;
  readonly size: number;
  readonly values: readonly Word[];
  readonly places: number[];
};
type Repeat = { readonly head: Range; readonly count: number; readonly body: Item[] };
type Item = Line | Repeat | { readonly label: Definition };

/** Labels have 16 bits. */
const maxSize = 0x10000 - base;

const tokenPattern = /;.*|0x[\da-f]+\b|-?\d+\b|[a-z_]\w*|[:=]|\S/gi;
const isName = (word: Word | undefined) => word !== undefined && /^[a-z_]/i.test(word.text);
const isNumber = (word: Word | undefined) => word !== undefined && /^-?\d/.test(word.text);
const cover = (words: readonly Word[]): Range => ({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 });

/** Understands a text in the toy's assembly language as far as it can be understood, and assembles it. */
export const parse = (text: string, rows: readonly ToyRow[], table: Table, version: string): Document => {
  const problems: Problem[] = [];
  const tokens: Token[] = [];
  const lines: Line[] = [];
  const names = new Map<string, Definition>();
  const items: Item[] = [];
  let open: Repeat | undefined;

  const complain = (range: Range, code: string, message: string, fix?: Problem['fix']) =>
    problems.push({ range, severity: 'error', code, message, ...(fix && { fix }) });
  const replace = (range: Range, text: string, title: string) => ({ title, edits: [{ range, text }] });
  const token = (range: Range, kind: TokenKind, definition?: boolean) =>
    tokens.push({ range: { start: range.start, end: range.end }, kind, ...(definition && { definition }) });
  const emit = (item: Item) => (open?.body ?? items).push(item);

  const define = (word: Word, kind: SymbolKind, value: number) => {
    token(word, kind === 'label' ? 'label' : 'constant', true);
    const scope = { start: 0, end: text.length };
    const definition = { name: word.text, kind, definition: word, references: [], scope, detail: '', value };
    if (names.has(word.text)) complain(word, 'duplicate-name', say.duplicateName(word.text));
    else names.set(word.text, definition);
    return definition;
  };

  const numberOf = (word: Word | undefined) => {
    if (word) token(word, isNumber(word) ? 'number' : 'operator');
    return isNumber(word) ? Number(word?.text) : undefined;
  };

  const readConstant = (words: readonly Word[]) => {
    const [head, name, equals, value, ...more] = words;
    if (head) token(head, 'directive');
    if (!name || !isName(name) || equals?.text !== '=' || !isNumber(value) || more.length > 0) {
      complain(cover(words), 'constant', say.constantForm());
      return;
    }
    const definition = define(name, 'constant', 0);
    token(equals, 'operator');
    definition.value = numberOf(value) ?? 0;
  };

  const readRepeat = (words: readonly Word[]) => {
    const [head, times, ...more] = words;
    if (head) token(head, 'directive');
    const count = numberOf(times);
    if (open) complain(cover(words), 'nested-repeat', say.repeatNested());
    else if (count === undefined || count < 0 || more.length > 0) complain(cover(words), 'repeat', say.repeatForm());
    if (open) return;
    open = { head: cover(words), count: Math.max(0, count ?? 1), body: [] };
    items.push(open);
  };

  const readEnd = (words: readonly Word[]) => {
    const range = cover(words);
    token(range, 'directive');
    if (!open) complain(range, 'end-alone', say.endAlone(), replace(range, '', 'Remove "end"'));
    open = undefined;
  };

  const readInstruction = (words: readonly Word[]) => {
    const [word, ...values] = words;
    if (!word) return;
    const row = rows.find((r) => r.mnemonic === word.text);
    const isData = word.text === 'byte';
    token(word, isData ? 'directive' : 'instruction');
    if (row && !table.has(row.opcode)) complain(word, 'not-in-version', say.notInVersion(word.text, version));
    else if (!row && !isData) {
      const near = rows.find((r) => r.mnemonic.startsWith(word.text.toLowerCase().slice(0, 2)))?.mnemonic;
      const fix = near ? replace(word, near, `Change to "${near}"`) : undefined;
      complain(word, 'unknown-instruction', say.unknownInstruction(word.text, near), fix);
    }
    const wanted = row ? row.operands.length : isData ? 1 : values.length;
    const extra = values.slice(wanted);
    if (values.length < wanted) {
      complain(word, 'operand-missing', say.operandMissing(word.text, row?.operands[0]?.name ?? 'number'));
    } else if (extra.length > 0) {
      complain(cover(extra), 'operand-extra', say.operandExtra(word.text), replace(cover(extra), '', 'Remove it'));
    }
    const usable = values.length >= wanted && (isData || (row !== undefined && table.has(row.opcode)));
    const size = !usable ? 0 : row ? 1 + operandSize(row) : 1;
    const line = { range: cover(words), word, operands: values, values, size, places: [], ...(row && { row }) };
    lines.push(line);
    emit(line);
  };

  const readers = { const: readConstant, repeat: readRepeat, end: readEnd };
  for (const [start, content] of linesOf(text)) {
    const words: Word[] = [];
    let comment: Range | undefined;
    for (const { 0: found, index } of content.matchAll(tokenPattern)) {
      const range = { start: start + index, end: start + index + found.length };
      if (found.startsWith(';')) comment = range;
      else words.push({ ...range, text: found });
    }
    while (words[0] && isName(words[0]) && words[1]?.text === ':') {
      emit({ label: define(words[0], 'label', base) });
      token(words[1], 'operator');
      words.splice(0, 2);
    }
    const read = Object.hasOwn(readers, words[0]?.text ?? '')
      ? readers[words[0]?.text as keyof typeof readers]
      : undefined;
    (read ?? readInstruction)(words);
    if (comment) token(comment, 'comment');
  }
  if (open) {
    const end = { start: text.length, end: text.length };
    complain(open.head, 'repeat-open', say.repeatOpen(), replace(end, '\nend\n', 'Add "end"'));
  }

  const placed = layOut(items);
  const size = placed.reduce((sum, { line }) => sum + line.size, 0);
  if (size > maxSize) complain({ start: 0, end: text.length }, 'code-too-large', say.codeTooLarge(maxSize));

  const evaluate = (word: Word, operand: Operand | undefined): number => {
    const kind = operand?.kind === 'symbol' ? 'constant' : operand?.kind === 'label' ? 'label' : 'number';
    const symbol = names.get(word.text);
    const index = operand?.names?.indexOf(word.text) ?? -1;
    symbol?.references.push({ start: word.start, end: word.end });
    token(word, symbol ? (symbol.kind === 'label' ? 'label' : 'constant') : isNumber(word) ? 'number' : kind);
    if (!symbol && index < 0 && !isNumber(word)) complain(word, 'undefined-name', say.undefinedName(word.text));
    const value = symbol?.value ?? (index < 0 ? Number(word.text) : index);
    const bits = operand?.bits ?? 8;
    if (value >= 2 ** bits || value < -(2 ** (bits - 1))) {
      complain(word, 'operand-too-large', say.operandTooLarge(value, bits));
    }
    return Number.isNaN(value) ? 0 : value;
  };
  const encoded = new Map<Line, Uint8Array>();
  for (const line of lines) {
    const bytes = new Uint8Array(line.size);
    const values = line.values.map((word) => evaluate(word, line.row?.operands[0]));
    if (line.row) bytes.set([line.row.opcode].slice(0, line.size));
    for (let i = line.row ? 1 : 0; i < line.size; i++) bytes[i] = (values[0] ?? 0) >> (8 * (line.row ? i - 1 : 0));
    encoded.set(line, bytes);
  }
  const bytes = new Uint8Array(size);
  for (const { line, offset } of placed) bytes.set(encoded.get(line) ?? [], offset - base);

  for (const { kind, name, references, definition } of names.values()) {
    if (kind !== 'label' || references.length > 0) continue;
    const range = { start: definition.start, end: text.indexOf(':', definition.end) + 1 };
    const fix = replace(range, '', `Remove "${name}"`);
    problems.push({ range: definition, severity: 'hint', code: 'unused-label', message: say.unusedLabel(name), fix });
  }

  return {
    statements: lines,
    symbols: [...names.values()].map((s) => ({
      ...s,
      detail: s.kind === 'label' ? say.hex(s.value) : String(s.value),
    })),
    problems: problems.sort((a, b) => a.range.start - b.range.start),
    tokens: () => tokens.sort((a, b) => a.range.start - b.range.start),
    expects: (offset) => {
      const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
      if (before.includes(';')) return 'nothing';
      const words = before.replace(/^.*:/, '').trimStart().split(/\s+/);
      if (words.length === 1) return 'instruction';
      return words.length === 2 && rows.some((r) => r.mnemonic === words[0] && r.operands[0]) ? 'operand' : 'nothing';
    },
    bytes,
    spans: (offset) => {
      const at = placed.find((each) => offset >= each.offset && offset < each.offset + each.line.size);
      return at ? [at.line.range, ...(at.repeat ? [at.repeat.head] : [])] : [];
    },
  };
};

function* linesOf(text: string): Generator<readonly [start: number, content: string]> {
  for (const { 0: content, index } of text.matchAll(/[^\r\n]+/g)) yield [index, content];
}

/** Gives every line its places and every label its value, repetitions written out. Stops beyond the largest code. */
const layOut = (items: readonly Item[]) => {
  const placed: { readonly line: Line; readonly offset: number; readonly repeat: Repeat | undefined }[] = [];
  const labelled = new Set<Definition>();
  let offset = base;
  const place = (item: Line | { readonly label: Definition }, repeat?: Repeat) => {
    if ('label' in item) {
      if (!labelled.has(item.label)) item.label.value = offset;
      labelled.add(item.label);
      return;
    }
    if (item.size > 0) {
      item.places.push(offset);
      placed.push({ line: item, offset, repeat });
    }
    offset += item.size;
  };
  for (const item of items) {
    if (!('body' in item)) {
      place(item);
      continue;
    }
    for (let i = 0; i < item.count; i++) {
      const from = offset;
      for (const each of item.body) if (!('body' in each)) place(each, item);
      if (offset === from || offset > base + maxSize) break;
    }
  }
  return placed;
};
