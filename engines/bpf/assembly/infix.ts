import type { Reader } from '../../assembly/expressions.ts';
import type { Lexeme } from '../../assembly/lexer.ts';
import type { Line } from '../../assembly/syntax.ts';
import type { Range } from '../../language.ts';
import { registerNames } from '../isa/row.ts';
import * as messages from './messages.ts';
import type { Operand } from './operands.ts';
import { halfRegisterNumber, registerNumber } from './vocabulary.ts';

/** What compilers on LLVM write: `r1 += 2`, `if r1 > r2 goto done`, `*(u64 *)(r10 - 8) = r1` (LLVM, `BPFInstrInfo.td`). */
export type Infix = {
  /** Names of instructions that do it; a version has one of them. */
  readonly names: readonly string[];
  readonly operands: readonly Operand[];
};

/** Words of these statements that are no names. */
export const infixWords: ReadonlySet<string> = new Set([
  'if',
  'goto',
  'll',
  's',
  'u8',
  'u16',
  'u32',
  'u64',
  'be16',
  'be32',
  'be64',
  'le16',
  'le32',
  'le64',
]);

export const isInfix = ({ kind, word }: Line): boolean => kind === 'statement' && beginnings.has(word.text);

const beginnings: ReadonlySet<string> = new Set([
  ...['*', 'if', 'goto'],
  ...registerNames.flatMap((name) => [name, name.replace('r', 'w')]),
]);

/** What each assignment is, without its width. In version 2 the second name does it. */
const assignments: Readonly<Record<string, readonly string[]>> = {
  ...{ '=': ['mov'], '+=': ['add'], '-=': ['sub'], '|=': ['or'], '&=': ['and'], '^=': ['xor'] },
  ...{ '*=': ['mul', 'lmul'], '/=': ['div', 'udiv'], '%=': ['mod', 'urem'], 's/=': ['sdiv'], 's%=': ['srem'] },
  ...{ '<<=': ['lsh'], '>>=': ['rsh'], 's>>=': ['arsh'] },
};

const conditions: Readonly<Record<string, readonly string[]>> = {
  ...{ '==': ['jeq'], '!=': ['jne'], '&': ['jset'], '>': ['jgt'], '>=': ['jge'], '<': ['jlt'], '<=': ['jle'] },
  ...{ 's>': ['jsgt'], 's>=': ['jsge'], 's<': ['jslt'], 's<=': ['jsle'] },
};

/** Ends of the names of loads and stores, by the type that is read or written. */
const widths: Readonly<Record<string, string>> = { u8: 'b', u16: 'h', u32: 'w', u64: 'dw' };

/** Bits of a register of that name. */
const bitsOf = (name: string): 32 | 64 | undefined => {
  if (registerNumber(name) !== undefined) return 64;
  return halfRegisterNumber(name) === undefined ? undefined : 32;
};

type Register = Operand & { readonly kind: 'register' };

/** Reads a statement; undefined where it cannot be read, which is a problem. @param word where its first word stands */
export const readInfix = (reader: Reader, { word }: Line, range: Range): Infix | undefined => {
  const { text } = word;
  if (text === 'goto') return { names: ['ja'], operands: [readValue(reader)] };
  if (text === 'if') return readBranch(reader);
  return text === '*' ? readStore(reader) : readAssignment(reader, registerOf(word, range));
};

const registerOf = ({ text }: Lexeme, range: Range): Register => ({
  kind: 'register',
  register: registerNumber(text) ?? halfRegisterNumber(text) ?? 0,
  ...{ range, text },
});

const refuse = (reader: Reader): undefined => {
  const { next } = reader;
  const range = next ? reader.rangeOf(next) : reader.since(Math.max(0, reader.at - 1));
  reader.error(range, 'infix-form', messages.infixForm(next?.text));
};

