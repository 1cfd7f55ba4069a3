import { bytesToHex } from '@noble/hashes/utils.js';
import { CkbMachine } from '../../engines/riscv/ckb/machine.ts';
import { dataHash } from '../../engines/riscv/ckb/transaction/hash.ts';
import { readMock } from '../../engines/riscv/ckb/transaction/mock.ts';
import { resolve } from '../../engines/riscv/ckb/transaction/resolve.ts';
import { contextOf, programOf, type ScriptChoice } from '../../engines/riscv/ckb/transaction/script.ts';
import { runDebugger } from './debugger.ts';

/** A mock transaction with the script of it that runs. */
export type TransactionSubject = {
  readonly transaction: unknown;
  readonly script: ScriptChoice;
  /** 0, 1 or 2 */
  readonly version: number;
  readonly maxCycles?: number;
};

const largestCycles = 70_000_000;

/** A machine before the first step of a script. */
export const machineOf = ({
  transaction,
  script,
  version,
  maxCycles = largestCycles,
}: TransactionSubject): CkbMachine => {
  const context = contextOf(resolve(readMock(transaction)), script);
  return new CkbMachine({
    version: `vm${version}`,
    limits: { steps: Number.MAX_SAFE_INTEGER, memory: Number.MAX_SAFE_INTEGER },
    context,
    program: context.cellDeps[programOf(context, context.group.script)].data,
    args: [],
    name: 'program',
    maxCycles,
  });
};

/** How a script ended: everything that ckb-debugger says of it. */
export type Ending = {
  readonly exitCode: number | undefined;
  /** Where the script ends with success. */
  readonly cycles: number | undefined;
  readonly output: readonly string[];
  readonly error: string | undefined;
};

/** Runs a script on ours. */
export const runOurs = (subject: TransactionSubject): Ending & { readonly steps: number } => {
  const machine = machineOf(subject);
  const output: string[] = [];
  machine.observer = { output: ({ text }) => output.push(...text.split('\n').filter((line) => line !== '')) };
  const stop = machine.run({}, 10_000_000);
  if (stop.kind !== 'ended') throw new Error(`The script goes on: ${stop.kind}.`);
  const [code] = stop.outcome.data;
  const exitCode = code === undefined ? undefined : (code << 24) >> 24;
  return {
    ...{ exitCode, output, steps: machine.steps },
    cycles: exitCode === 0 ? machine.cycles : undefined,
    error: exitCode === undefined ? /^\w+/.exec(stop.outcome.text)?.[0] : undefined,
  };
};

/** Runs a script on ckb-debugger, as a node of the chain would. */
export const runTheirs = ({ transaction, script, version, maxCycles = largestCycles }: TransactionSubject): Ending => {
  const { cell, index, script: kind } = script;
  const { text, output, cycles } = runDebugger({
    ...{ transaction: JSON.stringify(transaction), version, maxCycles },
    flags: ['--mode', 'fast', '--cell-type', cell, '--cell-index', String(index), '--script-group-type', kind],
  });
  const failure = /ValidationFailure\(.*, (-?\d+)\)/.exec(text)?.[1];
  const exceeded = text.includes('ExceededMaximumCycles') ? 'CyclesExceeded' : undefined;
  const exitCode = cycles === undefined ? failure && Number(failure) : 0;
  return {
    ...{ output, cycles, exitCode: exitCode === '' ? undefined : exitCode },
    error: exceeded ?? /VMInternalError\((\w+)/.exec(text)?.[1] ?? (exitCode === undefined ? text : undefined),
  };
};

export const hexOf = (bytes: Uint8Array): string => `0x${bytesToHex(bytes)}`;

/** A lock that runs a program. */
export const scriptFor = (program: Uint8Array, version: number, args = '0x') => ({
  code_hash: hexOf(dataHash(program)),
  hash_type: ['data', 'data1', 'data2'][version],
  args,
});
