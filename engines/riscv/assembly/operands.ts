import type { Reader } from '../../assembly/expressions.ts';
import type { Expression } from '../../assembly/syntax.ts';
import type { Range } from '../../language.ts';
import { registerNumber } from '../isa/registers.ts';

/** What stands between two commas. */
export type Operand = {
  readonly range: Range;
  readonly text: string;
  /** The number of the register, if that is all it is. */
  readonly register: number | undefined;
  /** Absent where it is only a register in parentheses. */
  readonly value: Expression | undefined;
  /** The register in parentheses behind the value. */
  readonly base: { readonly register: number; readonly range: Range } | undefined;
};

export const operandsOf = (reader: Reader): readonly Operand[] => reader.operands(() => operandOf(reader));

const operandOf = (reader: Reader): Operand => {
  const from = reader.at;
  const finish = (rest: Pick<Operand, 'register' | 'value' | 'base'>): Operand => ({
    range: reader.since(from),
    text: reader.textSince(from),
    ...rest,
  });
  const register = registerOf(reader);
  if (register !== undefined) return finish({ register, value: undefined, base: undefined });
  const bare = baseOf(reader);
  if (bare) return finish({ register: undefined, value: undefined, base: bare });
  const value = reader.expression();
  return finish({ register: undefined, value, base: baseOf(reader) });
};

/** A register that is an operand of its own. */
const registerOf = (reader: Reader): number | undefined => {
  const following = reader.ahead(1);
  if (reader.next?.kind !== 'word' || (following && following.text !== ',')) return undefined;
  const number = registerNumber(reader.next.text);
  if (number !== undefined) reader.skip();
  return number;
};

/** `(sp)` */
const baseOf = (reader: Reader): Operand['base'] => {
  const [open, name, close] = [reader.next, reader.ahead(1), reader.ahead(2)];
  if (open?.text !== '(' || name?.kind !== 'word' || close?.text !== ')') return undefined;
  const register = registerNumber(name.text);
  if (register === undefined) return undefined;
  for (let i = 0; i < 3; i++) reader.skip();
  return { register, range: reader.rangeOf(name) };
};
