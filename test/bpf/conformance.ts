import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { versions } from '../../engines/bpf/isa/versions.ts';
import { type Counts, none } from '../../tools/run-tests.ts';
import { SuitesError } from '../conformance/suites.ts';
import { parseCases, runCase } from './instruction-suite.ts';

export type Selection = {
  /** Holds `instr/v0`, `instr/v2` and so on; undefined where the shared suites are not there. */
  readonly folder: string | undefined;
  readonly filter?: string | undefined;
};

/** Runs suites of single instructions and tells what fails. @throws SuitesError */
export const bpfConformance = ({ folder, filter = '' }: Selection): Counts => {
  if (folder === undefined) {
    console.log(whereFrom);
    return { ...none, skipped: 1 };
  }
  let [passed, failed] = [0, 0];
  for (const { version, path } of suitesIn(folder)) {
    if (!path.includes(filter)) continue;
    for (const each of parseCases(readFileSync(path, 'utf8'))) {
      const problem = runCase(each, version);
      if (problem === undefined) passed += 1;
      else {
        failed += 1;
        console.log(`FAILED ${version} ${path.slice(folder.length + 1)}:${each.line}: ${problem}`);
      }
    }
  }
  return { ...none, passed, failed };
};

const whereFrom = [
  'The instruction tests of sBPF are not here, and are skipped. They come from github.com/firedancer-io/firedancer,',
  'src/flamenco/vm/instr_test. Name the folder that holds instr/v0 and so on with --from, or in GASLAMP_CONFORMANCE the',
  'folder above sbpf/.',
].join('\n');

const suitesIn = (folder: string): readonly { readonly version: string; readonly path: string }[] => {
  const found = versions.flatMap(({ id }) => {
    const here = join(folder, 'instr', id);
    const names = existsSync(here) ? readdirSync(here).filter((name) => name.endsWith('.instr')) : [];
    return names.toSorted().map((name) => ({ version: id, path: join(here, name) }));
  });
  if (found.length === 0)
    throw new SuitesError(`There are no suites in ${folder}; name the folder that holds instr/v0, instr/v2 and so on.`);
  return found;
};
