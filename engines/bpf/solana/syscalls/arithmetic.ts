import { addressOf, type Syscall } from './row.ts';

/** Arithmetic with large numbers. */
export const arithmetic: readonly Syscall[] = [
  {
    name: 'sol_big_mod_exp',
    parameters: [addressOf('parameters', 'bytes'), addressOf('result', 'bytes')],
    result: '1',
    cost: '0',
    doc: 'Does nothing yet: the power of a large number by a modulus waits for SIMD-0529.',
    source: 'agave syscalls/src/lib.rs',
    feature: 'enable_big_mod_exp_syscall',
    run: () => 1n,
  },
];
