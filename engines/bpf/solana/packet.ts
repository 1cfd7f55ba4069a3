import type { Transaction } from './account.ts';
import type { FeatureSet } from './features.ts';
import { keySize } from './keys.ts';
import { messageOf } from './message.ts';
import { TransactionError } from './transaction-errors.ts';

/** Bytes that nodes take of a transaction: what IPv6 carries in one piece (`solana-packet`). */
export const maxPacketSize = 1232;
/** Accounts of one instruction, and bytes of its data, that can be written in a transaction. */
export const maxInstructionAccounts = 255;
export const maxInstructionData = 0xffff;

const signatureSize = 64;
const blockhashSize = 32;
const headerSize = 3;

/** A length in 7 bits of each byte (`solana-short-vec`). */
const lengthSize = (length: number): number => (length < 0x80 ? 1 : length < 0x4000 ? 2 : 3);

/** Bytes of a transaction as it is sent, without lookup tables; undefined for one that the chain refuses. */
export const packetSize = (transaction: Transaction, features: FeatureSet): number | undefined => {
  try {
    const { accounts, header, instructions } = messageOf(transaction, features);
    const sizes = instructions.map(
      ({ accounts: named, data }) =>
        1 + lengthSize(named.length) + named.length + lengthSize(data.length) + data.length,
    );
    const signatures = lengthSize(header.signatures) + header.signatures * signatureSize;
    const keys = lengthSize(accounts.length) + accounts.length * keySize;
    const all = [signatures, headerSize, keys, blockhashSize, lengthSize(instructions.length), ...sizes];
    return all.reduce((sum, each) => sum + each, 0);
  } catch (error) {
    if (error instanceof TransactionError) return undefined;
    throw error;
  }
};
