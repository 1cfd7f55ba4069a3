/** Kinds of instructions that engines have in common, as a profile sums them up. */
export const works = {
  memory: 'loads and stores',
  branches: 'branches and jumps',
  multiplication: 'multiplication and division',
  calls: 'calls and returns',
  syscalls: 'syscalls',
  computation: 'other computation',
} as const;
