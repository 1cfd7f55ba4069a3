/** A register of the calling convention: its name there, what it is for, and who must keep it over a call (psABI 1.0, chapter 1). */
export type Register = {
  readonly name: string;
  readonly role: string;
  readonly kept: 'caller' | 'callee' | undefined;
};

const temporary = (name: string): Register => ({ name, role: 'temporary', kept: 'caller' });
const argument = (n: number): Register => ({
  name: `a${n}`,
  role: n < 2 ? `argument ${n} and result ${n}` : `argument ${n}`,
  kept: 'caller',
});
const saved = (n: number): Register => ({
  name: `s${n}`,
  role: n === 0 ? 'saved register or frame pointer' : 'saved register',
  kept: 'callee',
});

/** x0 to x31. */
export const registers: readonly Register[] = [
  { name: 'zero', role: 'always 0', kept: undefined },
  { name: 'ra', role: 'return address', kept: 'caller' },
  { name: 'sp', role: 'stack pointer', kept: 'callee' },
  { name: 'gp', role: 'global pointer', kept: undefined },
  { name: 'tp', role: 'thread pointer', kept: undefined },
  ...['t0', 't1', 't2'].map(temporary),
  ...[0, 1].map(saved),
  ...[0, 1, 2, 3, 4, 5, 6, 7].map(argument),
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(saved),
  ...['t3', 't4', 't5', 't6'].map(temporary),
];

export const registerNames: readonly string[] = registers.map(({ name }) => name);

const numbers: ReadonlyMap<string, number> = new Map([
  ...registerNames.map((name, n) => [name, n] as const),
  ...registerNames.map((_, n) => [`x${n}`, n] as const),
  ['fp', 8],
]);

/** The number of a register by one of its names: `a0`, `x10`, `fp`. */
export const registerNumber = (name: string): number | undefined => numbers.get(name);
