import { blake2b } from '@noble/hashes/blake2.js';
import { rawTransaction, type Script, script, type Transaction } from './types.ts';

const personalization = new TextEncoder().encode('ckb-default-hash');

/** The hash of CKB: BLAKE2b of 256 bits with a personalization (RFC 0022). */
export const ckbHash = (bytes: Uint8Array): Uint8Array => blake2b(bytes, { dkLen: 32, personalization });

export const scriptHash = (value: Script): Uint8Array => ckbHash(script.write(value));

export const transactionHash = (value: Transaction): Uint8Array => ckbHash(rawTransaction.write(value));

/** Of the data of a cell; no data has the hash 0. */
export const dataHash = (data: Uint8Array): Uint8Array => (data.length === 0 ? new Uint8Array(32) : ckbHash(data));

/** The code hash of the type scripts that give a cell an identity, for which there is no program (RFC 0022). */
export const typeIdHash: Uint8Array = new Uint8Array(32);
typeIdHash.set(new TextEncoder().encode('TYPE_ID'), 25);
