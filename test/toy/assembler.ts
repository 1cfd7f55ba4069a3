import type { Operand } from '../../engines/instruction.ts';
import type { Document, Expectation } from '../../engines/language.ts';
import { base } from './code.ts';
import * as say from './messages.ts';
import { isNumber, type Label, type Line, Reader, type Repeat, replace, type Word } from './reader.ts';
import type { Table, ToyRow } from './rows.ts';

/** Labels have 16 bits. */
const maxSize = 0x10000 - base;

/** Understands a text in the toy's assembly language as far as it can be understood, and assembles it. */
export const parse = (text: string, rows: readonly ToyRow[], table: Table, version: string): Document => {
  const reader = new Reader(text, rows, table, version);
  const { problems, tokens, statements, names } = reader;
  const placed = layOut(reader.items);
  const bytes = new Uint8Array(placed.length);
  if (bytes.length > maxSize) {
    reader.complain({ start: 0, end: text.length }, 'code-too-large', say.codeTooLarge(maxSize));
  }
  for (const line of statements) {
    const encoded = encode(reader, line);
    for (const place of line.places) bytes.set(encoded, place - base);
  }
  for (const { kind, name, references, definition } of names.values()) {
    if (kind !== 'label' || references.length > 0) continue;
    const all = { start: definition.start, end: text.indexOf(':', definition.end) + 1 };
    reader.complain(definition, 'unused-label', say.unusedLabel(name), replace(all, '', `Remove "${name}"`), 'hint');
  }
  const detail = (kind: string, value: number) => (kind === 'label' ? say.hex(value) : String(value));
  return {
    statements,
    symbols: [...names.values()].map((symbol) => ({ ...symbol, detail: detail(symbol.kind, symbol.value) })),
    problems: problems.sort((a, b) => a.range.start - b.range.start),
    blocks: reader.blocks,
    tokens: (range) =>
      tokens
        .sort((a, b) => a.range.start - b.range.start)
        .filter((token) => !range || (token.range.start <= range.end && token.range.end >= range.start)),
    value: (offset) => {
      const word = tokens.find(({ range, kind }) => kind === 'number' && range.start <= offset && offset <= range.end);
      const value = word && Number(text.slice(word.range.start, word.range.end));
      return word && { range: word.range, bytes: Uint8Array.from([0, 8, 16, 24], (shift) => (value ?? 0) >> shift) };
    },
    expects: (offset) => expects(text, offset, rows),
    bytes,
    base,
    spans: (offset) => {
      const { line, repeat } = placed[offset - base] ?? {};
      return [line?.range ?? [], repeat?.head ?? []].flat();
    },
  };
};

type Placed = { readonly line: Line; readonly repeat?: Repeat };

/** Gives every line its places and every label its value, repetitions written out. Tells for each byte whose it is. */
const layOut = (items: readonly (Line | Label | Repeat)[]): readonly Placed[] => {
  const placed: Placed[] = [];
  const place = (item: Line | Label, repeat?: Repeat) => {
    const offset = base + placed.length;
    if ('label' in item) {
      // In a repetition the first place counts.
      item.label.value ||= offset;
      return;
    }
    if (item.size > 0) item.places.push(offset);
    for (let i = 0; i < item.size; i++) placed.push({ line: item, ...(repeat && { repeat }) });
  };
  for (const item of items) {
    if (!('body' in item)) {
      place(item);
      continue;
    }
    const grows = item.body.some((each) => !('label' in each) && each.size > 0);
    const times = grows ? item.count : Math.min(item.count, 1);
    for (let i = 0; i < times && placed.length <= maxSize; i++) for (const each of item.body) place(each, item);
  }
  return placed;
};

const encode = (reader: Reader, { row, values, size }: Line): Uint8Array => {
  const [operand = 0] = values.map((word) => evaluate(reader, word, row?.operands[0]));
  const bytes = row ? [row.opcode, operand, operand >> 8, operand >> 16, operand >> 24] : [operand];
  return Uint8Array.from(bytes.slice(0, size));
};

/** What an operand stands for: a label, a constant, one of the operand's own names, or a number. */
const evaluate = (reader: Reader, word: Word, operand?: Operand): number => {
  const symbol = reader.names.get(word.text);
  const index = operand?.names?.indexOf(word.text) ?? -1;
  if (symbol) {
    symbol.references.push({ start: word.start, end: word.end });
    reader.mark(word, symbol.kind === 'label' ? 'label' : 'constant');
  } else if (index >= 0) reader.mark(word, 'constant');
  else if (isNumber(word)) reader.mark(word, 'number');
  else {
    reader.mark(word, 'label');
    reader.complain(word, 'undefined-name', say.undefinedName(word.text));
    return 0;
  }
  const value = symbol?.value ?? (index >= 0 ? index : Number(word.text));
  const bits = operand?.bits ?? 8;
  if (value >= 2 ** bits || value < -(2 ** (bits - 1))) {
    reader.complain(word, 'operand-too-large', say.operandTooLarge(value, bits));
  }
  return value;
};

const expects = (text: string, offset: number, rows: readonly ToyRow[]): Expectation => {
  const before =
    text
      .slice(0, offset)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  if (before.includes(';')) return 'nothing';
  const words = before.replace(/^.*:/, '').trimStart().split(/\s+/);
  if (words.length === 1) return 'instruction';
  const takesOperand = rows.some((row) => row.mnemonic === words[0] && row.operands.length > 0);
  return words.length === 2 && takesOperand ? 'operand' : 'nothing';
};
