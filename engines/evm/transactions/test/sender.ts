import { addressOfPrivateKey, signAuthorization } from '../signing.ts';
import type { Authorization } from '../transaction.ts';

/** The private key of the example in EIP-155, and whom its transaction is to. */
export const key = new Uint8Array(32).fill(0x46);
export const to = `0x${'35'.repeat(20)}`;
export const sender = addressOfPrivateKey(key);
export const authorization: Authorization = signAuthorization({ chainId: 1n, address: to, nonce: 3n }, key);
