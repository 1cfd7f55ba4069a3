import { forkOf, stateOf } from './reading.ts';
import { runCase } from './run-case.ts';
import type { StateTest } from './state-test.ts';
import type { Progress } from './worker.ts';

/** Runs all cases of a test, fork by fork. */
export function* runTest(test: StateTest): Generator<Progress> {
  for (const [name, expectations] of Object.entries(test.post)) {
    const fork = forkOf(name);
    const pre = fork && stateOf(test.pre, fork);
    const failures: string[] = [];
    for (const expected of expectations) {
      const failure =
        fork && pre ? guarded(() => runCase(test, fork, expected, pre)) : `There is no fork called ${name} here.`;
      if (failure !== undefined) failures.push(`${caseName(test, name, expected.indexes)}: ${failure}`);
    }
    yield { fork: name, passed: expectations.length - failures.length, failures };
  }
}

/** What goes wrong in a case must not keep the others from being run. */
const guarded = (run: () => string | undefined): string | undefined => {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
};

const caseName = ({ file, name }: StateTest, fork: string, { data, gas, value }: { data: number; gas: number; value: number }) =>
  `${file} ${name} (${fork}, data ${data}, gas ${gas}, value ${value})`;
