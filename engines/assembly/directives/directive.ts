import type { Directive, Range } from '../../language.ts';
import type { Assembler } from '../assembler.ts';
import type { Reader } from '../expressions.ts';
import * as messages from '../messages.ts';
import type { Origin } from '../section.ts';
import type { Expression, Line } from '../syntax.ts';

/** A directive where it is used. */
export type Use = {
  readonly assembler: Assembler;
  readonly line: Line;
  readonly origin: Origin;
  readonly reader: Reader;
  /** Of its word. */
  readonly word: Range;
};

/** All that is known of a directive, stated once. */
export type DirectiveRow = Directive & {
  /** Other words for the same. */
  readonly aliases: readonly string[];
  /** Absent for those that choose which lines are assembled. */
  readonly run?: (use: Use) => void;
};

/** `snippet` is what follows the word; the word stands in front of `form`. */
export const row = (
  words: string,
  form: string,
  doc: string,
  run?: (use: Use) => void,
  snippet = form === '' ? '' : '$1',
): DirectiveRow => {
  const [word = '', ...aliases] = words.split(' ');
  return {
    ...{ word, aliases, doc, form: form === '' ? word : `${word} ${form}` },
    snippet: snippet === '' ? word : `${word} ${snippet}`,
    ...(run && { run }),
  };
};

/** Takes note that nothing more is read, or of what is too much. */
export const finish = ({ reader, assembler }: Use): void => {
  const extra = reader.next;
  if (extra) assembler.problems.error(reader.rangeOf(extra), 'too-much', messages.tooMuch(extra.text));
};

/** A name that stands next; undefined if there is none, which is a problem. */
export const takeName = ({
  reader,
  assembler,
  word,
}: Use): { readonly name: string; readonly range: Range } | undefined => {
  const lexeme = reader.next;
  if (lexeme?.kind === 'word' || lexeme?.kind === 'string') {
    reader.skip();
    const name = lexeme.kind === 'string' ? lexeme.text.slice(1, -1) : lexeme.text;
    return { name, range: reader.rangeOf(lexeme) };
  }
  assembler.problems.error(lexeme ? reader.rangeOf(lexeme) : word, 'name-expected', messages.nameExpected());
  return undefined;
};

/** Numbers that are known already, from least to most, parted by commas; undefined for one that is left out. */
export const takeConstants = (use: Use, least: number, most: number): readonly (bigint | undefined)[] | undefined => {
  const { reader, assembler, word } = use;
  const found: (bigint | undefined)[] = [];
  while (!reader.isAtEnd) {
    if (reader.next?.text === ',') found.push(undefined);
    else {
      const expression: Expression = reader.expression();
      const value = assembler.constant(expression);
      if (value === undefined) return undefined;
      found.push(value);
    }
    if (!reader.take(',')) break;
  }
  if (found.length < least || (found[0] === undefined && least > 0)) {
    assembler.problems.error(word, 'operand-count', messages.directiveOperands(use.line.word.text, least));
    return undefined;
  }
  if (found.length > most)
    assembler.problems.error(word, 'operand-count', messages.directiveTooMany(use.line.word.text, most));
  finish(use);
  return found;
};
