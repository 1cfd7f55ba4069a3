/** What may happen in a step that a person may want to stop at. */
export const events = [
  { id: 'fault', text: 'Fault', description: 'A program fails, with the whole transaction.', default: false },
  { id: 'call', text: 'Call', description: 'A program calls another one.', default: false },
  { id: 'log', text: 'Log', description: 'A line is written to the log of the transaction.', default: false },
] as const;

/** Every reason for which compute units are taken. */
export const reasons = [
  'base',
  'built-in program',
  'call of a program',
  'curve',
  'fault',
  'hashing',
  'heap',
  'logging',
  'memory',
  'program address',
  'return data',
  'syscall',
  'sysvar',
] as const;
