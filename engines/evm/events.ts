import type { Engine } from '../engine.ts';

/**
 * None stops by default: a call that fails may be what its caller expects, and a run that fails as a whole
 * stays at its last step anyway.
 */
export const events = [
  { id: 'revert', text: 'Revert', description: 'A call ends with REVERT.', default: false },
  {
    id: 'out-of-gas',
    text: 'Out of gas',
    description: 'A call has too little gas for its next instruction.',
    default: false,
  },
  {
    id: 'invalid-opcode',
    text: 'Invalid opcode',
    description: 'A call meets a byte that is no instruction of the fork, or INVALID.',
    default: false,
  },
  {
    id: 'stack',
    text: 'Stack underflow or overflow',
    description: 'An instruction lacks operands, or the stack would exceed 1,024 words.',
    default: false,
  },
  { id: 'jump', text: 'Bad jump', description: 'A jump goes to a place that is no JUMPDEST.', default: false },
  {
    id: 'static-violation',
    text: 'Static violation',
    description: 'A change of state is tried inside STATICCALL.',
    default: false,
  },
  {
    id: 'out-of-bounds',
    text: 'Return data out of bounds',
    description: 'RETURNDATACOPY reads past the end.',
    default: false,
  },
  {
    id: 'rejected-code',
    text: 'Rejected code',
    description: 'A creation returns code that may not be deployed.',
    default: false,
  },
  {
    id: 'rejected-input',
    text: 'Rejected input',
    description: 'A precompile refuses its input.',
    default: false,
  },
  { id: 'call', text: 'Call', description: 'A contract calls an account.', default: false },
  { id: 'create', text: 'Create', description: 'A contract creates a contract.', default: false },
  { id: 'storage-write', text: 'Storage write', description: 'SSTORE writes a slot.', default: false },
  { id: 'log', text: 'Log', description: 'A contract logs.', default: false },
  {
    id: 'selfdestruct',
    text: 'Self-destruct',
    description: 'A contract ends itself with SELFDESTRUCT.',
    default: false,
  },
] as const satisfies Engine['events'];

export type EventId = (typeof events)[number]['id'];
