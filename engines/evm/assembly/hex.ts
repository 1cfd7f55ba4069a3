import { grammarOf } from '../../grammar.ts';
import type { Document, Grammar, Language, Range, Statement, Token } from '../../language.ts';
import { Problems } from '../../problems.ts';
import { firstIndex } from '../../search.ts';
import { immediateSize } from '../code.ts';
import { instructionsAt } from '../instructions.ts';
import * as messages from './messages.ts';

/** What a compiler leaves where the address of a library goes: `__$<34 digits>$__`, or `__path:Name__` filled up with `_`. */
const placeholder = /__\$[0-9a-f]{34}\$__|__[A-Za-z0-9_$./:\\-]{36}__/y;
const placeholderSize = 20;
const pieces =
  /(?<comment>(?:;|\/\/|#).*)|(?<blank>[\s\ufeff]+)|(?<prefix>0x)|(?<hex>[0-9a-f]+)|(?<other>[^0-9a-f\s;#/_]+|[\s\S])/giy;

type Reading = {
  readonly bytes: Uint8Array;
  /** Where each byte starts in the text, and where it ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly comments: readonly Range[];
};

/** Reads bytecode in hexadecimal: blanks, line ends, comments and `0x` may stand between bytes. Never fails. */
const parseHex = (text: string, { version }: { readonly version: string }): Document => {
  const problems = new Problems();
  const reading = readHex(text, problems);
  const { bytes, starts, ends } = reading;
  const table = instructionsAt(version);
  /** Offset past the instruction at `offset`. */
  const after = (offset: number) => Math.min(offset + 1 + immediateSize(bytes[offset] ?? 0), bytes.length);
  const range = (from: number, to: number): Range => ({ start: starts[from] ?? 0, end: ends[to - 1] ?? 0 });
  let statements: readonly Statement[] | undefined;
  let tokens: readonly Token[] | undefined;

  const truncated = truncatedPush(bytes, after);
  if (truncated !== undefined && !problems.any) {
    const opcode = bytes[truncated] ?? 0;
    const mnemonic = table[opcode]?.mnemonic ?? '';
    const message = messages.truncatedPush(mnemonic, immediateSize(opcode), bytes.length - truncated - 1);
    problems.add('hint', range(truncated, bytes.length), 'truncated-push', message);
  }

  const statementAt = (offset: number): Statement => {
    const end = after(offset);
    const row = table[bytes[offset] ?? 0];
    const operands = end > offset + 1 ? [range(offset + 1, end)] : [];
    return {
      range: range(offset, end),
      word: range(offset, offset + 1),
      operands,
      ...(row && { row }),
      places: [offset],
    };
  };

  const allStatements = () => {
    if (!statements) {
      const made: Statement[] = [];
      for (let at = 0; at < bytes.length; at = after(at)) made.push(statementAt(at));
      statements = made;
    }
    return statements;
  };

  /** Index of the first statement that ends at `offset` of the text or behind it. */
  const statementFrom = (offset: number) => {
    const all = allStatements();
    return firstIndex(all.length, (index) => all[index]!.range.end >= offset);
  };

  return {
    get statements() {
      return allStatements();
    },
    symbols: [],
    blocks: [],
    problems: problems.list(),
    bytes,
    tokens(within) {
      if (within) {
        const first = allStatements()[statementFrom(within.start)]?.places[0] ?? bytes.length;
        const end = firstIndex(bytes.length, (index) => starts[index]! > within.end);
        const touches = ({ range }: Token) => range.start <= within.end && range.end >= within.start;
        return tokensOf(reading, after, first, end).filter(touches);
      }
      tokens ??= tokensOf(reading, after, 0, bytes.length);
      return tokens;
    },
    value(offset) {
      const { operands = [], places = [] } = allStatements()[statementFrom(offset)] ?? {};
      const [operand] = operands;
      const [place] = places;
      if (!operand || place === undefined || operand.start > offset) return undefined;
      return { range: operand, bytes: bytes.slice(place + 1, after(place)) };
    },
    expects: () => 'nothing',
    spans: (offset) => (offset >= 0 && offset < bytes.length ? [range(offset, after(offset))] : []),
  };
};

/** Opcodes, immediates and comments. Blanks and comments may lie between the digits of either, and are left out. */
const tokensOf = (
  { starts, ends, comments }: Reading,
  after: (offset: number) => number,
  first: number,
  end: number,
): readonly Token[] => {
  const tokens: Token[] = comments.map((range) => ({ range, kind: 'comment' }));
  let next = first;
  for (let offset = first; offset < end; offset++) {
    const kind = offset === next ? 'instruction' : 'number';
    if (offset === next) next = after(offset);
    const range = { start: starts[offset]!, end: ends[offset]! };
    const last = tokens.at(-1);
    if (range.end - range.start > 2) {
      const second = range.end - 1;
      tokens.push({ range: { ...range, end: range.start + 1 }, kind }, { range: { ...range, start: second }, kind });
    } else if (kind === 'number' && last?.kind === kind && last.range.end === range.start) {
      tokens[tokens.length - 1] = { range: { start: last.range.start, end: range.end }, kind };
    } else tokens.push({ range, kind });
  }
  return tokens.sort((a, b) => a.range.start - b.range.start);
};

/** The push at the end of the code whose immediate is cut off. */
const truncatedPush = (bytes: Uint8Array, after: (offset: number) => number): number | undefined => {
  let last: number | undefined;
  for (let at = 0; at < bytes.length; at = after(at)) last = at;
  return last !== undefined && last + 1 + immediateSize(bytes[last] ?? 0) > bytes.length ? last : undefined;
};

const digitOf = (unit: number) => (unit <= 57 ? unit - 48 : (unit | 32) - 87);

const readHex = (text: string, problems: Problems): Reading => {
  const bytes = new Uint8Array(text.length);
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  const comments: Range[] = [];
  let size = 0;
  let digits = 0;
  /** Where the first digit of a byte stands whose second is still to come. */
  let half = -1;
  const digit = (at: number) => {
    digits++;
    if (half < 0) half = at;
    else {
      bytes[size] = 16 * digitOf(text.charCodeAt(half)) + digitOf(text.charCodeAt(at));
      starts[size] = half;
      ends[size++] = at + 1;
      half = -1;
    }
  };
  for (let at = 0; at < text.length; ) {
    placeholder.lastIndex = at;
    const unlinked = text[at] === '_' ? placeholder.exec(text)?.[0] : undefined;
    if (unlinked !== undefined) {
      const range = { start: at, end: at + unlinked.length };
      problems.error(range, 'unlinked-library', messages.unlinkedPlaceholder(libraryName(unlinked)));
      for (let i = 0; i < placeholderSize; i++, size++) {
        starts[size] = at + 2 * i;
        ends[size] = at + 2 * i + 2;
      }
      at = range.end;
      continue;
    }
    pieces.lastIndex = at;
    const { 0: piece, groups } = pieces.exec(text)!;
    const end = at + piece.length;
    if (groups?.comment !== undefined) comments.push({ start: at, end });
    else if (groups?.hex !== undefined) {
      for (let i = at; i < end; i++) digit(i);
    } else if (groups?.other !== undefined) {
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      problems.error({ start: at, end }, 'not-hex', messages.noHexDigit(character));
      // Wrong letters stand for digits, so that those after them pair up as they were meant to.
      for (let i = at; i < end; i++) if (/[a-z]/i.test(text[i] ?? '')) digit(i);
    }
    at = end;
  }
  if (half >= 0 && !problems.any) problems.error({ start: half, end: half + 1 }, 'odd-digits', messages.oddHex(digits));
  if (size === 0 && text.length === 0) problems.add('hint', { start: 0, end: 0 }, 'empty', messages.emptyHex());
  return { bytes: bytes.slice(0, size), starts: starts.slice(0, size), ends: ends.slice(0, size), comments };
};

const libraryName = (written: string) => written.replace(/^__\$?|\$?_+$/g, '');

const grammar = (): Grammar =>
  grammarOf('evm-hex', {
    patterns: [
      { name: 'comment.line.double-slash', match: '//.*$' },
      { name: 'comment.line.semicolon', match: ';.*$' },
      { name: 'comment.line.number-sign', match: '#.*$' },
      { name: 'constant.numeric.hex', match: '(?:0[xX])?[0-9A-Fa-f]+' },
      { name: 'invalid.illegal', match: '\\S' },
    ],
  });

export const evmHex: Language = {
  id: 'evm-hex',
  name: 'EVM Bytecode',
  extensions: ['.evm'],
  lineComment: '//',
  wordPattern: '[0-9A-Za-z_$]+',
  directives: [],
  parse: parseHex,
  grammar,
};
