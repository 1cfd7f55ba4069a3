import { bytes, listOf, type Property, quantity } from '../../properties.ts';
import { address } from '../properties.ts';
import { unknownType } from '../transactions/messages.ts';
import {
  type Authorization,
  InvalidTransaction,
  plainTransaction,
  type SignedTransaction,
  type Transaction,
} from '../transactions/transaction.ts';

/** An object that a node answered with. */
export type Answer = Readonly<Record<string, unknown>>;

export const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const word = quantity(256, '');
const account = address('');
const data = bytes('');

/** Fields of an answer, in the forms of execution-apis. Each reader throws a LoadError where the field is not of its form. */
export const fieldsOf = (answer: Answer) => {
  const read = <Value>(name: string, property: Property<Value>): Value => property.read(answer[name], name);
  const has = (name: string) => answer[name] !== undefined && answer[name] !== null;
  return {
    has,
    number: (name: string) => read(name, word),
    numberOr: (name: string, other: bigint) => (has(name) ? read(name, word) : other),
    address: (name: string) => read(name, account),
    addressOrNone: (name: string) => (has(name) ? read(name, account) : undefined),
    bytes: (name: string) => read(name, data),
    list: <Value>(name: string, each: Property<Value>) => (has(name) ? read(name, listOf('', each)) : []),
  };
};

const entry = <Value>(make: (fields: ReturnType<typeof fieldsOf>) => Value): Property<Value> => ({
  schema: {},
  read: (value) => make(fieldsOf(isAnswer(value) ? value : {})),
});

const access = entry((fields) => ({ address: fields.address('address'), keys: fields.list('storageKeys', word) }));
const authorization = entry(
  (fields): Authorization => ({
    chainId: fields.number('chainId'),
    address: fields.address('address'),
    nonce: fields.number('nonce'),
    yParity: Number(fields.number('yParity')),
    r: fields.number('r'),
    s: fields.number('s'),
  }),
);

/** A legacy signature tells its parity and chain in one number (EIP-155). */
const legacySignature = (v: bigint) =>
  v < 35n
    ? { chainId: undefined, yParity: Number(v - 27n) }
    : { chainId: (v - 35n) / 2n, yParity: Number((v - 35n) % 2n) };

const newestType = 4;

/** The transaction of an answer to eth_getTransactionByHash. @throws LoadError, InvalidTransaction */
export const transactionIn = (answer: Answer): SignedTransaction => {
  const { numberOr, number, bytes: data, addressOrNone, list, has } = fieldsOf(answer);
  const type = Number(numberOr('type', 0n)) as Transaction['type'];
  if (type > newestType) throw new InvalidTransaction('type', unknownType(type));
  const price = type < 2 ? number('gasPrice') : 0n;
  const typed = { chainId: numberOr('chainId', 0n), yParity: Number(number(has('yParity') ? 'yParity' : 'v')) };
  const { chainId, yParity } = type === 0 ? legacySignature(number('v')) : typed;
  return {
    ...plainTransaction,
    type,
    chainId,
    nonce: number('nonce'),
    gasLimit: number('gas'),
    to: addressOrNone('to'),
    value: number('value'),
    data: data('input'),
    maxFeePerGas: type < 2 ? price : number('maxFeePerGas'),
    maxPriorityFeePerGas: type < 2 ? price : number('maxPriorityFeePerGas'),
    maxFeePerBlobGas: numberOr('maxFeePerBlobGas', 0n),
    accessList: list('accessList', access),
    blobHashes: list('blobVersionedHashes', word),
    authorizations: list('authorizationList', authorization),
    signature: { yParity, r: number('r'), s: number('s') },
  };
};
