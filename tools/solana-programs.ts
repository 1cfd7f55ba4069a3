import { createRequire } from 'node:module';
import type { Account } from '../engines/bpf/solana/account.ts';
import { fileOf } from '../engines/bpf/solana/programs.ts';

/** Programs of Solana's mainnet that samples run, by the name of their file. Their sources are under Apache-2.0. */
export const solanaPrograms = {
  'token.so': {
    id: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
    name: 'Token Program (p-token)',
    source: 'https://github.com/solana-program/token',
  },
  'associated-token.so': {
    id: 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL',
    name: 'Associated Token Account Program',
    source: 'https://github.com/solana-program/associated-token-account',
  },
} as const;

const require = createRequire(import.meta.url);

/**
 * The file of a program as it is deployed on mainnet, which `litesvm` brings with it.
 * @throws Error if there is no litesvm for this machine
 */
export function solanaProgram(id: string): Uint8Array {
  const { LiteSVM }: typeof import('litesvm') = require('litesvm');
  const svm = new LiteSVM();
  const accountAt = (key: string): Account => {
    const found = svm.getAccount(key as never);
    if (!found.exists) throw new Error(`litesvm has no account ${key}`);
    const { lamports, data, programAddress: owner, executable } = found;
    return { lamports, data: Uint8Array.from(data), owner, executable };
  };
  const file = fileOf(accountAt(id), accountAt);
  if (!file) throw new Error(`litesvm has no program ${id}`);
  return file.slice();
}
