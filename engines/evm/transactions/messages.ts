import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';
import type { Address } from '../words.ts';
import { type ExpectedReceipt, isAsExpected, type Receipt } from './receipt.ts';

export const unknownType = (type: number) => t('There is no type {0} of transactions; there are 0 to 4.', type);
export const wrongFieldCount = (type: number, expected: number, found: number) =>
  t('A transaction of type {0} has {1} fields, here are {2}.', type, expected, found);
export const badField = (type: number, field: string) =>
  t('The field "{0}" of this transaction of type {1} has not the form that its type asks for.', field, type);
export const tooWide = (field: string, bits: number) =>
  t('The field "{0}" of a transaction has {1} bits; its number is larger.', field, bits);
export const badSignature = () => t('The signature is none: no account can have made it.');
export const highS = () =>
  t('The s of the signature is in the upper half of its range; the lower one is valid (EIP-2).');

export const typeTooNew = (type: number, fork: string) =>
  t('The fork {0} does not know transactions of type {1}; choose a newer fork.', fork, type);
export const otherChain = (chainId: bigint, here: bigint) =>
  t('The transaction is for the chain {0}, this is {1}.', grouped(chainId), grouped(here));
export const gasTooLow = (needs: bigint, limit: bigint) =>
  t('Before its first instruction the transaction costs {0} gas; its limit is {1}.', grouped(needs), grouped(limit));
export const belowFloor = (floor: bigint, limit: bigint) =>
  t(
    'With such data a transaction costs at least {0} gas (EIP-7623); its limit is {1}.',
    grouped(floor),
    grouped(limit),
  );
export const aboveCap = (cap: bigint, limit: bigint) =>
  t('A transaction may ask for at most {0} gas (EIP-7825), this one asks for {1}.', grouped(cap), grouped(limit));
export const aboveBlock = (left: bigint, limit: bigint) =>
  t('The transaction asks for {0} gas, the block has {1} left.', grouped(limit), grouped(left));
export const nonceAtLimit = () => t('The nonce of the sender has reached its limit (EIP-2681).');
export const otherNonce = (expected: bigint, found: bigint) =>
  t('The next nonce of the sender is {0}, the transaction has {1}.', grouped(expected), grouped(found));
export const initCodeTooLong = (size: number, limit: number) =>
  t('The init code has {0} bytes, at most {1} are allowed (EIP-3860).', grouped(size), grouped(limit));
export const feeTooLow = (fee: bigint, baseFee: bigint) =>
  t('The transaction pays at most {0} wei per gas, the block asks for {1} (EIP-1559).', grouped(fee), grouped(baseFee));
export const priorityTooHigh = (priority: bigint, fee: bigint) =>
  t(
    'The priority fee of {0} wei is more than the {1} wei per gas that are paid altogether.',
    grouped(priority),
    grouped(fee),
  );
export const fundsTooLow = (sender: Address, needs: bigint, has: bigint) =>
  t('The sender {0} has {1} wei, the transaction may cost {2}.', sender, grouped(has), grouped(needs));
export const senderHasCode = (sender: Address) =>
  t('The sender {0} is a contract, and only accounts without code send transactions (EIP-3607).', sender);
export const mayNotCreate = (type: number) =>
  t('A transaction of type {0} cannot create a contract; it needs an address to call.', type);
export const noBlobs = () => t('A transaction of type 3 has at least one blob, this one has none (EIP-4844).');
export const otherBlobVersion = () =>
  t('A versioned hash of a blob starts with the byte 1, one of this transaction does not (EIP-4844).');
export const tooManyBlobs = (found: number, most: number) =>
  t('The transaction has {0} blobs, at most {1} are allowed.', grouped(found), grouped(most));
export const blobFeeTooLow = (fee: bigint, price: bigint) =>
  t('The transaction pays at most {0} wei per blob gas, the block asks for {1}.', grouped(fee), grouped(price));
export const noAuthorizations = () =>
  t('A transaction of type 4 has at least one authorization, this one has none (EIP-7702).');

/** The one unit that runs. */
export const transactionUnit = () => t('Transaction');
export const endOfTransaction = (text: string, receipt: Receipt, expected?: ExpectedReceipt) => {
  const { gasUsed, refunded, gasPrice, logs } = receipt;
  const used = t('Receipt: {0} gas used', grouped(gasUsed));
  const back = refunded === 0n ? '' : t(' after a refund of {0}', grouped(refunded));
  const end = t('{0} {1}{2}, fee {3} wei, {4} logs.', text, used, back, grouped(gasUsed * gasPrice), logs.length);
  return expected ? `${end} ${compared(receipt, expected)}` : end;
};

const compared = (receipt: Receipt, expected: ExpectedReceipt): string => {
  if (isAsExpected(receipt, expected)) return t('The chain says the same.');
  const { gasUsed, status } = expected;
  const used = gasUsed === undefined ? [] : [t('{0} gas used', grouped(gasUsed))];
  const ended = status === undefined ? [] : [status === 1n ? t('success') : t('failure')];
  return t('On the chain it was otherwise: {0}.', [...used, ...ended].join(', '));
};
