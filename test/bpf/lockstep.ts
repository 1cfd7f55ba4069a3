import type { Account, Transaction } from '../../engines/bpf/solana/account.ts';
import { Accounts } from '../../engines/bpf/solana/account-rules.ts';
import type { Chain } from '../../engines/bpf/solana/chain.ts';
import { SbpfCode } from '../../engines/bpf/solana/code.ts';
import { defaultFeatures } from '../../engines/bpf/solana/features.ts';
import type { Invocation } from '../../engines/bpf/solana/invocation.ts';
import { type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { SolanaMachine } from '../../engines/bpf/solana/machine.ts';
import { nameOfKey } from '../../engines/bpf/solana/names.ts';
import { type LoadedProgram, ProgramCache } from '../../engines/bpf/solana/programs.ts';
import { syscallsByHash, syscallsFor } from '../../engines/bpf/solana/syscalls/index.ts';
import type { OracleResult, World } from './oracle-run.ts';

/** Every account that a transaction can meet: those that it names, and the files of its programs. @param get as the oracle has it */
export const worldOf = (get: (key: Key) => Account | undefined, { instructions, payer }: Transaction): World => {
  const world = new Map<Key, Account>();
  const take = (key: Key): void => {
    const account = world.has(key) ? undefined : get(key);
    if (!account) return;
    world.set(key, account);
    if (account.owner === wellKnown.loader3 && account.data.length === 36) take(keyOf(account.data.subarray(4)));
  };
  const sysvars = [
    wellKnown.rent,
    wellKnown.clock,
    wellKnown.epochSchedule,
    wellKnown.slotHashes,
    wellKnown.epochRewards,
  ];
  for (const key of [payer, ...sysvars, wellKnown.lastRestartSlot, wellKnown.stakeHistory]) take(key);
  for (const { program, accounts } of instructions)
    for (const key of [program, ...accounts.map((each) => each.key)]) take(key);
  return world;
};

const cache = new ProgramCache((hash) => syscallsByHash.has(hash));
const codes = new WeakMap<LoadedProgram, SbpfCode>();
const codeOf = (loaded: LoadedProgram): SbpfCode => {
  const known = codes.get(loaded) ?? new SbpfCode(loaded.program, 'program', (hash) => syscallsByHash.get(hash)?.name);
  codes.set(loaded, known);
  return known;
};

/** A machine for a transaction, as an engine would make it. */
export const machineFor = (world: World, transaction: Transaction): SolanaMachine => {
  const chain = (): Chain => {
    const accounts = new Accounts();
    for (const [key, account] of world) accounts.set(key, account);
    const features = defaultFeatures;
    return {
      ...{ accounts, transaction, features, programs: cache, computeUnits: undefined },
      syscalls: syscallsFor(features),
    };
  };
  const limits = { steps: 10_000_000, memory: 256 * 1024 * 1024 };
  return new SolanaMachine({ limits, chain, nameOf: (key) => nameOfKey(key), codeOf, functionName: () => undefined });
};

/** Registers before each step of one program, `r0` to `r10` and the program counter. */
type Trace = { readonly program: Key; readonly values: bigint[] };

/** Runs to the end. @returns what was logged, and a trace of each program that ran */
export const record = (
  machine: SolanaMachine,
): { readonly logs: readonly string[]; readonly traces: readonly Trace[] } => {
  const byInvocation = new Map<number, Trace>();
  const traces: Trace[] = [];
  const logs: string[] = [];
  machine.observer = { output: ({ text }) => logs.push(text) };
  const note = (invocation: Invocation | undefined): void => {
    const run = invocation?.run;
    // Running past the end of the code is a step, but no instruction.
    if (!invocation || !run || machine.outcome || run.vm.cpu.pc >= run.vm.program.slots) return;
    let trace = byInvocation.get(invocation.id);
    if (!trace) {
      trace = { program: invocation.instruction.program, values: [] };
      byInvocation.set(invocation.id, trace);
      traces.push(trace);
    }
    trace.values.push(...run.vm.cpu.u, BigInt(run.vm.cpu.pc));
  };
  while (!machine.outcome) {
    note(machine.runtime.invocation);
    machine.run({}, 1);
  }
  return { logs, traces };
};

/** How our run of a transaction went, and what it differs in from the oracle's. */
export type Comparison = { readonly differences: readonly string[]; readonly instructions: number };

export const compare = (machine: SolanaMachine, oracle: OracleResult): Comparison => {
  const { logs, traces } = record(machine);
  const differences: string[] = [];
  const differ = (what: string, ours: unknown, theirs: unknown): void => {
    if (String(ours) !== String(theirs)) differences.push(`${what}: ${ours}, and not ${theirs}`);
  };
  differ('log', logs.join('\n'), oracle.logs.join('\n'));
  differ('success', machine.outcome?.ok, oracle.error === undefined);
  differ('compute units', machine.meters()[0]?.spent, oracle.units);
  for (const [key, account] of oracle.accounts) {
    const ours = machine.runtime.chain.accounts.get(key);
    differ(`lamports of ${key}`, ours.lamports, account.lamports);
    differ(`owner of ${key}`, ours.owner, account.owner);
    differ(`data of ${key}`, Buffer.from(ours.data).toString('hex'), Buffer.from(account.data).toString('hex'));
  }
  if (oracle.traces.length > 0) differences.push(...traceDifferences(traces, oracle.traces, ranOut(oracle.logs)));
  return { differences, instructions: traces.reduce((sum, { values }) => sum + values.length / 12, 0) };
};

/** Whether compute units ran out: Agave looks at its meter where code jumps, and its trace may go further than the program. */
export const ranOut = (logs: readonly string[]): boolean =>
  logs.some((line) => line.endsWith('exceeded CUs meter at BPF instruction'));

/** Programs run one within the other; the oracle tells of each when it ends. */
const traceDifferences = (all: readonly Trace[], theirs: OracleResult['traces'], isCut: boolean): readonly string[] => {
  // Agave names what it traces by its content, so that two runs that are the same are one.
  const ours = [...new Map(all.map((each) => [`${each.program} ${each.values.join()}`, each])).values()];
  if (ours.length !== theirs.length) return [`${ours.length} programs ran, and not ${theirs.length}`];
  const left = [...theirs];
  return ours.flatMap(({ program, values }) => {
    const candidates = left.filter((each) => each.program === program);
    const same = candidates.find((each) => firstDifference(values, each.registers, isCut) === undefined);
    const chosen = same ?? candidates[0];
    if (!chosen) return [`${program} did not run`];
    left.splice(left.indexOf(chosen), 1);
    const at = firstDifference(values, chosen.registers, isCut);
    if (at === undefined) return [];
    const [step, register] = [Math.floor(at / 12), at % 12];
    const name = register === 11 ? 'pc' : `r${register}`;
    return [
      `${program}, step ${step}, ${name}: ${values[at]}, and not ${chosen.registers[at]} (pc ${values[12 * step + 11]})`,
    ];
  });
};

const firstDifference = (a: readonly bigint[], b: BigUint64Array, isCut: boolean): number | undefined => {
  const length = isCut || isRepeated(a, b) ? a.length : Math.max(a.length, b.length);
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return at;
  return undefined;
};

/** Whether there is only one instruction more, the last one once again: Agave notes a call that leads nowhere twice. */
const isRepeated = ({ length }: readonly bigint[], b: BigUint64Array): boolean =>
  b.length === length + 12 && b.subarray(length).every((value, i) => value === b[length - 12 + i]);
