import { CkbMachine } from '../../engines/riscv/ckb/machine.ts';
import { defaultTransaction } from '../../engines/riscv/ckb/transaction/default.ts';
import { resolve } from '../../engines/riscv/ckb/transaction/resolve.ts';
import { contextOf, firstLock } from '../../engines/riscv/ckb/transaction/script.ts';
import { registerNames } from '../../engines/riscv/isa/registers.ts';
import { type DebuggerResult, runDebugger } from './debugger.ts';

export type Comparison = {
  /** Records of the debugger that were compared. */
  readonly steps: number;
  /** The first difference, for a person. */
  readonly difference: string | undefined;
};

export type Subject = {
  readonly program: Uint8Array;
  /** 0, 1 or 2 */
  readonly version: number;
  readonly args?: readonly string[];
  readonly maxCycles?: number;
  /** Steps to compare at most; the end of the run is then not looked at. */
  readonly steps?: number;
};

const hex = (value: bigint | number) => `0x${value.toString(16)}`;

/** Our machine for a program, before its first step. */
export const newMachine = ({ program, version, args = [], maxCycles = blockCycles }: Subject): CkbMachine => {
  const encoder = new TextEncoder();
  return new CkbMachine({
    version: `vm${version}`,
    limits: { steps: Number.MAX_SAFE_INTEGER, memory: Number.MAX_SAFE_INTEGER },
    context: contextOf(resolve(defaultTransaction(program)), firstLock),
    program,
    args: args.map((arg) => encoder.encode(arg)),
    name: 'program',
    maxCycles,
  });
};

const blockCycles = 3_500_000_000;

/** Runs a program on ckb-debugger and on ours, and compares all registers before each step, and how the run ends. */
export const compare = (subject: Subject): Comparison => {
  const { program, version, args = [], maxCycles = blockCycles, steps: most = Number.POSITIVE_INFINITY } = subject;
  const machine = newMachine(subject);
  const output: string[] = [];
  machine.observer = { output: ({ text }) => output.push(...text.split('\n').filter((line) => line !== '')) };
  let steps = 0;
  let difference: string | undefined;
  const result = runDebugger({
    ...{ program, version, args, maxCycles },
    onStep: ({ pc, registers }) => {
      const { hart } = machine;
      const at = `step ${steps}, ${hex(hart.exactPc)}`;
      // After an error of the machine the debugger shows once more how it stands.
      if (machine.outcome && machine.outcome.data.length === 0) return true;
      if (machine.outcome) difference = `${at}: ours has ended: ${machine.outcome.text}`;
      else if (hart.exactPc !== pc) difference = `${at}: the debugger is at ${hex(pc)}`;
      else {
        const other = registers.findIndex((value, n) => value !== hart.u[n]);
        if (other >= 0)
          difference = `${at}: ${registerNames[other]} is ${hex(hart.u[other])}, the debugger has ${hex(registers[other])}`;
      }
      if (difference !== undefined) return false;
      machine.step();
      steps += 1;
      return steps < most;
    },
  });
  return { steps, difference: difference ?? (steps < most ? endDifference(machine, output, result) : undefined) };
};

const endDifference = (machine: CkbMachine, output: readonly string[], result: DebuggerResult): string | undefined => {
  const { outcome, cycles } = machine;
  if (!outcome) return `ours has not ended; the debugger: ${result.text}`;
  const [code] = outcome.data;
  const exitCode = code === undefined ? undefined : (code << 24) >> 24;
  if (exitCode !== result.exitCode) return `ours: ${outcome.text} The debugger: ${result.text}`;
  if (result.error !== undefined && !outcome.text.startsWith(result.error))
    return `ours: ${outcome.text} The debugger: ${result.error}`;
  if (result.cycles !== undefined && cycles !== result.cycles)
    return `ours took ${cycles} cycles, the debugger ${result.cycles}`;
  const [mine, theirs] = [output.join('\n'), result.output.join('\n')];
  return mine === theirs ? undefined : `ours said "${mine}", the debugger "${theirs}"`;
};
