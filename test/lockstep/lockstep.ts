import type { EvmMachine } from '../../engines/evm/machine.ts';
import { createMachine } from '../../engines/evm/message.ts';
import { comparedSlots, type Ending, type FullMessage, type Moment, runReference } from './reference.ts';

export type Comparison = {
  /** Instructions at which both sides agreed. */
  readonly steps: number;
  /** The first difference, if there is one. */
  readonly difference: string | undefined;
  readonly machine: EvmMachine;
};

const show = (value: unknown): string =>
  JSON.stringify(value, (_, part) => {
    if (typeof part === 'bigint') return `0x${part.toString(16)}`;
    if (part instanceof Map) return Object.fromEntries(part);
    return part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part;
  });

/**
 * Runs a message on both machines and compares before every instruction, and at the end. Undefined where the reference
 * breaks down: it reads the memory of a REVERT, however large, before it charges for it.
 */
export const compare = async (message: FullMessage): Promise<Comparison | undefined> => {
  const reference = await runReference(message).catch((error) => {
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  if (!reference) return undefined;
  const { moments, ending } = reference;
  const machine = createMachine(message);
  let steps = 0;
  const differs = (what: string, ours: unknown, theirs: unknown): Comparison => ({
    steps,
    difference: `${what}, after ${steps} instructions: ours ${show(ours)}, theirs ${show(theirs)}`,
    machine,
  });
  while (!machine.outcome) {
    const ours = momentOf(machine);
    if (ours) {
      const theirs = moments[steps];
      if (!theirs) return differs('One goes on', ours, machine.outcome);
      const field = (Object.keys(ours) as (keyof Moment)[]).find((key) => show(ours[key]) !== show(theirs[key]));
      if (field) return differs(field, ours, theirs);
      steps += 1;
    }
    const stop = machine.run({}, 1);
    if (stop.kind === 'limit') return differs('A limit', stop, undefined);
  }
  if (steps < moments.length) return differs('One stops', machine.outcome, moments[steps]);
  const end = endingOf(machine, message, ending);
  return show(end) === show(ending) ? { steps, difference: undefined, machine } : differs('The end', end, ending);
};

const revert = 0xfd;

/** Undefined where the reference tells of no step: past the end of the code, and for a REVERT without operands. */
const momentOf = (machine: EvmMachine): Moment | undefined => {
  const { frame } = machine;
  const opcode = frame.code.bytes[frame.pc];
  if (opcode === undefined || (opcode === revert && frame.sp < 2)) return undefined;
  return {
    depth: frame.call.depth,
    pc: frame.pc,
    // The reference takes every byte that is no instruction for INVALID.
    opcode: frame.code.decode(frame.pc)?.row ? opcode : 0xfe,
    gas: frame.gas.total,
    stack: frame.stack.slice(0, frame.sp),
    memoryWords: frame.memory.size / 32,
  };
};

const endingOf = (machine: EvmMachine, message: FullMessage, theirs: Ending): Ending => {
  const { state, outcome } = machine;
  const storage = new Map<string, bigint>();
  const balances = new Map<string, bigint>();
  for (const address of new Set([...message.accounts.map((account) => account.address), message.address])) {
    balances.set(address, state.balance(address));
    for (const key of comparedSlots) storage.set(`${address}[${key}]`, state.storage(address, key));
  }
  return {
    ok: outcome?.ok ?? false,
    data: outcome?.data ?? new Uint8Array(),
    gasSpent: machine.meters()[0]?.spent ?? 0n,
    logs: state.logs?.count ?? 0,
    // The reference forgets refunds of a run that failed.
    refund: outcome?.ok ? BigInt(state.refund) : theirs.refund,
    storage,
    balances,
  };
};
