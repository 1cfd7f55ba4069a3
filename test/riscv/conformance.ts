import { existsSync } from 'node:fs';
import { type Counts, none } from '../../tools/run-tests.ts';
import { SuitesError } from '../conformance/suites.ts';
import { randomFrom } from '../harness/random.ts';
import { programsIn, runElf } from './elf-suite.ts';
import { compare } from './lockstep.ts';
import { assemble } from './programs.ts';
import { randomProgram } from './random-programs.ts';

export type Selection = {
  /** Of ELF files; undefined for the project's own comparison with ckb-debugger. */
  readonly folder: string | undefined;
  readonly filter?: string | undefined;
  /** Ten million steps instead of a tenth of a million. */
  readonly long?: boolean | undefined;
};

/** Runs the programs of a folder, or compares random ones with ckb-debugger, and tells what fails. @throws SuitesError */
export const riscvConformance = ({ folder, filter = '', long = false }: Selection): Counts =>
  folder === undefined ? comparePrograms(long ? 10_000_000 : 100_000) : runFolder(folder, filter);

const runFolder = (folder: string, filter: string): Counts => {
  const programs = existsSync(folder) ? programsIn(folder) : [];
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

/** From the same seeds each time. */
const comparePrograms = (wanted: number): Counts => {
  let [passed, failed, steps] = [0, 0, 0];
  for (let seed = 1; steps < wanted; seed++) {
    const version = seed % 3;
    const text = randomProgram(randomFrom(seed), version);
    const comparison = compare({ program: assemble(text), version, maxCycles: 100_000, steps: 5000 });
    steps += comparison.steps;
    if (comparison.difference === undefined) passed += 1;
    else {
      failed += 1;
      console.log(`FAILED program ${seed} on version ${version}: ${comparison.difference}`);
    }
  }
  console.log(`${steps.toLocaleString('en')} steps were compared with ckb-debugger.`);
  return { ...none, passed, failed };
};
