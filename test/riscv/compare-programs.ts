import { type Counts, none } from '../../tools/run-tests.ts';
import { randomFrom } from '../harness/random.ts';
import { compare } from './lockstep.ts';
import { assemble } from './programs.ts';
import { randomProgram } from './random-programs.ts';

/** Compares random programs with ckb-debugger, from the same seeds each time, until so many steps are compared. */
export const comparePrograms = (wanted: number): Counts => {
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
