import { decodeBase58, encodeBase58 } from './base58.ts';

/** A public key, written to the base 58. */
export type Key = string;

export const keySize = 32;

/** @param bytes 32 of them */
export const keyOf = (bytes: Uint8Array): Key => encodeBase58(bytes);

/** The 32 bytes of a key. @throws RangeError for a text that is none */
export const bytesOfKey = (key: Key): Uint8Array => {
  const bytes = decodeBase58(key);
  if (bytes?.length !== keySize) throw new RangeError(key);
  return bytes;
};

/** Whether a text is a key. */
export const isKey = (text: string): boolean => decodeBase58(text)?.length === keySize;

/** Accounts that every chain has (`solana-sdk-ids`). */
export const wellKnown = {
  systemProgram: '11111111111111111111111111111111',
  computeBudget: 'ComputeBudget111111111111111111111111111111',
  nativeLoader: 'NativeLoader1111111111111111111111111111111',
  /** Loaders, oldest first; the first passes accounts without alignment. */
  loader1: 'BPFLoader1111111111111111111111111111111111',
  loader2: 'BPFLoader2111111111111111111111111111111111',
  loader3: 'BPFLoaderUpgradeab1e11111111111111111111111',
  ed25519Program: 'Ed25519SigVerify111111111111111111111111111',
  secp256k1Program: 'KeccakSecp256k11111111111111111111111111111',
  secp256r1Program: 'Secp256r1SigVerify1111111111111111111111111',
  clock: 'SysvarC1ock11111111111111111111111111111111',
  epochSchedule: 'SysvarEpochSchedu1e111111111111111111111111',
  epochRewards: 'SysvarEpochRewards1111111111111111111111111',
  fees: 'SysvarFees111111111111111111111111111111111',
  instructions: 'Sysvar1nstructions1111111111111111111111111',
  lastRestartSlot: 'SysvarLastRestartS1ot1111111111111111111111',
  recentBlockhashes: 'SysvarRecentB1ockHashes11111111111111111111',
  rent: 'SysvarRent111111111111111111111111111111111',
  slotHashes: 'SysvarS1otHashes111111111111111111111111111',
  slotHistory: 'SysvarS1otHistory11111111111111111111111111',
  stakeHistory: 'SysvarStakeHistory1111111111111111111111111',
} as const satisfies Record<string, Key>;
