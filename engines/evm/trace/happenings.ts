import type { Access, MachineEvent } from '../../machine.ts';
import type { EventId } from '../events.ts';
import { instructionsAt } from '../instructions.ts';
import { stackTouches } from '../stack-touches.ts';
import { happened } from './messages.ts';
import type { Row } from './rows.ts';
import type { TraceFrame } from './trace.ts';

/** What a step touches of the stack and the storage, as its instruction says. */
export const accessesOf = ({ first, address, code }: TraceFrame, { pc, stack }: Row): readonly Access[] => {
  const row = code.decode(pc)?.row;
  if (!row || !stack) return [];
  const accesses: Access[] = stackTouches(row).map(({ depth, write }) => ({
    location: { space: `stack#${first}`, at: BigInt(stack.length - depth), size: 1 },
    write,
  }));
  const key = stack.at(-1);
  if ((row.mnemonic === 'SLOAD' || row.mnemonic === 'SSTORE') && address !== undefined && key !== undefined) {
    accesses.push({ location: { space: `storage:${address}`, at: key, size: 1 }, write: row.mnemonic === 'SSTORE' });
  }
  return accesses;
};

/** What some instructions raise when they run. */
const raised: Readonly<Record<string, EventId>> = {
  SSTORE: 'storage-write',
  CALL: 'call',
  CALLCODE: 'call',
  DELEGATECALL: 'call',
  STATICCALL: 'call',
  CREATE: 'create',
  CREATE2: 'create',
  REVERT: 'revert',
  INVALID: 'invalid-opcode',
  SELFDESTRUCT: 'selfdestruct',
  LOG0: 'log',
  LOG1: 'log',
  LOG2: 'log',
  LOG3: 'log',
  LOG4: 'log',
};

/** What clients write where an instruction fails. */
const failures: readonly (readonly [RegExp, EventId])[] = [
  [/out of gas/i, 'out-of-gas'],
  [/stack (?:under|over|limit)/i, 'stack'],
  [/jump/i, 'jump'],
  [/write protection|static/i, 'static-violation'],
  [/return data/i, 'out-of-bounds'],
  [/opcode/i, 'invalid-opcode'],
];

export const eventsOf = ({ opcode, pc, error }: Row): readonly MachineEvent[] => {
  const failure = error === undefined ? undefined : failures.find(([pattern]) => pattern.test(error))?.[1];
  if (failure !== undefined && error !== undefined) return [{ id: failure, text: error }];
  const mnemonic = instructionsAt('osaka')[opcode]?.mnemonic ?? 'INVALID';
  const id = raised[mnemonic];
  return id === undefined ? [] : [{ id, text: happened(mnemonic, pc) }];
};
