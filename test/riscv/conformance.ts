import { statSync } from 'node:fs';
import { type Counts, none } from '../../tools/run-tests.ts';
import { SuitesError } from '../conformance/suites.ts';
import { programsIn, runElf } from './elf-suite.ts';

export type Selection = {
  /** Of ELF files; undefined for the project's own comparison with ckb-debugger. */
  readonly folder: string | undefined;
  readonly filter?: string | undefined;
  /** Ten million steps instead of a tenth of a million. */
  readonly long?: boolean | undefined;
};

/** Runs the programs of a folder, or compares random ones with ckb-debugger, and tells what fails. @throws SuitesError */
export const riscvConformance = async ({ folder, filter = '', long = false }: Selection): Promise<Counts> => {
  if (folder !== undefined) return runFolder(folder, filter);
  // Only here, because Node warns of its WASI as soon as it is loaded.
  const { comparePrograms } = await import('./compare-programs.ts');
  return comparePrograms(long ? 10_000_000 : 100_000);
};

const runFolder = (folder: string, filter: string): Counts => {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  if (!isFolder) throw new SuitesError(`${folder} is no folder; name the one that holds ELF files.`);
  const programs = programsIn(folder);
  if (programs.length === 0)
    throw new SuitesError(`There are no ELF files in ${folder}; name the folder that holds them.`);
  let [passed, failed] = [0, 0];
  for (const name of programs.filter((each) => each.includes(filter))) {
    const { ok, text } = runElf(folder, name);
    if (ok) passed += 1;
    else {
      failed += 1;
      console.log(`FAILED ${name}: ${text}`);
    }
  }
  return { ...none, passed, failed };
};
