import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Account } from '../engines/bpf/solana/account.ts';
import { fileOf } from '../engines/bpf/solana/programs.ts';

/** A program as it is deployed on mainnet. */
export type SolanaProgram = {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** Of its file. */
  readonly sha256: string;
};

/** Programs of Solana's mainnet that samples run, by the name of their file. Their sources are under Apache-2.0. */
export const solanaPrograms: Readonly<Record<string, SolanaProgram>> = {
  'token.so': {
    id: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
    name: 'Token Program (p-token)',
    source: 'https://github.com/solana-program/token',
    sha256: '53e587eee80c786bcfba1450397d92179a0f01def776d19fb4ddf690d64431cc',
  },
  'associated-token.so': {
    id: 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL',
    name: 'Associated Token Account Program',
    source: 'https://github.com/solana-program/associated-token-account',
    sha256: '6804554e69fd3a58caa191dc4a58f4c67223d30ca28ab8987f39fc18d2f7374d',
  },
};

/**
 * The file of one of these. Machines have different versions of litesvm, which may bring different programs; what is said of a
 * program is true of one file only.
 * @param obtain what has the file, by the program's address
 * @throws Error if there is no litesvm for this machine, or if it has another file
 */
export function knownProgram({ id, name, sha256 }: SolanaProgram, obtain = solanaProgram): Uint8Array {
  const file = obtain(id);
  const found = createHash('sha256').update(file).digest('hex');
  if (found !== sha256)
    throw new Error(`litesvm has another program than the ${name}: its SHA-256 is ${found}, and not ${sha256}`);
  return file;
}

const require = createRequire(import.meta.url);

const native = (): typeof import('litesvm') => {
  try {
    return require('litesvm');
  } catch (cause) {
    throw new Error('litesvm has no native part for this machine', { cause });
  }
};

/**
 * The file of a program as it is deployed on mainnet, which `litesvm` brings with it.
 * @throws Error if there is no litesvm for this machine
 */
export function solanaProgram(id: string): Uint8Array {
  const svm = new (native().LiteSVM)();
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
