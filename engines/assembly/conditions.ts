import type { Assembler } from './assembler.ts';
import { splitArguments } from './macros.ts';
import * as messages from './messages.ts';
import type { Line } from './syntax.ts';

const comparisons: Readonly<Record<string, (number: bigint) => boolean>> = {
  '.if': (n) => n !== 0n,
  '.ifne': (n) => n !== 0n,
  '.ifeq': (n) => n === 0n,
  '.ifgt': (n) => n > 0n,
  '.ifge': (n) => n >= 0n,
  '.iflt': (n) => n < 0n,
  '.ifle': (n) => n <= 0n,
};

const texts = new Set(['.ifdef', '.ifndef', '.ifnotdef', '.ifb', '.ifnb', '.ifc', '.ifnc', '.ifeqs', '.ifnes']);

export const isCondition = (word: string): boolean => comparisons[word] !== undefined || texts.has(word);

/** Whether what follows a condition is assembled; what cannot be told counts as no, and is a problem. */
export const conditionHolds = (assembler: Assembler, line: Line, word: string): boolean => {
  const compare = comparisons[word];
  if (compare) {
    const reader = assembler.reader(line);
    if (reader.isAtEnd) {
      assembler.problems.error(line.statement.range, 'value-expected', messages.directiveOperands(line.word.text, 1));
      return false;
    }
    const value = assembler.constant(reader.expression());
    return value !== undefined && compare(value);
  }
  const { rest, source } = line;
  switch (word) {
    case '.ifb':
    case '.ifnb':
      return (rest.length === 0 || rest.every(({ text }) => text === '""')) === (word === '.ifb');
    case '.ifdef':
    case '.ifndef':
    case '.ifnotdef': {
      const symbol = assembler.symbols.get(rest[0]?.text ?? '');
      return (symbol?.position !== undefined || symbol?.value !== undefined) === (word === '.ifdef');
    }
    default: {
      const comma = rest.findIndex(({ text }) => text === ',');
      const written = (from: number, to: number) =>
        splitArguments(rest.slice(from, to))
          .map(({ start, end }) => source.text.slice(start, end))
          .join(' ');
      const isSame = comma >= 0 && written(0, comma) === written(comma + 1, rest.length);
      return isSame === (word === '.ifc' || word === '.ifeqs');
    }
  }
};
