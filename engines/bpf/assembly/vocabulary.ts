import { instructions } from '../isa/instructions.ts';
import { type Row, registerNames } from '../isa/row.ts';

/** A place for an operand in the way that an instruction is written. */
export type Place = {
  /** The word for it in the row's syntax: `dst`, `value`; that of the register for memory. */
  readonly name: string;
  readonly kind: 'register' | 'number' | 'either' | 'memory' | 'target' | 'called';
};

const kinds: Readonly<Record<string, Place['kind']>> = {
  ...{ dst: 'register', src: 'register', imm: 'number', value: 'either' },
  ...{ target: 'target', function: 'called', name: 'called' },
};

const placeOf = (text: string): Place => {
  const [, base] = /^\[(\w+)\+off\]$/.exec(text) ?? [];
  return base ? { name: base, kind: 'memory' } : { name: text, kind: kinds[text] ?? 'number' };
};

const places = new Map<Row['syntax'], readonly Place[]>();
for (const { syntax } of instructions) places.set(syntax, syntax === '' ? [] : syntax.split(', ').map(placeOf));

/** The operands that an instruction is written with. */
export const placesOf = ({ syntax }: Row): readonly Place[] => places.get(syntax) ?? [];

/** How an instruction is written: `mov64 dst, value`. */
export const formOf = ({ mnemonic, syntax }: Row): string => (syntax === '' ? mnemonic : `${mnemonic} ${syntax}`);

/** All names of an instruction. */
export const writtenNames = (row: Row): readonly string[] => [row.mnemonic, ...row.aliases];

const rows: ReadonlyMap<string, Row> = new Map([
  ...instructions.flatMap((row) => row.aliases.map((name) => [name, row] as const)),
  ...instructions.map((row) => [row.mnemonic, row] as const),
]);

/** The row of that name, in whatever case. */
export const findRow = (word: string): Row | undefined => rows.get(word) ?? rows.get(word.toLowerCase());

/** The row of an instruction that there is. */
export const rowNamed = (mnemonic: string): Row => {
  const row = rows.get(mnemonic);
  if (!row) throw new RangeError(mnemonic);
  return row;
};

export const mnemonics: readonly string[] = instructions.map(({ mnemonic }) => mnemonic);

const registers: ReadonlyMap<string, number> = new Map(registerNames.map((name, number) => [name, number]));

export const registerNumber = (name: string): number | undefined => registers.get(name);

/** The number of the register of whose low half that is a name: `w1`. */
export const halfRegisterNumber = (name: string): number | undefined =>
  name.startsWith('w') ? registers.get(`r${name.slice(1)}`) : undefined;
