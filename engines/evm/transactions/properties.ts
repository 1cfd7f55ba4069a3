import { LoadError } from '../../engine.ts';
import { bytes, group, groupWith, listOf, type Property, quantity } from '../../properties.ts';
import { authorizationUnsigned, doc, encodedWanted, notATransaction } from '../launch-messages.ts';
import type { TransactionFields } from '../message.ts';
import { address } from '../properties.ts';
import type { Address } from '../words.ts';
import { decodeTransaction } from './encoding.ts';
import { senderOf } from './signing.ts';
import { type Authorization, InvalidTransaction, type Transaction } from './transaction.ts';

const word = quantity(256, doc.word());

/** By the names that nodes give them (execution-apis). */
const fields = group(doc.transaction(), {
  type: quantity(3, doc.type()),
  chainId: quantity(256, doc.transactionChainId()),
  nonce: quantity(64, doc.transactionNonce()),
  maxFeePerGas: quantity(256, doc.maxFeePerGas()),
  maxPriorityFeePerGas: quantity(256, doc.maxPriorityFeePerGas()),
  maxFeePerBlobGas: quantity(256, doc.maxFeePerBlobGas()),
  accessList: listOf(
    doc.accessList(),
    groupWith(
      doc.accessListEntry(),
      { address: address(doc.accessListAddress()), storageKeys: listOf(doc.storageKeys(), word) },
      ['address'],
    ),
  ),
  blobVersionedHashes: listOf(doc.blobVersionedHashes(), word),
  authorizationList: listOf(
    doc.authorizationList(),
    groupWith(
      doc.authorization(),
      {
        chainId: quantity(256, doc.authorizationChainId(), 0),
        address: address(doc.authorizationAddress()),
        nonce: quantity(64, doc.authorizationNonce(), 0),
        authority: address(doc.authority()),
        yParity: quantity(1, doc.yParity()),
        r: quantity(256, doc.r()),
        s: quantity(256, doc.s()),
      },
      ['address'],
    ),
  ),
});

type AuthorizationSettings = {
  readonly chainId?: bigint;
  readonly address: Authorization['address'];
  readonly nonce?: bigint;
  readonly authority?: Authorization['address'];
  readonly yParity?: bigint;
  readonly r?: bigint;
  readonly s?: bigint;
};

const authorizationOf = (settings: AuthorizationSettings, path: string): Authorization => {
  const { chainId = 0n, address: to, nonce = 0n, authority, yParity, r, s } = settings;
  if (authority !== undefined) return { chainId, address: to, nonce, authority, yParity: 0, r: 0n, s: 0n };
  if (yParity === undefined || r === undefined || s === undefined) {
    throw new LoadError(authorizationUnsigned(path), 'transaction');
  }
  return { chainId, address: to, nonce, yParity: Number(yParity), r, s };
};

/** What a launch configuration says of a whole transaction. */
type SentTransaction = {
  readonly fields: TransactionFields;
  /** Where it is given as it was signed: who signed it, and what the message call is made from. */
  readonly signed?: { readonly sender: Address } & Pick<Transaction, 'to' | 'value' | 'data' | 'gasLimit'>;
};

const readFields = (value: unknown, path: string): TransactionFields => {
  const { type, accessList, blobVersionedHashes, authorizationList, ...same } = fields.read(value, path);
  return {
    ...same,
    ...(type !== undefined && { type: Number(type) as Transaction['type'] }),
    ...(accessList && {
      accessList: accessList.map((each) => ({ address: each.address, keys: each.storageKeys ?? [] })),
    }),
    ...(blobVersionedHashes && { blobHashes: blobVersionedHashes }),
    ...(authorizationList && {
      authorizations: authorizationList.map((each, i) => authorizationOf(each, `${path}.authorizationList[${i}]`)),
    }),
  };
};

const encoded = bytes('');

/** A transaction as it stands in a block, in hexadecimal. @throws LoadError */
export const readSigned = (text: string, path = 'transaction'): Required<SentTransaction> => {
  try {
    const { signature, to, value, data, gasLimit, ...own } = decodeTransaction(encoded.read(text, path));
    const sender = senderOf({ ...own, signature, to, value, data, gasLimit });
    return { fields: own, signed: { sender, to, value, data, gasLimit } };
  } catch (error) {
    if (error instanceof InvalidTransaction) throw new LoadError(notATransaction(path, error.message), 'transaction');
    throw error;
  }
};

/** The fields of a transaction, or all of one as it was signed. */
export const sentTransaction: Property<SentTransaction> = {
  schema: {
    ...fields.schema,
    type: ['object', 'string'],
    pattern: '^0[xX]([0-9a-fA-F]{2})+$',
    patternErrorMessage: encodedWanted(),
  },
  read: (value, path) => (typeof value === 'string' ? readSigned(value, path) : { fields: readFields(value, path) }),
};
