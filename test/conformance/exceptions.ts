import type { Rule } from '../../engines/evm/transactions/transaction.ts';

/**
 * What the suites call the rules of validity: first the names of execution-spec-tests, without `TransactionException.`,
 * then those of older suites, which are less exact.
 */
const rulesOf: Readonly<Record<string, readonly Rule[]>> = {
  TYPE_NOT_SUPPORTED: ['type'],
  TYPE_1_TX_PRE_FORK: ['type'],
  TYPE_2_TX_PRE_FORK: ['type'],
  TYPE_3_TX_PRE_FORK: ['type'],
  TYPE_3_TX_ZERO_BLOBS_PRE_FORK: ['type'],
  TYPE_4_TX_PRE_FORK: ['type'],
  INVALID_CHAINID: ['chain'],
  INVALID_SIGNATURE_VRS: ['signature'],
  GASLIMIT_OVERFLOW: ['encoding'],
  VALUE_OVERFLOW: ['encoding'],
  GASPRICE_OVERFLOW: ['encoding'],
  NONCE_OVERFLOW: ['encoding'],
  NONCE_TOO_BIG: ['encoding'],
  PRIORITY_OVERFLOW: ['encoding'],
  ADDRESS_TOO_SHORT: ['encoding'],
  ADDRESS_TOO_LONG: ['encoding'],
  TYPE_4_INVALID_AUTHORIZATION_FORMAT: ['encoding'],
  RLP_INVALID_SIGNATURE_R: ['encoding', 'signature'],
  RLP_INVALID_SIGNATURE_S: ['encoding', 'signature'],
  EC_RECOVERY_FAIL: ['signature'],
  GASLIMIT_PRICE_PRODUCT_OVERFLOW: ['funds'],
  INTRINSIC_GAS_TOO_LOW: ['intrinsic-gas', 'gas-floor'],
  INTRINSIC_GAS_BELOW_FLOOR_GAS_COST: ['gas-floor', 'intrinsic-gas'],
  GAS_LIMIT_EXCEEDS_MAXIMUM: ['gas-cap'],
  PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS_2: ['priority-above-fee'],
  TYPE_4_INVALID_AUTHORITY_SIGNATURE: ['signature', 'encoding'],
  TYPE_4_INVALID_AUTHORITY_SIGNATURE_S_TOO_HIGH: ['signature', 'encoding'],
  GAS_ALLOWANCE_EXCEEDED: ['block-gas'],
  NONCE_IS_MAX: ['nonce-limit'],
  NONCE_MISMATCH_TOO_HIGH: ['nonce'],
  NONCE_MISMATCH_TOO_LOW: ['nonce'],
  INITCODE_SIZE_EXCEEDED: ['init-code-size'],
  INSUFFICIENT_MAX_FEE_PER_GAS: ['fee-below-base-fee'],
  PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS: ['priority-above-fee'],
  INSUFFICIENT_ACCOUNT_FUNDS: ['funds'],
  SENDER_NOT_EOA: ['sender-has-code'],
  TYPE_3_TX_CONTRACT_CREATION: ['creation'],
  TYPE_3_TX_ZERO_BLOBS: ['no-blobs'],
  TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH: ['blob-version'],
  TYPE_3_TX_BLOB_COUNT_EXCEEDED: ['blob-count'],
  TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED: ['blob-count'],
  INSUFFICIENT_MAX_FEE_PER_BLOB_GAS: ['blob-fee'],
  TYPE_4_TX_CONTRACT_CREATION: ['creation'],
  TYPE_4_EMPTY_AUTHORIZATION_LIST: ['no-authorizations'],
  TR_TypeNotSupported: ['type'],
  TR_RLP_WRONGVALUE: ['encoding'],
  TR_IntrinsicGas: ['intrinsic-gas'],
  IntrinsicGas: ['intrinsic-gas'],
  TR_GasLimitReached: ['block-gas'],
  TR_NonceHasMaxValue: ['nonce-limit'],
  TR_InitCodeLimitExceeded: ['init-code-size'],
  TR_FeeCapLessThanBlocks: ['fee-below-base-fee'],
  TR_TipGtFeeCap: ['priority-above-fee'],
  TR_NoFunds: ['funds'],
  TR_NoFundsX: ['funds'],
  TR_NoFundsOrGas: ['funds', 'intrinsic-gas'],
  TR_NonceTooLow: ['nonce'],
  TR_NonceTooHigh: ['nonce'],
  TR_EMPTYBLOB: ['no-blobs'],
  TR_BLOBCREATE: ['creation'],
  TR_BLOBLIST_OVERSIZE: ['blob-count'],
  TR_BLOBVERSION_INVALID: ['blob-version'],
  TR_FeeCapLessThanBlocksBlob: ['blob-fee'],
  SenderNotEOA: ['sender-has-code'],
};

/** The rules of which one must be broken; undefined where the suite uses a name that is not known here. */
export const expectedRules = (expectException: string): readonly Rule[] | undefined => {
  const all = expectException.split('|').map((name) => named(name.replace(/^\w+Exception\./, '')));
  return all.some((rules) => rules === undefined) ? undefined : all.flatMap((rules) => rules ?? []);
};

/** There are many ways in which bytes are no RLP of a transaction; which it is, suites differ about. */
const named = (name: string): readonly Rule[] | undefined =>
  rulesOf[name] ?? (/^(?:TR_)?RLP_/.test(name) ? ['encoding', 'type', 'signature'] : undefined);
