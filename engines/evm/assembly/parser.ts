import type { Range } from '../../language.ts';
import { nearest } from '../../nearest.ts';
import { type Problems, replace } from '../../problems.ts';
import type { EvmInstruction } from '../instructions.ts';
import { Cursor, type Mark } from './cursor.ts';
import { ExpressionParser } from './expressions.ts';
import type { Lexeme } from './lexer.ts';
import { readNumber } from './literals.ts';
import * as messages from './messages.ts';
import { Names } from './names.ts';
import type { Body, Expression, GrowingStatement, Item, Macro, Remark, Source } from './syntax.ts';
import { findRow, immediateSize, mnemonics, oldNames } from './vocabulary.ts';

const none: never[] = [];

/** Reads a text of assembly. Never fails: what cannot be read is passed over, and a problem says so. */
export const parseSource = (text: string, problems: Problems, mark: Mark = () => {}): Source => {
  const source = new Parser(text, problems, mark).read();
  source.names.resolve();
  source.names.reportUnused();
  return source;
};

/** Reads some lines of a text as if they were all of it, but for the names that are `known`. Its own are not joined yet. */
export const parseLines = (text: string, lines: Range, known: Names, problems: Problems): Source =>
  new Parser(text, problems, () => {}, { lines, known }).read();

class Parser {
  readonly #cursor: Cursor;
  readonly #problems: Problems;
  readonly #names: Names;
  readonly #expressions: ExpressionParser;
  readonly #statements: GrowingStatement[] = [];
  readonly #remarks: Remark[] = [];
  /** What is being read: the file, or a macro in it. */
  #body: Body = { macro: undefined, items: [], labels: [] };
  /** The instruction just read, if it takes no operand and its line goes on. */
  #complete: EvmInstruction | undefined;

  constructor(text: string, problems: Problems, mark: Mark, part?: { readonly lines: Range; readonly known: Names }) {
    this.#cursor = new Cursor(text, mark, part?.lines);
    this.#problems = problems;
    this.#names = new Names(problems, this.#body, part?.known);
    this.#expressions = new ExpressionParser(this.#cursor, this.#names, problems, this.#body);
  }

  read(): Source {
    while (!this.#cursor.is('end')) {
      if (this.#cursor.sees('}')) {
        this.#problems.error(this.#cursor.now, 'unmatched-brace', messages.unmatchedBrace());
        this.#cursor.takeSign('}');
      } else this.#statement();
    }
    return { body: this.#body, statements: this.#statements, remarks: this.#remarks, names: this.#names };
  }

  #add(item: Item): void {
    this.#body.items.push(item);
    this.#statements.push(item.statement);
  }

  #grow(start: number, word: Range, operands: readonly Range[], row?: EvmInstruction): GrowingStatement {
    const range = { start, end: this.#cursor.end };
    return { range, word: { start: word.start, end: word.end }, operands, row, places: none };
  }

  #statement(): void {
    const complete = this.#complete;
    this.#complete = undefined;
    const { kind, text } = this.#cursor.now;
    if (kind === 'newline') this.#cursor.take();
    else if (kind === 'word') this.#word();
    else if (kind === 'directive') this.#directive();
    else if (kind === 'number' && this.#cursor.joined && this.#cursor.next.text === ':') this.#place();
    else if (kind === 'place') this.#bracketed();
    else if (text === '@') this.#push(this.#cursor.now, this.#expressions.read(), undefined);
    else if (text === '%' && this.#cursor.joined && this.#cursor.next.kind === 'word') this.#call();
    else this.#misplaced(complete);
  }

  #word(): void {
    const { text } = this.#cursor.now;
    if (this.#cursor.joined && this.#cursor.next.text === ':') {
      this.#label();
      return;
    }
    const row = findRow(text);
    if (row) this.#instruction(row);
    else if (text.toLowerCase() === 'push') this.#sizedPush();
    else {
      const today = this.#oldName();
      if (today) this.#instruction(today);
      else this.#unknown();
    }
  }

