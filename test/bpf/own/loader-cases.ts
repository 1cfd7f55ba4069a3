import { versions } from '../../../engines/bpf/isa/versions.ts';
import { fileOf as fileOfAccount } from '../../../engines/bpf/solana/programs.ts';
import { randomFrom } from '../../harness/random.ts';
import { meeting } from '../assembly/programs.ts';
import { damageTo } from '../fuzz/generator.ts';
import { fileOf } from '../fuzz/subject.ts';
import { litesvm, programIds } from '../oracle.ts';
import { newSvm, readAccount } from '../oracle-run.ts';
import type { FileCase } from './verifier-cases.ts';

/** Ways of damaging one file. */
export const damagedCases = (name: string, whole: Uint8Array, count: number): readonly FileCase[] =>
  Array.from({ length: count }, (_, seed) => {
    const random = randomFrom(seed);
    if (seed % 8 === 7) return { name: `${name}, cut ${seed}`, bytes: whole.slice(0, random.below(whole.length)) };
    const bytes = whole.slice();
    for (const [at, byte] of damageTo(whole, random)) bytes[at] = byte;
    return { name: `${name}, damage ${seed}`, bytes };
  });

/** Files of our own, with relocations, data and calls, and damaged. */
export const loaderCases = (): readonly FileCase[] =>
  versions.flatMap(({ id }) => {
    const whole = fileOf({ version: id, text: meeting(id), damage: [] });
    return [{ name: `${id} whole`, bytes: whole }, ...damagedCases(id, whole, 80)];
  });

/** Files of programs that are on mainnet, damaged; none where the oracle is not. */
export const realCases = (): readonly FileCase[] => {
  if (!litesvm) return [];
  const svm = newSvm();
  const { token, memo1, memo4, addressLookupTable } = programIds;
  return Object.entries({ token, memo1, memo4, addressLookupTable }).flatMap(([name, key]) => {
    const account = readAccount(svm, key);
    const file = account && fileOfAccount(account, (each) => readAccount(svm, each) ?? account);
    return file ? damagedCases(name, file, 60) : [];
  });
};
