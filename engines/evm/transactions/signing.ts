import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes } from '../../bytes.ts';
import { keccak256 } from '../keccak.ts';
import { encodeRlp, numberBytes } from '../rlp.ts';
import { type Address, addressBytes, addressOf, fromBytes } from '../words.ts';
import { signingHash } from './encoding.ts';
import { badSignature } from './messages.ts';
import {
  type Authorization,
  InvalidTransaction,
  type Signature,
  type SignedTransaction,
  type Transaction,
} from './transaction.ts';

const { n: order } = secp256k1.Point.CURVE();
/** Of the two values of s that sign the same, the lower one is valid (EIP-2). */
const highestS = order / 2n;

export const isLowS = ({ s }: Signature): boolean => s <= highestS;

const addressOfKey = (publicKey: Uint8Array): Address => addressOf(fromBytes(keccak256(publicKey.subarray(1))));

/** The account of a private key of 32 bytes. */
export const addressOfPrivateKey = (privateKey: Uint8Array): Address =>
  addressOfKey(secp256k1.getPublicKey(privateKey, false));

/** The account that signed a hash; undefined where nobody can have. */
export const recoverAddress = (hash: Uint8Array, { yParity, r, s }: Signature): Address | undefined => {
  if (yParity !== 0 && yParity !== 1) return undefined;
  try {
    const key = new secp256k1.Signature(r, s, yParity).recoverPublicKey(hash);
    return addressOfKey(key.toBytes(false));
  } catch {
    return undefined;
  }
};

const signHash = (hash: Uint8Array, privateKey: Uint8Array): Signature => {
  const signed = secp256k1.sign(hash, privateKey, { prehash: false, format: 'recovered' });
  const { r, s, recovery = 0 } = secp256k1.Signature.fromBytes(signed, 'recovered');
  return { yParity: recovery, r, s };
};

/** Signs with a private key of 32 bytes; the same transaction always gets the same signature (RFC 6979). */
export const signTransaction = (transaction: Transaction, privateKey: Uint8Array): SignedTransaction => ({
  ...transaction,
  signature: signHash(signingHash(transaction), privateKey),
});

/** The account that signed a transaction. @throws InvalidTransaction where nobody can have. */
export const senderOf = (transaction: SignedTransaction): Address => {
  const sender = recoverAddress(signingHash(transaction), transaction.signature);
  if (sender === undefined) throw new InvalidTransaction('signature', badSignature());
  return sender;
};

/** Goes before what is signed for an authorization, so that no transaction can be taken for one (EIP-7702). */
const authorizationMagic = 0x05;

const authorizationHash = ({
  chainId,
  address,
  nonce,
}: Omit<Authorization, keyof Signature | 'authority'>): Uint8Array => {
  const content = encodeRlp([numberBytes(chainId), addressBytes(address), numberBytes(nonce)]);
  return keccak256(concatBytes([Uint8Array.of(authorizationMagic), content]));
};

export const signAuthorization = (
  authorization: Omit<Authorization, keyof Signature | 'authority'>,
  privateKey: Uint8Array,
): Authorization => ({ ...authorization, ...signHash(authorizationHash(authorization), privateKey) });

/** The account that an authorization speaks for; undefined where nobody can have signed it. */
export const authorityOf = (authorization: Authorization): Address | undefined =>
  authorization.authority ??
  (isLowS(authorization) ? recoverAddress(authorizationHash(authorization), authorization) : undefined);
