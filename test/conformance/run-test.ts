import type { State } from '../../engines/evm/state.ts';
import { forkOf, stateOf } from './reading.ts';
import { runCase } from './run-case.ts';
import type { Expectation, StateTest } from './state-test.ts';

/** One variant of a test's transaction, at one fork, by the name that the suite gives it. */
export type Case = { readonly fork: string; readonly expected: Expectation };

/** How cases of one fork went: sentences for those that failed. */
export type Progress = { readonly fork: string; readonly passed: number; readonly failures: readonly string[] };

export const casesOf = ({ post }: StateTest): readonly Case[] =>
  Object.entries(post).flatMap(([fork, all]) => all.map((expected) => ({ fork, expected })));

/** Runs cases of a test, and tells after each how it went. */
export function* runCases(test: StateTest, cases: readonly Case[]): Generator<Progress> {
  const states = new Map<string, State>();
  for (const each of cases) {
    const failure = guarded(() => failureOf(test, each, states));
    const failures = failure === undefined ? [] : [`${caseName(test, each)}: ${failure}`];
    yield { fork: each.fork, passed: 1 - failures.length, failures };
  }
}

/** @param states those before the transaction, by fork, which cases share. */
const failureOf = (test: StateTest, { fork: name, expected }: Case, states: Map<string, State>): string | undefined => {
  const fork = forkOf(name);
  if (!fork) return `There is no fork called ${name} here.`;
  const pre = states.get(fork) ?? stateOf(test.pre, fork);
  states.set(fork, pre);
  return runCase(test, fork, expected, pre);
};

/** What goes wrong in a case must not keep the others from being run. */
const guarded = (run: () => string | undefined): string | undefined => {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
};

const caseName = ({ file, name }: StateTest, { fork, expected: { indexes } }: Case) =>
  `${file} ${name} (${fork}, data ${indexes.data}, gas ${indexes.gas}, value ${indexes.value})`;
