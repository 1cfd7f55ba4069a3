import { createHash } from 'node:crypto';
import type { Account } from '../../../engines/bpf/solana/account.ts';
import { defaultFeatures } from '../../../engines/bpf/solana/features.ts';
import type { Key } from '../../../engines/bpf/solana/keys.ts';
import { messageOf } from '../../../engines/bpf/solana/message.ts';
import { defaultMoment } from '../../../engines/bpf/solana/sysvars.ts';
import { machineFor, ranOut, record } from '../lockstep.ts';
import { OracleChain } from '../native-oracle.ts';
import { readTraces } from '../oracle-run.ts';
import { debug } from '../our-runtime.ts';
import { common, type KeptCase } from './cases.ts';

/** What is kept of how a transaction went, short enough to be read. */
export type KeptOutcome = {
  /** As Rust prints it. */
  readonly error?: string;
  readonly logs: readonly string[];
  readonly units: number;
  /** Those that are not as they were: lamports, owner and data. */
  readonly accounts: Readonly<Record<Key, string>>;
  /**
   * Of programs that ran: how many instructions, and a hash of all registers before each of them. Agave names what it traces by
   * its content, so that runs that are the same are one. None if compute units ran out.
   */
  readonly traces: readonly string[];
};

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 32);

/** A text, or its beginning and a hash of it. */
const short = (text: string): string =>
  text.length <= 160 ? text : `${text.slice(0, 40)}… ${hash(new TextEncoder().encode(text))}`;

const told = (account: Account | undefined): string => {
  if (!account?.lamports) return 'none';
  return short(`${account.lamports} ${account.owner} ${Buffer.from(account.data).toString('hex')}`);
};

const registersOfStep = 12;

/** Agave notes a call that leads nowhere twice. */
const withoutRepetition = (values: BigUint64Array): BigUint64Array => {
  const last = values.subarray(-registersOfStep);
  const before = values.subarray(-2 * registersOfStep, -registersOfStep);
  return before.length > 0 && before.every((value, i) => value === last[i])
    ? values.subarray(0, -registersOfStep)
    : values;
};

type Run = {
  readonly error: string | undefined;
  readonly logs: readonly string[];
  readonly units: number;
  /** The account that there is in the end. */
  get(key: Key): Account | undefined;
  /** Of each program that ran, as in `OracleTrace`. */
  readonly registers: readonly BigUint64Array[];
};

const traceOf = (registers: BigUint64Array): string => {
  const { buffer, byteOffset, byteLength, length } = withoutRepetition(registers);
  return `${length / registersOfStep} ${hash(new Uint8Array(buffer, byteOffset, byteLength))}`;
};

const outcomeOf = ({ accounts, transaction }: KeptCase, { error, logs, units, get, registers }: Run): KeptOutcome => {
  const named = transaction.instructions.flatMap((each) => each.accounts.map(({ key }) => key));
  const keys = [...new Set([...accounts.keys(), ...named])].filter((key) => !common.has(key)).toSorted();
  const changed = keys.filter((key) => told(get(key)) !== told(accounts.get(key)));
  return {
    ...(error === undefined ? {} : { error }),
    ...{ logs: logs.map(short), units },
    accounts: Object.fromEntries(changed.map((key) => [key, told(get(key))])),
    traces: ranOut(logs) ? [] : [...new Set(registers.map(traceOf))].toSorted(),
  };
};

/** What our engine makes of it. */
export const ourOutcome = (kept: KeptCase): KeptOutcome => {
  const machine = machineFor(new Map([...common, ...kept.accounts]), kept.transaction);
  const { logs, traces } = record(machine);
  const { error } = machine.runtime.ending?.failure ?? {};
  return outcomeOf(kept, {
    ...{ error: error && debug(error), logs, units: Number(machine.meters()[0]?.spent) },
    get: (key) => machine.runtime.chain.accounts.get(key),
    registers: traces.map(({ values }) => BigUint64Array.from(values)),
  });
};

/** What Agave makes of it; the process traces. */
export const oracleOutcome = (kept: KeptCase): KeptOutcome => {
  const chain = new OracleChain();
  // A program comes after the account that has its file.
  for (const [key, account] of [...kept.accounts].toSorted(
    ([, a], [, b]) => Number(a.executable) - Number(b.executable),
  ))
    chain.set(key, account);
  const { computeUnits, ...rest } = chain.send(messageOf(kept.transaction, defaultFeatures), defaultMoment.blockhash);
  const registers = readTraces().map((each) => each.registers);
  return outcomeOf(kept, { ...rest, units: Number(computeUnits), get: (key) => chain.get(key), registers });
};
