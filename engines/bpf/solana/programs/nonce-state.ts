import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { Reader, u32, u64 } from '../encoding.ts';
import { bytesOfKey, type Key } from '../keys.ts';

/** The content of a nonce account, which lets a transaction be signed long before it is sent (`solana-nonce`). */
export type Nonce = {
  /** Before nonces were told apart from hashes of blocks; such a nonce serves no transaction. */
  readonly isLegacy: boolean;
  /** Undefined until it is initialized. */
  readonly state: NonceState | undefined;
};

export type NonceState = {
  /** Must sign what uses the nonce. */
  readonly authority: Key;
  /** 32 bytes. */
  readonly nonce: Uint8Array;
  readonly lamportsPerSignature: bigint;
};

/** Bytes of a nonce account. */
export const nonceSize = 80;

/** Undefined if the data is no nonce. Bytes behind it do not matter. */
export const readNonce = (data: Uint8Array): Nonce | undefined => {
  try {
    const reader = new Reader(data);
    const [version, tag] = [reader.u32(), reader.u32()];
    if (version > 1 || tag > 1) return undefined;
    const isLegacy = version === 0;
    if (tag === 0) return { isLegacy, state: undefined };
    return {
      isLegacy,
      state: { authority: reader.key(), nonce: reader.bytes(32), lamportsPerSignature: reader.u64() },
    };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

export const encodeNonce = ({ isLegacy, state }: Nonce): Uint8Array => {
  const head = [u32(isLegacy ? 0 : 1), u32(state ? 1 : 0)];
  if (!state) return concatBytes(...head);
  return concatBytes(...head, bytesOfKey(state.authority), state.nonce, u64(state.lamportsPerSignature));
};

/** The nonce that follows from the hash of a block, or from a legacy nonce. */
export const durableNonce = (blockhash: Uint8Array): Uint8Array => sha256(concatBytes(prefix, blockhash));

const prefix = new TextEncoder().encode('DURABLE_NONCE');
