import type { Reader } from '../../assembly/expressions.ts';
import type { Expression } from '../../assembly/syntax.ts';
import type { Range } from '../../language.ts';
import * as messages from './messages.ts';
import { registerNumber } from './vocabulary.ts';

type Meaning =
  | { readonly kind: 'register'; readonly register: number }
  /** `[r1+8]`; without a distance it is 0. */
  | { readonly kind: 'memory'; readonly register: number; readonly offset: Expression | undefined }
  | { readonly kind: 'value'; readonly value: Expression }
  /** What could not be read; a problem says so already. */
  | { readonly kind: 'unreadable' };

/** What stands between two commas. */
export type Operand = Meaning & { readonly range: Range; readonly text: string };

export const operandsOf = (reader: Reader): readonly Operand[] =>
  reader.operands(() => {
    const from = reader.at;
    const meaning = registerOf(reader) ?? memoryOf(reader) ?? numericOf(reader);
    return { ...meaning, range: reader.since(from), text: reader.textSince(from) };
  });

const registerOf = (reader: Reader): Meaning | undefined => {
  const following = reader.ahead(1);
  if (reader.next?.kind !== 'word' || (following && following.text !== ',')) return undefined;
  const register = registerNumber(reader.next.text);
  if (register === undefined) return undefined;
  reader.skip();
  return { kind: 'register', register };
};

/** `[r1]`, `[r1+8]`, `[r1 - SIZE]` */
const memoryOf = (reader: Reader): Meaning | undefined => {
  if (!reader.take('[')) return undefined;
  const name = reader.skip();
  const register = name && registerNumber(name.text);
  if (register === undefined) {
    if (name) reader.error(reader.rangeOf(name), 'register-expected', messages.baseExpected(name.text));
    else reader.expect('r1');
    while (reader.skip());
    return { kind: 'unreadable' };
  }
  if (reader.take(']')) return { kind: 'memory', register, offset: undefined };
  const offset = reader.expression();
  return reader.expect(']') ? { kind: 'memory', register, offset } : { kind: 'unreadable' };
};

const numericOf = (reader: Reader): Meaning => {
  const value = reader.expression();
  return value.kind === 'unreadable' ? value : { kind: 'value', value };
};
