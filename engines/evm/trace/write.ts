import { hex } from '../../digits.ts';
import type { Machine } from '../../machine.ts';
import { EvmMachine } from '../machine.ts';
import { stateRoot } from '../state-root.ts';
import { hexOf } from '../words.ts';

/** Events that tell of an instruction that fails. */
const failures: ReadonlySet<string> = new Set([
  'out-of-gas',
  'invalid-opcode',
  'stack',
  'jump',
  'static-violation',
  'out-of-bounds',
  'rejected-code',
]);

/**
 * A run from its start as EIP-3155 writes it: one JSON object a line for each instruction, and one that sums up.
 * The cost of a call is its own; what it hands on is none.
 */
export function* traceLines(machine: Machine): Generator<string> {
  if (!(machine instanceof EvmMachine)) return;
  let cost = 0;
  let error: string | undefined;
  machine.observer = {
    charge: ({ amount, code }) => {
      if (code !== undefined) cost += amount;
    },
    event: ({ id, text }) => {
      if (failures.has(id)) error ??= text;
    },
  };
  while (!machine.outcome) {
    const { frame } = machine;
    const { call, code, pc, gas, memory, stack, sp, returned } = frame;
    const opcode = code.padded[pc] ?? 0;
    const before = {
      pc,
      op: opcode,
      gas: hex(gas.total),
      memSize: memory.size,
      stack: stack.slice(0, sp).map(hex),
      depth: call.depth + 1,
      returnData: `0x${hexOf(returned)}`,
      refund: hex(machine.state.refund),
      opName: code.decode(pc)?.row?.mnemonic ?? (opcode === 0 ? 'STOP' : 'INVALID'),
    };
    cost = 0;
    error = undefined;
    if (machine.run({}, 1).kind === 'limit') break;
    if (call.native) continue;
    yield JSON.stringify({ ...before, gasCost: hex(cost), ...(error !== undefined && { error }) });
  }
  machine.observer = undefined;
  const { outcome, state, fork } = machine;
  const gasUsed = hex(machine.meters()[0]?.spent ?? 0n);
  const output = `0x${hexOf(outcome?.data ?? new Uint8Array())}`;
  yield JSON.stringify({
    stateRoot: `0x${hexOf(stateRoot(state))}`,
    output,
    gasUsed,
    pass: outcome?.ok ?? false,
    fork,
  });
}