const readAssignment = (reader: Reader, dst: Register): Infix | undefined => {
  const bits = bitsOf(dst.text);
  const names = readOperator(reader, assignments);
  if (!names) return refuse(reader);
  const named = names.map((name) => name + bits);
  const isPlain = names === assignments['='];
  if (isPlain && isNegation(reader, dst)) return { names: [`neg${bits}`], operands: [dst] };
  if (isPlain && reader.next?.text === '*') return readLoad(reader, dst);
  const swap = isPlain ? /^(?:be|le)(?:16|32|64)$/.exec(reader.next?.text ?? '')?.[0] : undefined;
  if (swap) {
    reader.skip();
    const src = readRegister(reader);
    return src?.register === dst.register ? { names: [swap], operands: [dst] } : refuse(reader);
  }
  const value = readRegister(reader) ?? readValue(reader);
  if (value.kind === 'register' && bitsOf(value.text) !== bits) {
    // The low half of a register, with zeros above it.
    if (isPlain && bits === 64) return { names: ['mov32'], operands: [dst, value] };
    return refuse(reader);
  }
  const isWide = isPlain && reader.take('ll') !== undefined;
  return { names: isWide ? ['lddw'] : named, operands: [dst, value] };
};

/** `r1 = -r1` */
const isNegation = (reader: Reader, dst: Register): boolean => {
  const isSame = reader.next?.text === '-' && reader.ahead(1)?.text === dst.text && !reader.ahead(2);
  if (!isSame) return false;
  reader.skip();
  reader.skip();
  return true;
};

const readLoad = (reader: Reader, dst: Register): Infix | undefined => {
  reader.skip();
  const found = readPlace(reader);
  return found && { names: [`ldx${found.width}`], operands: [dst, found.place] };
};

const readStore = (reader: Reader): Infix | undefined => {
  const found = readPlace(reader);
  if (!found) return undefined;
  if (!reader.take('=')) return refuse(reader);
  const value = readRegister(reader) ?? readValue(reader);
  const name = value.kind === 'register' ? 'stx' : 'st';
  return { names: [name + found.width], operands: [found.place, value] };
};

const readBranch = (reader: Reader): Infix | undefined => {
  const dst = readRegister(reader);
  const names = dst && readOperator(reader, conditions);
  if (!names) return refuse(reader);
  const bits = bitsOf(dst.text);
  const value = readRegister(reader) ?? readValue(reader);
  if (value.kind === 'register' && bitsOf(value.text) !== bits) return refuse(reader);
  if (!reader.take('goto')) return refuse(reader);
  return { names: names.map((name) => (bits === 32 ? `${name}32` : name)), operands: [dst, value, readValue(reader)] };
};

/** What the longest sign means that stands next; signs may be several lexemes. */
const readOperator = (reader: Reader, meanings: Readonly<Record<string, readonly string[]>>) => {
  for (const length of [3, 2, 1]) {
    const lexemes = Array.from({ length }, (_, i) => reader.ahead(i));
    const isOne = lexemes.every((each, i) => each && (i === 0 || each.start === lexemes[i - 1]?.end));
    const found = isOne ? meanings[lexemes.map((each) => each?.text).join('')] : undefined;
    if (!found) continue;
    for (const _ of lexemes) reader.skip();
    return found;
  }
  return undefined;
};

/** `(u64 *)(r1 + 8)` */
const readPlace = (reader: Reader): { readonly width: string; readonly place: Operand } | undefined => {
  const isCast = reader.take('(');
  const width = widths[reader.next?.text ?? ''];
  if (!isCast || width === undefined) return refuse(reader);
  reader.skip();
  if (!reader.take('*') || !reader.take(')')) return refuse(reader);
  const from = reader.at;
  if (!reader.take('(')) return refuse(reader);
  const base = readRegister(reader);
  if (!base) return refuse(reader);
  const offset = reader.next?.text === ')' ? undefined : reader.expression();
  if (!reader.expect(')')) return undefined;
  const { register } = base;
  return {
    width,
    place: { kind: 'memory', register, offset, range: reader.since(from), text: reader.textSince(from) },
  };
};

const readRegister = (reader: Reader): Register | undefined => {
  const { next } = reader;
  if (next?.kind !== 'word' || bitsOf(next.text) === undefined) return undefined;
  reader.skip();
  return registerOf(next, reader.rangeOf(next));
};

const readValue = (reader: Reader): Operand => {
  const from = reader.at;
  const value = reader.expression();
  const where = { range: reader.since(from), text: reader.textSince(from) };
  return value.kind === 'unreadable' ? { kind: 'unreadable', ...where } : { kind: 'value', value, ...where };
};
