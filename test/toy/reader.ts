import type { Problem, Range, Statement, SymbolEntry, Token, TokenKind } from '../../engines/language.ts';
import { nearest } from '../../engines/nearest.ts';
import * as say from './messages.ts';
import type { Table, ToyRow } from './rows.ts';

export type Word = Range & { readonly text: string };
/** A label or constant; what it stands for is known later than its name. */
export type Definition = SymbolEntry & { readonly references: Range[]; value: number };
/** A statement with what the assembler finds out about it. */
export type Line = Statement & {
  readonly row?: ToyRow;
  readonly size: number;
  readonly values: readonly Word[];
  readonly places: number[];
};
export type Label = { readonly label: Definition };
export type Repeat = { readonly head: Range; readonly count: number; readonly body: (Line | Label)[] };

const wordPattern = /;.*|0x[\da-f]+\b|-?\d+\b|[a-z_]\w*|\S/gi;
const isName = (word: Word | undefined) => word !== undefined && /^[a-z_]/i.test(word.text);
export const isNumber = (word: Word | undefined) => word !== undefined && /^-?\d/.test(word.text);
const cover = (words: readonly Word[]): Range => ({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 });

export const replace = (range: Range, text: string, title: string) => ({ title, edits: [{ range, text }] });

/** Bytes of an instruction: one for the opcode, and its operand. */
export const sizeOf = (row: ToyRow) => 1 + (row.operands[0]?.bits ?? 0) / 8;

/** Reads a text line by line: `label: word operand ; comment`. What it cannot understand becomes a problem. */
export class Reader {
  readonly problems: Problem[] = [];
  readonly tokens: Token[] = [];
  readonly statements: Line[] = [];
  readonly names = new Map<string, Definition>();
  /** Repetitions, from head to `end`. */
  readonly blocks: Range[] = [];
  /** The program in the order of the text, repetitions not yet written out. */
  readonly items: (Line | Label | Repeat)[] = [];
  readonly #text: string;
  readonly #rows: readonly ToyRow[];
  readonly #table: Table;
  readonly #version: string;
  #open: Repeat | undefined;

  constructor(text: string, rows: readonly ToyRow[], table: Table, version: string) {
    this.#text = text;
    this.#rows = rows;
    this.#table = table;
    this.#version = version;
    for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) this.#line(line, index);
    if (this.#open) {
      const end = { start: text.length, end: text.length };
      this.complain(this.#open.head, 'repeat-open', say.repeatOpen(), replace(end, '\nend\n', 'Add "end"'));
    }
  }

  complain(range: Range, code: string, message: string, fix?: Problem['fix'], severity: Problem['severity'] = 'error') {
    this.problems.push({ range, severity, code, message, ...(fix && { fix }) });
  }

  mark({ start, end }: Range, kind: TokenKind, definition?: true) {
    this.tokens.push({ range: { start, end }, kind, ...(definition && { definition }) });
  }

  #line(line: string, start: number) {
    const words = [...line.matchAll(wordPattern)].map(({ 0: text, index }) => {
      return { text, start: start + index, end: start + index + text.length };
    });
    const comment = words.at(-1)?.text.startsWith(';') ? words.pop() : undefined;
    while (words[0] && isName(words[0]) && words[1]?.text === ':') {
      (this.#open?.body ?? this.items).push({ label: this.#define(words[0], 'label') });
      this.mark(words[1], 'operator');
      words.splice(0, 2);
    }
    const [word, ...rest] = words;
    if (word?.text === 'const') this.#constant(word, rest);
    else if (word?.text === 'repeat') this.#repeat(word, rest);
    else if (word?.text === 'end') this.#end(word, rest);
    else if (word) this.#instruction(word, rest);
    if (comment) this.mark(comment, 'comment');
  }

  #define(word: Word, kind: 'label' | 'constant'): Definition {
    this.mark(word, kind, true);
    const scope = { start: 0, end: this.#text.length };
    const definition = { name: word.text, kind, definition: word, references: [], scope, detail: '', value: 0 };
    if (this.names.has(word.text)) this.complain(word, 'duplicate-name', say.duplicateName(word.text));
    else this.names.set(word.text, definition);
    return definition;
  }

  #constant(head: Word, words: readonly Word[]) {
    this.mark(head, 'directive');
    const [name, equals, number, ...more] = words;
    if (!name || !isName(name) || equals?.text !== '=' || !number || !isNumber(number) || more.length > 0) {
      this.complain(cover([head, ...words]), 'constant', say.constantForm());
      return;
    }
    this.#define(name, 'constant').value = Number(number.text);
    this.mark(equals, 'operator');
    this.mark(number, 'number');
  }

  #repeat(head: Word, words: readonly Word[]) {
    this.mark(head, 'directive');
    const whole = cover([head, ...words]);
    const [number, ...more] = words;
    if (number && isNumber(number)) this.mark(number, 'number');
    if (this.#open) {
      this.complain(whole, 'repeat-nested', say.repeatNested());
      return;
    }
    const count = Number(number?.text);
    if (!(count >= 0) || more.length > 0) this.complain(whole, 'repeat', say.repeatForm());
    this.#open = { head: whole, count: count || 0, body: [] };
    this.items.push(this.#open);
  }

  #end(head: Word, extra: readonly Word[]) {
    this.mark(head, 'directive');
    if (!this.#open) this.complain(head, 'end-alone', say.endAlone(), replace(head, '', 'Remove "end"'));
    else this.blocks.push({ start: this.#open.head.start, end: head.end });
    this.#refuse(extra, 'end');
    this.#open = undefined;
  }

  #instruction(word: Word, values: readonly Word[]) {
    const isData = word.text === 'byte';
    const row = this.#rows.find(({ mnemonic }) => mnemonic === word.text);
    const exists = isData || (row !== undefined && this.#table.has(row.opcode));
    this.mark(word, isData ? 'directive' : 'instruction');
    if (!row && !isData) this.#unknown(word);
    else if (!exists) this.complain(word, 'not-in-version', say.notInVersion(word.text, this.#version));

    const wanted = row?.operands.map(({ name }) => name) ?? (isData ? ['number'] : values.map(() => ''));
    const missing = wanted[values.length];
    if (missing !== undefined) this.complain(word, 'operand-missing', say.operandMissing(word.text, missing));
    this.#refuse(values.slice(wanted.length), word.text);

    const size = !exists || missing !== undefined ? 0 : row ? sizeOf(row) : 1;
    const range = cover([word, ...values]);
    const line = { range, word, operands: values, values, size, places: [], ...(row && { row }) };
    this.statements.push(line);
    (this.#open?.body ?? this.items).push(line);
  }

  #unknown(word: Word) {
    const near = nearest(
      word.text,
      this.#rows.map(({ mnemonic }) => mnemonic),
    );
    const fix = near ? replace(word, near, `Change to "${near}"`) : undefined;
    this.complain(word, 'unknown-instruction', say.unknownInstruction(word.text, near), fix);
  }

  #refuse(extra: readonly Word[], word: string) {
    if (extra.length === 0) return;
    this.complain(cover(extra), 'operand-extra', say.operandExtra(word), replace(cover(extra), '', 'Remove it'));
  }
}
