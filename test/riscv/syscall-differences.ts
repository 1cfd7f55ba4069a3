import { randomFrom } from '../harness/random.ts';
import { mockFor } from './mock.ts';
import { buildProgram, type Generated } from './syscall-program.ts';
import { runOurs, runTheirs, type TransactionSubject } from './transactions.ts';

/** A program of syscalls, and what else a run follows from. */
export type SyscallRun = {
  readonly generated: Generated;
  /** Of the transaction around it. */
  readonly seed: number;
  readonly maxCycles?: number | undefined;
};

/** What runs: the program in a transaction with some of everything. */
export const subjectOf = ({ generated, seed, maxCycles }: SyscallRun): TransactionSubject => {
  const { version } = generated;
  const random = randomFrom(seed);
  const transaction = mockFor(buildProgram(generated), version, random);
  const script = random.pick([
    { cell: 'input', index: 0, script: 'lock' },
    { cell: 'output', index: 0, script: 'type' },
  ] as const);
  return { transaction, script, version, ...(maxCycles !== undefined && { maxCycles }) };
};

/** All that ours says of a run, and all that ckb-debugger does. */
export const endingsOf = (run: SyscallRun) => {
  const subject = subjectOf(run);
  const { steps, ...ours } = runOurs(subject);
  return { steps, ours, theirs: runTheirs(subject) };
};

/** What differs, for a person. */
export const differenceIn = ({ ours, theirs }: ReturnType<typeof endingsOf>): string | undefined => {
  const said = ours.output.findIndex((line, i) => line !== theirs.output[i]);
  if (said >= 0)
    return `line ${said + 1} of what is said is ${ours.output[said]}, the debugger's ${theirs.output[said]}`;
  const [mine, others] = [ours, theirs].map(({ exitCode, cycles, error, output }) => {
    return error ?? `exit code ${exitCode}, ${cycles ?? 'no'} cycles, ${output.length} lines`;
  });
  return mine === others ? undefined : `ours ends with ${mine}, the debugger with ${others}`;
};

/** With fewer calls. */
export function* withFewerCalls(run: SyscallRun): Generator<SyscallRun> {
  const { ways } = run.generated;
  for (const size of [16, 4, 1]) {
    for (const [n, way] of ways.entries()) {
      for (let at = 0; at < way.calls.length; at += size) {
        const fewer = { ...way, calls: way.calls.toSpliced(at, size) };
        yield { ...run, generated: { ...run.generated, ways: ways.with(n, fewer) } };
      }
    }
  }
}
