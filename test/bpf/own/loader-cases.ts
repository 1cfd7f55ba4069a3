import { versions } from '../../../engines/bpf/isa/versions.ts';
import { fileOf as fileOfAccount } from '../../../engines/bpf/solana/programs.ts';
import { randomFrom } from '../../harness/random.ts';
import { meeting } from '../assembly/programs.ts';
import { damageTo } from '../fuzz/generator.ts';
import { fileOf } from '../fuzz/subject.ts';
import { litesvm, programIds } from '../oracle.ts';
import { newSvm, readAccount } from '../oracle-run.ts';
import type { FileCase } from './verifier-cases.ts';

/** A file that is cut, or of which some bytes are others. */
export const damaged = (whole: Uint8Array, seed: number): Uint8Array => {
  const random = randomFrom(seed);
  if (random.below(8) === 0) return whole.slice(0, random.below(whole.length));
  const bytes = whole.slice();
  for (const [at, byte] of damageTo(whole, random)) bytes[at] = byte;
  return bytes;
};

const damagedCases = (name: string, whole: Uint8Array, count: number): readonly FileCase[] =>
  Array.from({ length: count }, (_, seed) => ({ name: `${name}, damage ${seed}`, bytes: damaged(whole, seed) }));

/** Files whose tables of segments and of sections lie beyond what a double tells exactly. */
const farCases = (name: string, whole: Uint8Array): readonly FileCase[] =>
  [39, 47].map((at) => ({ name: `${name}, byte ${at} becomes 8`, bytes: whole.with(at, 8) }));

/** Files of our own, with relocations, data and calls, and damaged. */
export const loaderCases = (): readonly FileCase[] =>
  versions.flatMap(({ id }) => {
    const whole = fileOf({ version: id, text: meeting(id), damage: [] });
    return [{ name: `${id} whole`, bytes: whole }, ...damagedCases(id, whole, 80), ...farCases(id, whole)];
  });

/** Files of programs that are on mainnet; none where the oracle is not. */
export const realFiles = (): readonly FileCase[] => {
  if (!litesvm) return [];
  const svm = newSvm();
  const { token, memo1, memo4, addressLookupTable } = programIds;
  return Object.entries({ token, memo1, memo4, addressLookupTable }).flatMap(([name, key]) => {
    const account = readAccount(svm, key);
    const bytes = account && fileOfAccount(account, (each) => readAccount(svm, each) ?? account);
    return bytes ? [{ name, bytes }] : [];
  });
};

/** The same, damaged. */
export const realCases = (): readonly FileCase[] =>
  realFiles().flatMap(({ name, bytes }) => damagedCases(name, bytes, 60));
