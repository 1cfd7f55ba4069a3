import type { Frame } from '../../engines/evm/frame.ts';
import type { EvmMachine } from '../../engines/evm/machine.ts';
import { createMachine } from '../../engines/evm/message.ts';
import type { Log, Logs, State } from '../../engines/evm/state.ts';
import {
  type AccountEnd,
  type Ending,
  type FullMessage,
  type Moment,
  runReference,
  slotsOf,
  type World,
  worldOf,
} from './reference.ts';

export type Comparison = {
  /** Instructions at which both sides agreed. */
  readonly steps: number;
  /** The first difference, if there is one. */
  readonly difference: string | undefined;
  readonly machine: EvmMachine;
};

export const show = (value: unknown): string =>
  JSON.stringify(value, (_, part) => {
    if (typeof part === 'bigint') return `0x${part.toString(16)}`;
    if (part instanceof Map) return [...part];
    return part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part;
  });

/**
 * Runs a message on both machines and compares before every instruction, and at the end. Undefined where the reference
 * breaks down: it reads the memory of a REVERT, however large, before it charges for it.
 */
export const compare = async (message: FullMessage): Promise<Comparison | undefined> => {
  const machine = createMachine(message);
  let steps = 0;
  let difference: string | undefined;
  const differ = (what: string, ours: unknown, theirs: unknown) => {
    difference ??= `${what}, after ${steps} instructions: ours ${show(ours)}, theirs ${show(theirs)}`;
  };
  const advance = () => {
    const stop = machine.run({}, 1);
    if (stop.kind === 'limit') differ('A limit', stop, undefined);
  };
  const skipUntold = () => {
    while (!machine.outcome && !difference && isUntold(machine.frame)) advance();
  };
  const follow = (theirs: Moment) => {
    skipUntold();
    if (difference) return;
    const ours = momentOf(machine.frame);
    if (machine.outcome) differ('Ours has ended', machine.outcome, theirs);
    else if (!isSame(ours, theirs)) differ('A step', ours, theirs);
    steps += 1;
    if (!difference) advance();
  };
  const theirEnd = await runReference(message, follow).catch((error) => {
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  if (!theirEnd) return undefined;
  skipUntold();
  if (!machine.outcome) differ('Theirs has ended', momentOf(machine.frame), theirEnd);
  const ourEnd = endingOf(machine, theirEnd);
  for (const address of new Set([...ourEnd.world.keys(), ...theirEnd.world.keys()])) {
    const [ours, theirs] = [ourEnd.world.get(address), theirEnd.world.get(address)];
    if (show(ours) !== show(theirs)) differ(`The account ${address}`, ours, theirs);
  }
  if (show(ourEnd) !== show(theirEnd)) differ('The end', ourEnd, theirEnd);
  return { steps, difference, machine };
};

const revert = 0xfd;
const invalid = 0xfe;

/** The reference tells of no step past the end of the code, nor of a REVERT without operands. */
const isUntold = ({ code, pc, sp }: Frame): boolean => pc >= code.bytes.length || (code.bytes[pc] === revert && sp < 2);

const momentOf = ({ call, code, pc, gas, stack, sp, memory }: Frame): Moment => ({
  depth: call.depth,
  pc,
  // The reference takes every byte that is no instruction for INVALID.
  opcode: code.decode(pc)?.row ? (code.bytes[pc] ?? invalid) : invalid,
  gas: gas.total,
  stack: stack.slice(0, sp),
  memoryWords: memory.size / 32,
});

const isSame = (a: Moment, b: Moment): boolean =>
  a.depth === b.depth &&
  a.pc === b.pc &&
  a.opcode === b.opcode &&
  a.gas === b.gas &&
  a.memoryWords === b.memoryWords &&
  a.stack.length === b.stack.length &&
  a.stack.every((item, i) => item === b.stack[i]);

/** The reference forgets refunds and logs of a run that failed. */
const endingOf = (machine: EvmMachine, theirs: Ending): Ending => {
  const { state, outcome } = machine;
  const ok = outcome?.ok ?? false;
  return {
    ok,
    data: outcome?.data ?? new Uint8Array(),
    gasSpent: machine.meters()[0]?.spent ?? 0n,
    logs: [...logsIn(state.logs)].reverse(),
    refund: ok ? BigInt(state.refund) : theirs.refund,
    destroyed: [...state.destroyed.keys()].sort(),
    world: ourWorld(state),
  };
};

function* logsIn(logs: Logs): Generator<Log> {
  for (let entry = logs; entry; entry = entry.earlier) yield entry.log;
}

export const ourWorld = (state: State): World =>
  worldOf(
    [...state.accounts.objects()].map((address) => {
      const slots = [...state.accounts.fields(address)].filter(
        (field): field is [bigint, bigint] => typeof field[0] === 'bigint',
      );
      const account: AccountEnd = {
        nonce: state.nonce(address),
        balance: state.balance(address),
        code: state.code(address),
        storage: slotsOf(slots),
      };
      return [address, account];
    }),
  );
