import type { Abi } from '../cpi.ts';
import { addressOf, number, type Syscall } from './row.ts';

const row = (name: string, abi: Abi, language: string): Syscall => ({
  name,
  parameters: [
    addressOf('instruction', 'program, accounts, data'),
    addressOf('accounts', 'list of what the caller holds of each'),
    number('count'),
    addressOf('seeds', 'list of lists of address and length'),
    number('signers'),
  ],
  result: '0; if the program fails, so does the transaction',
  cost: '946 + data / 250 + 34 × accounts / 250 + 80 × count / 250 + length / 250 for each account, and what the program takes',
  doc: `Calls another program, with structures as ${language} lays them out; the caller signs for the addresses that the seeds give.`,
  source: 'agave program-runtime/src/cpi.rs, SIMD-0339',
  run: (context) => context.invoke(abi),
});

/** Calls of other programs. */
export const calls: readonly Syscall[] = [
  row('sol_invoke_signed_rust', 'rust', "Solana's library for Rust"),
  row('sol_invoke_signed_c', 'c', 'C'),
];
