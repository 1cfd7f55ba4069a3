import { concatBytes } from '../../bytes.ts';
import { keccak256 } from '../keccak.ts';
import { decodeRlp, encodeRlp, numberBytes, type Rlp, RlpError } from '../rlp.ts';
import { addressBytes, fromBytes, hexOf, toBytes } from '../words.ts';
import { badField, unknownType, wrongFieldCount } from './messages.ts';
import {
  type AccessList,
  type Authorization,
  InvalidTransaction,
  plainTransaction,
  type Signature,
  type SignedTransaction,
  type Transaction,
} from './transaction.ts';

/** How one field of a transaction is written, and read. */
type Field<Value> = { readonly write: (value: Value) => Rlp; readonly read: (item: Rlp) => Value };

class BadField extends Error {}

const bytesIn = (item: Rlp): Uint8Array => {
  if (item instanceof Uint8Array) return item;
  throw new BadField();
};
const listIn = (item: Rlp | undefined, length?: number): readonly Rlp[] => {
  if (item === undefined || item instanceof Uint8Array || item.length !== (length ?? item.length)) throw new BadField();
  return item;
};
/** A number of at most so many bytes. */
const number = (most: number): Field<bigint> => ({
  write: numberBytes,
  read: (item) => {
    const bytes = bytesIn(item);
    if (bytes.length > most || bytes[0] === 0) throw new BadField();
    return fromBytes(bytes);
  },
});
const word: Field<bigint> = {
  write: (value) => toBytes(value),
  read: (item) => {
    const bytes = bytesIn(item);
    if (bytes.length !== 32) throw new BadField();
    return fromBytes(bytes);
  },
};
const address: Field<string> = {
  write: addressBytes,
  read: (item) => {
    const bytes = bytesIn(item);
    if (bytes.length !== 20) throw new BadField();
    return `0x${hexOf(bytes)}`;
  },
};
const addressOrNone: Field<string | undefined> = {
  write: (value) => (value === undefined ? new Uint8Array() : address.write(value)),
  read: (item) => (bytesIn(item).length === 0 ? undefined : address.read(item)),
};
const bytes: Field<Uint8Array> = { write: (value) => value, read: bytesIn };
const words: Field<readonly bigint[]> = {
  write: (values) => values.map(word.write),
  read: (item) => listIn(item).map(word.read),
};
const accesses: Field<AccessList> = {
  write: (entries) => entries.map((each) => [address.write(each.address), words.write(each.keys)]),
  read: (item) =>
    listIn(item).map((entry) => {
      const [at, keys] = listIn(entry, 2) as [Rlp, Rlp];
      return { address: address.read(at), keys: words.read(keys) };
    }),
};
const small = number(8);
const large = number(32);
const authorizationList: Field<readonly Authorization[]> = {
  write: (all) =>
    all.map(({ chainId, address: to, nonce, yParity, r, s }) => [
      large.write(chainId),
      address.write(to),
      small.write(nonce),
      ...[BigInt(yParity), r, s].map(large.write),
    ]),
  read: (item) =>
    listIn(item).map((each) => {
      const [chainId, to, nonce, yParity, r, s] = listIn(each, 6) as [Rlp, Rlp, Rlp, Rlp, Rlp, Rlp];
      return {
        chainId: large.read(chainId),
        address: address.read(to),
        nonce: small.read(nonce),
        yParity: Number(number(1).read(yParity)),
        r: large.read(r),
        s: large.read(s),
      };
    }),
};

const codecs = {
  chainId: large,
  nonce: small,
  gasPrice: large,
  maxPriorityFeePerGas: large,
  maxFeePerGas: large,
  gasLimit: small,
  to: addressOrNone,
  value: large,
  data: bytes,
  accessList: accesses,
  maxFeePerBlobGas: large,
  blobHashes: words,
  authorizations: authorizationList,
};
type Name = keyof typeof codecs;

const common: readonly Name[] = ['gasLimit', 'to', 'value', 'data'];
const legacy: readonly Name[] = ['nonce', 'gasPrice', ...common];
const feeMarket: readonly Name[] = [
  'chainId',
  'nonce',
  'maxPriorityFeePerGas',
  'maxFeePerGas',
  ...common,
  'accessList',
];

