import { hints } from './compressed.ts';
import { encodedRows } from './decoder.ts';
import { registerNumber } from './registers.ts';
import type { Row } from './row.ts';

/** What is written for an operand of an instruction: a name, which may be a register or a number, within a relocation operator if there is one. */
export type Source = {
  readonly name: string;
  readonly register: number | undefined;
  readonly number: number | undefined;
  readonly relocation: string | undefined;
};

/** One instruction of an expansion, or 16 or 32 bits that are none. */
export type Step = {
  readonly row: Row | undefined;
  /** By the operands of the row. */
  readonly sources: ReadonlyMap<string, Source>;
  readonly bits: { readonly word: number; readonly size: number } | undefined;
};

/** What an instruction is written for, read from a text such as `auipc rd, %pcrel_hi(symbol); jalr rd, 0(rd)`. */
export type Template = { readonly steps: readonly Step[] };

const byMnemonic = new Map<string, Row[]>();
for (const row of [...encodedRows, ...hints]) {
  const known = byMnemonic.get(row.mnemonic);
  if (known) known.push(row);
  else byMnemonic.set(row.mnemonic, [row]);
}

/** The rows of a name, hints last. */
export const rowsNamed = (mnemonic: string): readonly Row[] => byMnemonic.get(mnemonic) ?? [];

/** The names of operands in a syntax, with registers and numbers that stand in it. */
export const namesIn = (syntax: string): readonly string[] => {
  const known = names.get(syntax);
  if (known) return known;
  const found = syntax.match(/[\w.]+/g) ?? [];
  names.set(syntax, found);
  return found;
};

const names = new Map<string, readonly string[]>();

/** @throws Error where the text names no instruction, or not as many operands as it takes. */
export const templateOf = (text: string): Template => ({ steps: text.split('; ').map(stepOf) });

const stepOf = (text: string): Step => {
  if (/^0x/.test(text))
    return { row: undefined, sources: new Map(), bits: { word: Number(text), size: (text.length - 2) / 2 } };
  const [mnemonic = '', ...rest] = text.split(' ');
  const written = [...rest.join(' ').matchAll(/%(\w+)\(([\w.]+)\)|(-?[\w.]+)/g)];
  const row = rowsNamed(mnemonic).find(({ syntax }) => namesIn(syntax).length === written.length);
  if (!row) throw new Error(`No instruction is written as "${text}".`);
  const sources = namesIn(row.syntax).map((name, i): [string, Source] => {
    const [, relocation, inside, plain] = written[i] ?? [];
    const source = inside ?? plain ?? '';
    const number = /^-?\d/.test(source) ? Number(source) : undefined;
    return [name, { name: source, register: registerNumber(source), number, relocation }];
  });
  return { row, sources: new Map(sources), bits: undefined };
};
