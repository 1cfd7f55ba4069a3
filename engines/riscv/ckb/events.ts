/** What may happen in a step that a person may want to stop at. */
export const events = [
  {
    id: 'fault',
    text: 'Fault',
    description: 'The program does what it may not: a bad address, an unknown instruction, too many cycles.',
    default: false,
  },
  { id: 'exec', text: 'Exec', description: 'A process goes on with another program.', default: false },
  { id: 'spawn', text: 'Spawn', description: 'A process starts another.', default: false },
  { id: 'exit', text: 'Exit', description: 'A process ends with an exit code.', default: false },
] as const;

/** Every reason for which cycles are charged. */
export const reasons = [
  'base',
  'program load',
  'data loading',
  'debug',
  'exec',
  'spawn',
  'yield',
  'pipe',
  'swap',
] as const;
