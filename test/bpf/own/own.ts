import { readFileSync } from 'node:fs';
import { Court } from '../fuzz/court.ts';
import { ownRefusal } from '../fuzz/judge.ts';
import { litesvm } from '../oracle.ts';
import { assemblerResults, type Result } from './assembler-cases.ts';
import { loaderCases, realCases } from './loader-cases.ts';
import { type FileCase, opcodeCases, verifierCases } from './verifier-cases.ts';

/** What Agave says against our own files, a line for each that it refuses, name and refusal with a tab between; `own.test.ts` compares it with Agave, and writes it. */
export const refusals = new URL('refusals.txt', import.meta.url);

/** Files whose refusals are kept. */
export const keptCases = (): readonly FileCase[] => [...verifierCases(), ...loaderCases()];

const differenceOf = (ours: string | undefined, theirs: string | undefined): string | undefined =>
  ours === theirs ? undefined : `it is ${said(ours)}, and was expected to be ${said(theirs)}`;

const said = (refusal: string | undefined): string =>
  refusal === undefined ? 'accepted' : `refused with "${refusal}"`;

/** Loader and verifier beside what is kept of Agave, and round trips of the assembler. */
export const ownResults = (): readonly Result[] => {
  const lines = readFileSync(refusals, 'utf8').split(/\r?\n/);
  const expected = new Map(lines.map((line) => line.split('\t') as [name: string, refusal: string]));
  const files = keptCases().map(({ name, bytes }) => ({
    name,
    problem: differenceOf(ownRefusal(bytes), expected.get(name)),
  }));
  return [...files, ...assemblerResults()];
};

/** Files beside Agave itself; undefined where it is not. */
export const liveResults = async (
  cases = [...opcodeCases(), ...realCases()],
): Promise<readonly Result[] | undefined> => {
  if (!litesvm) return undefined;
  const court = new Court({ isTraced: false });
  const results: Result[] = [];
  for (const { name, bytes } of cases) {
    const verdict = await court.judge({ elf: Buffer.from(bytes).toString('base64') });
    results.push({ name, problem: verdict ? verdict.difference : 'Agave ended its process' });
  }
  court.close();
  return results;
};
