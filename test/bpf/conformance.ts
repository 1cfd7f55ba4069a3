import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { versions } from '../../engines/bpf/isa/versions.ts';
import { type Counts, none, sum, summary } from '../../tools/run-tests.ts';
import { SuitesError } from '../conformance/suites.ts';
import { parseCases, runCase } from './instruction-suite.ts';
import type { Result } from './own/assembler-cases.ts';
import { liveResults, ownResults } from './own/own.ts';

export type Selection = {
  /** Holds `instr/v0`, `instr/v2` and so on; undefined where the shared suites are not there. */
  readonly folder: string | undefined;
  readonly filter?: string | undefined;
};

/** Suites of single instructions, and our own cases of loader, verifier and assembler. @throws SuitesError */
export const bpfConformance = async (selection: Selection): Promise<Counts> => {
  const instructions = instructionSuites(selection);
  const { filter = '' } = selection;
  const own = countsOf(ownResults().filter(({ name }) => name.includes(filter)));
  const live = (await liveResults())?.filter(({ name }) => name.includes(filter));
  if (!live) console.log(withoutOracle);
  const rest = live ? countsOf(live) : { ...none, skipped: 1 };
  console.log(`instructions: ${summary(instructions)}`);
  console.log(`loader, verifier and assembler: ${summary(sum(own, rest))}`);
  return sum(instructions, own, rest);
};

const countsOf = (results: readonly Result[]): Counts => {
  const wrong = results.filter(({ problem }) => problem !== undefined);
  for (const { name, problem } of wrong) console.log(`FAILED ${name}: ${problem}`);
  return { ...none, passed: results.length - wrong.length, failed: wrong.length };
};

/** Runs suites of single instructions and tells what fails. @throws SuitesError */
export const instructionSuites = ({ folder, filter = '' }: Selection): Counts => {
  if (folder === undefined) {
    console.log(whereFrom);
    return { ...none, skipped: 1 };
  }
  const { suites, unknown } = suitesIn(folder);
  for (const name of unknown) console.log(`There is no version ${name} of sBPF; its suites are skipped.`);
  const results = suites
    .filter(({ path }) => path.includes(filter))
    .flatMap(({ version, path }) =>
      parseCases(readFileSync(path, 'utf8')).map((each) => ({
        name: `${version} ${relative(folder, path)}:${each.line}`,
        problem: runCase(each, version),
      })),
    );
  return { ...countsOf(results), skipped: unknown.length };
};

const whereFrom = [
  'The instruction tests of sBPF are not here, and are skipped. They come from github.com/firedancer-io/firedancer,',
  'src/flamenco/vm/instr_test. Name the folder that holds instr/v0 and so on with --from, or in GASLAMP_CONFORMANCE the',
  'folder above sbpf/.',
].join('\n');

const withoutOracle =
  'litesvm has no native part for this machine: damaged programs of mainnet, which come with it, are skipped.';

/** What lies in a folder; nothing where there is no such folder. */
const entriesOf = (folder: string): readonly string[] =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).toSorted() : [];

const suitesIn = (folder: string) => {
  const root = entriesOf(folder).includes('instr') ? join(folder, 'instr') : folder;
  const named = entriesOf(root).filter((name) => /^v\d+$/.test(name));
  const isKnown = (name: string) => versions.some(({ id }) => id === name);
  const suites = named.filter(isKnown).flatMap((version) => {
    const here = join(root, version);
    const names = entriesOf(here).filter((name) => name.endsWith('.instr'));
    return names.map((name) => ({ version, path: join(here, name) }));
  });
  if (suites.length === 0)
    throw new SuitesError(`There are no suites in ${folder}; name the folder that holds instr/v0, instr/v2 and so on.`);
  return { suites, unknown: named.filter((name) => !isKnown(name)) };
};