  #instruction(row: EvmInstruction): void {
    if (immediateSize(row) > 0) this.#immediate(row);
    else this.#plain(row);
  }

  #plain(row: EvmInstruction): void {
    const word = this.#cursor.takeMarked('instruction');
    const jumps = row.flow === 'jump' || row.flow === 'branch';
    if (jumps && this.#cursor.sees('@')) {
      this.#push(word, this.#expressions.read(), row);
      return;
    }
    this.#complete = row;
    const range = { start: word.start, end: word.end };
    const statement: GrowingStatement = { range, word: range, operands: none, row, places: none };
    this.#add({ kind: 'operation', row, operand: undefined, statement });
  }

  /** A name that the instruction had once, with a hint at today's. */
  #oldName(): EvmInstruction | undefined {
    const today = oldNames.get(this.#cursor.now.text.toUpperCase());
    if (today === undefined) return undefined;
    const fix = replace(this.#cursor.now, today, messages.replaceBy(today));
    this.#problems.add('hint', this.#cursor.now, 'old-name', messages.oldName(this.#cursor.now.text, today), fix);
    return findRow(today);
  }

  #immediate(row: EvmInstruction): void {
    const word = this.#cursor.takeMarked('instruction');
    if (this.#cursor.lineEnds || !this.#expressions.startsHere()) {
      this.#problems.error(word, 'missing-operand', messages.missingOperand(row.mnemonic, immediateSize(row)));
      this.#statements.push(this.#grow(word.start, word, none, row));
      this.#recover();
      return;
    }
    const { text } = this.#cursor.now;
    const operand = this.#expressions.read();
    if (operand.kind === 'number' && /^[0-9]+$/.test(text) && text.length === 2 * immediateSize(row)) {
      const fix = replace(operand.range, `0x${text}`, messages.replaceBy(`0x${text}`));
      this.#problems.add('hint', operand.range, 'maybe-hex', messages.maybeHex(text), fix);
    }
    this.#add({ kind: 'operation', row, operand, statement: this.#grow(word.start, word, [operand.range], row) });
  }

  #sizedPush(): void {
    const word = this.#cursor.takeMarked('instruction');
    if (this.#cursor.lineEnds || !this.#expressions.startsHere()) {
      this.#problems.error(word, 'missing-operand', messages.missingPushOperand());
      this.#statements.push(this.#grow(word.start, word, none));
      this.#recover();
      return;
    }
    this.#push(word, this.#expressions.read(), undefined);
  }

  #push(word: Range, value: Expression, jump: EvmInstruction | undefined): void {
    this.#add({ kind: 'push', value, jump, statement: this.#grow(word.start, word, [value.range], jump) });
  }

  #label(): void {
    const name = this.#cursor.takeMarked('label', true);
    this.#cursor.takeMarked('operator');
    const emits = !name.text.startsWith('.');
    const label = this.#names.defineLabel(this.#body, name.text, name, emits);
    const row = emits ? findRow('JUMPDEST') : undefined;
    this.#add({
      kind: 'label',
      label,
      statement: this.#grow(name.start, name, none, row),
    });
    if (emits) this.#cursor.skipNewlines();
    if (emits && this.#cursor.is('word') && this.#cursor.now.text.toLowerCase() === 'jumpdest') {
      const fix = replace({ start: this.#cursor.end, end: this.#cursor.now.end }, '', messages.removeIt());
      this.#problems.add('warning', this.#cursor.now, 'double-jumpdest', messages.doubleJumpdest(name.text), fix);
    }
  }

  /** `0x0010:` or `0010:`; hexadecimal either way. */
  #place(): void {
    const number = this.#cursor.takeMarked('label');
    this.#cursor.takeMarked('operator');
    if (/^(0x)?[0-9a-f]{1,12}$/i.test(number.text)) {
      // In a macro it would be right in one use at most.
      if (this.#body.macro) return;
      const { start, end } = number;
      this.#remarks.push({ start, end, offset: Number.parseInt(number.text, 16), before: this.#body.items.length });
    } else this.#problems.error(number, 'bad-place', messages.badPlace(number.text));
  }

  /** `[0e] PUSH1 80`, as evm.codes lists code: the place and what is pushed are hexadecimal. */
  #bracketed(): void {
    const { start, end, text } = this.#cursor.takeMarked('label');
    const offset = Number.parseInt(text.slice(1), 16);
    const before = this.#body.items.length;
    if (!this.#body.macro) this.#remarks.push({ start: start + 1, end: end - 1, offset, before });
    const row = this.#cursor.is('word') ? findRow(this.#cursor.now.text) : undefined;
    if (row && immediateSize(row) > 0 && /^[0-9a-f]+$/i.test(this.#cursor.next.text)) this.#bareImmediate(row, start);
  }

  /** The statement starts at its place, without which it would mean something else. */
  #bareImmediate(row: EvmInstruction, start: number): void {
    const word = this.#cursor.takeMarked('instruction');
    const digits = this.#cursor.takeMarked('number');
    const range = { start: digits.start, end: digits.end };
    const operand = readNumber(`0x${digits.text}`, range, this.#problems);
    this.#add({ kind: 'operation', row, operand, statement: this.#grow(start, word, [range], row) });
  }

  #directive(): void {
    const word = this.#cursor.takeMarked('directive');
    const name = word.text.toLowerCase();
    if (name === '#define') this.#define(word);
    else if (name === '#bytes') this.#bytes(word);
    else {
      const meant = nearest(name, ['#define', '#bytes']);
      const fix = meant === undefined ? undefined : replace(word, meant, messages.replaceBy(meant));
      this.#problems.error(word, 'unknown-directive', messages.unknownDirective(word.text, meant), fix);
      this.#cursor.skipLine();
    }
  }

  #bytes(word: Lexeme): void {
    const parts: Expression[] = [];
    do {
      if (this.#cursor.lineEnds || !this.#expressions.startsHere()) {
        this.#problems.error(word, 'missing-operand', messages.missingBytes());
        break;
      }
      parts.push(this.#expressions.read());
    } while (this.#cursor.takeSign(','));
    if (parts.length === 0) return;
    const statement = this.#grow(
      word.start,
      word,
      parts.map((part) => part.range),
    );
    this.#add({ kind: 'data', parts, statement });
  }

  #define(word: Lexeme): void {
    if (this.#body.macro) this.#problems.error(word, 'nested-definition', messages.nestedDefinition());
    if (this.#cursor.sees('%')) this.#defineMacro(word);
    else if (this.#cursor.is('word')) this.#defineConstant(word);
    else {
      this.#problems.error(word, 'bad-definition', messages.badDefinition());
      this.#cursor.skipLine();
    }
  }

  #defineConstant(word: Lexeme): void {
    const name = this.#cursor.takeMarked('constant', true);
    const constant = this.#names.defineConstant(name.text, name);
    if (!this.#cursor.takeSign('=')) {
      const fix = replace({ start: name.end, end: name.end }, ' =', messages.insertIt('='));
      this.#problems.error(name, 'missing-equals', messages.missingEquals(name.text), fix);
    }
    if (this.#cursor.lineEnds || !this.#expressions.startsHere()) {
      this.#problems.error(name, 'missing-operand', messages.missingValue(name.text));
    } else {
      constant.value = this.#expressions.read();
    }
    this.#statements.push(this.#grow(word.start, word, none));
  }

  #defineMacro(word: Lexeme): void {
    const percent = this.#cursor.takeMarked('operator');
    if (!this.#cursor.is('word')) {
      this.#problems.error(percent, 'bad-definition', messages.badDefinition());
      this.#cursor.skipLine();
      return;
    }
    const name = this.#cursor.takeMarked('macro', true);
    const macro = this.#names.defineMacro(name.text, name, word.start);
    if (this.#cursor.takeSign('(')) this.#parameters(macro);
    this.#statements.push(this.#grow(word.start, word, none));
    this.#cursor.skipNewlines();
    if (!this.#cursor.takeSign('{')) {
      this.#problems.error(name, 'missing-brace', messages.missingBrace(name.text));
      return;
    }
    const outer = this.#body;
    this.#enter(macro.body);
    while (!this.#cursor.is('end') && !this.#cursor.sees('}') && !this.#startsDefinition()) this.#statement();
    this.#enter(outer);
    if (!this.#cursor.takeSign('}')) this.#problems.error(name, 'missing-brace', messages.unclosedMacro(name.text));
    macro.scope.end = this.#cursor.end;
  }

  #enter(body: Body): void {
    this.#body = body;
    this.#expressions.body = body;
  }

  /** A definition inside a macro means that the macro was not closed; what follows is then read as usual. */
  #startsDefinition(): boolean {
    return (
      this.#cursor.now.kind === 'directive' &&
      this.#cursor.now.text.toLowerCase() === '#define' &&
      this.#cursor.next.text === '%'
    );
  }

  #parameters(macro: Macro): void {
    while (!this.#cursor.lineEnds && !this.#cursor.sees(')')) {
      if (this.#cursor.sees('$')) this.#cursor.takeMarked('operator');
      if (!this.#cursor.is('word')) {
        this.#problems.error(this.#cursor.now, 'bad-parameter', messages.badParameter(this.#cursor.now.text));
        break;
      }
      const name = this.#cursor.takeMarked('parameter', true);
      this.#names.defineParameter(macro, name.text, name);
      if (this.#cursor.takeSign(',')) continue;
      if (!this.#cursor.is('word')) break;
      const gap = { start: this.#cursor.end, end: this.#cursor.end };
      const fix = replace(gap, ',', messages.insertIt(','));
      this.#problems.error(this.#cursor.now, 'missing-comma', messages.missingComma(), fix);
    }
    if (!this.#cursor.takeSign(')'))
      this.#problems.error(this.#cursor.now, 'missing-parenthesis', messages.missingParenthesis());
  }

  #call(): void {
    const percent = this.#cursor.takeMarked('operator');
    const name = this.#cursor.takeMarked('macro');
    const given = this.#cursor.sees('(') ? this.#expressions.arguments() : [];
    const statement = this.#grow(
      percent.start,
      { start: percent.start, end: name.end },
      given.map((a) => a.range),
    );
    const range = { start: name.start, end: name.end };
    const call: Item & { kind: 'call' } = { kind: 'call', macro: undefined, arguments: given, statement };
    this.#add(call);
    this.#names.useMacro(name.text, range, given.length, (macro) => {
      call.macro = macro;
    });
  }

  /** Something that starts no statement. */
  #misplaced(complete: EvmInstruction | undefined): void {
    const { kind, text, start, end } = this.#cursor.now;
    const range = { start, end };
    if (kind === 'stray') {
      this.#problems.error(range, 'stray-character', messages.strayCharacter(text));
      this.#cursor.take();
    } else if ((kind === 'number' || kind === 'string' || text === '$') && complete) {
      this.#problems.error(range, 'needless-operand', messages.needlessOperand(complete.mnemonic));
      this.#expressions.read();
    } else if (kind === 'number' || kind === 'string' || text === '$') {
      const shown = text === '$' ? `$${this.#cursor.next.text}` : text;
      const { range: value } = this.#expressions.read();
      const fix = replace({ start: value.start, end: value.start }, 'push ', messages.insertIt('push'));
      this.#problems.error(value, 'bare-value', messages.bareValue(shown), fix);
    } else if (text === '(' && complete) {
      this.#problems.error(range, 'called-like-function', messages.calledLikeFunction(complete.mnemonic));
      this.#cursor.skipLine();
    } else {
      this.#problems.error(range, 'unexpected', messages.unexpected(text));
      this.#cursor.take();
      this.#recover();
    }
  }

  #unknown(): void {
    const word = this.#cursor.takeMarked('instruction');
    if (!this.#problems.full) {
      this.#names.useUnknown(word.text, { start: word.start, end: word.end }, () =>
        nearest(word.text, [...mnemonics, 'push']),
      );
    }
    this.#statements.push(this.#grow(word.start, word, none));
    this.#recover();
  }

  /** Passes over the rest of the line, up to where a statement clearly starts. */
  #recover(): void {
    const cursor = this.#cursor;
    const known = () => cursor.is('word') && (cursor.joined || findRow(cursor.now.text) !== undefined);
    while (!cursor.lineEnds && !cursor.is('directive') && !known()) cursor.take();
  }
}