/** The fields of each type, in order, before the signature: Yellow Paper, EIP-2930, EIP-1559, EIP-4844, EIP-7702. */
const fields: Readonly<Record<Transaction['type'], readonly Name[]>> = {
  0: legacy,
  1: ['chainId', ...legacy, 'accessList'],
  2: feeMarket,
  3: [...feeMarket, 'maxFeePerBlobGas', 'blobHashes'],
  4: [...feeMarket, 'authorizations'],
};

const written = (transaction: Transaction): readonly Rlp[] =>
  fields[transaction.type].map((name) => {
    const value = name === 'gasPrice' ? transaction.maxFeePerGas : transaction[name];
    return (codecs[name] as Field<typeof value>).write(value);
  });

const enveloped = (type: Transaction['type'], items: readonly Rlp[]): Uint8Array =>
  type === 0 ? encodeRlp(items) : concatBytes([Uint8Array.of(type), encodeRlp(items)]);

/** What v of a legacy signature starts from: 27, or 35 and twice the chain's id (EIP-155). */
const firstV = (chainId: bigint | undefined) => (chainId === undefined ? 27n : 35n + 2n * chainId);

/** The hash that is signed. */
export const signingHash = (transaction: Transaction): Uint8Array => {
  const { type, chainId } = transaction;
  const end = type === 0 && chainId !== undefined ? [numberBytes(chainId), new Uint8Array(), new Uint8Array()] : [];
  return keccak256(enveloped(type, [...written(transaction), ...end]));
};

/** A transaction as it stands in a block (EIP-2718). */
export const encodeTransaction = (transaction: SignedTransaction): Uint8Array => {
  const { type, chainId, signature } = transaction;
  const parity = BigInt(signature.yParity);
  const v = type === 0 ? firstV(chainId) + parity : parity;
  return enveloped(type, [...written(transaction), ...[v, signature.r, signature.s].map(numberBytes)]);
};

/** The hash that names a transaction. */
export const transactionHash = (transaction: SignedTransaction): Uint8Array =>
  keccak256(encodeTransaction(transaction));

/** The first byte of an RLP list; a typed transaction starts with its type instead. */
const firstList = 0xc0;

/** @throws InvalidTransaction where the bytes are no transaction. */
export const decodeTransaction = (encoded: Uint8Array): SignedTransaction => {
  const [first = 0] = encoded;
  const type = (first >= firstList ? 0 : first) as Transaction['type'];
  const names = fields[type];
  if (!names || (type === 0 && first < firstList)) throw new InvalidTransaction('type', unknownType(first));
  const items = itemsOf(type === 0 ? encoded : encoded.subarray(1));
  if (items.length !== names.length + 3)
    throw new InvalidTransaction('encoding', wrongFieldCount(type, names.length + 3, items.length));
  const read = <Value>(name: string, codec: Field<Value>, at: number): Value => {
    try {
      return codec.read(items[at] as Rlp);
    } catch (error) {
      throw error instanceof BadField ? new InvalidTransaction('encoding', badField(type, name)) : error;
    }
  };
  const content = Object.fromEntries(names.map((name, at) => [name, read(name, codecs[name] as Field<unknown>, at)]));
  const v = read('v', large, names.length);
  const [r, s] = [read('r', large, names.length + 1), read('s', large, names.length + 2)];
  const { gasPrice, ...rest } = content;
  const prices = gasPrice === undefined ? {} : { maxFeePerGas: gasPrice, maxPriorityFeePerGas: gasPrice };
  const typed = { ...plainTransaction, type, ...rest, ...prices } as Transaction;
  return type === 0 ? withLegacySignature(typed, v, r, s) : { ...typed, signature: { yParity: Number(v), r, s } };
};

const itemsOf = (encoded: Uint8Array): readonly Rlp[] => {
  try {
    return listIn(decodeRlp(encoded));
  } catch (error) {
    if (error instanceof RlpError) throw new InvalidTransaction('encoding', error.message);
    if (error instanceof BadField) throw new InvalidTransaction('encoding', badField(0, 'list'));
    throw error;
  }
};

const withLegacySignature = (transaction: Transaction, v: bigint, r: bigint, s: bigint): SignedTransaction => {
  const chainId = v >= firstV(0n) ? (v - firstV(0n)) / 2n : undefined;
  const signature: Signature = { yParity: Number(v - firstV(chainId)), r, s };
  return { ...transaction, chainId, signature };
};
