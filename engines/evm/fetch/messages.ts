import { grouped } from '../../digits.ts';
import { t } from '../../translate.ts';

export const hashWanted = (found: string) =>
  t('The hash of a transaction is 0x and 64 hexadecimal digits; found "{0}".', found);

export const noTransaction = (host: string, hash: string) =>
  t('The node at {0} knows no transaction {1}; ask one of the chain that it is on.', host, hash);

export const pending = (hash: string) =>
  t('The transaction {0} is in no block yet; fetch it once it is, for only then what it meets is settled.', hash);

export const noPart = (host: string, what: string) =>
  t('The node at {0} knows the transaction, but not its {1}; ask one that has it still.', host, what);
export const parts = { block: () => t('block'), receipt: () => t('receipt'), earlier: () => t('earlier blocks') };

export const refused = (host: string, method: string, message: string) =>
  t('The node at {0} answered {1} with an error: {2}', host, method, message.replace(/\.?$/, '.'));

export const noTracer = (host: string, message: string) =>
  t(
    'The node at {0} does not tell the state before a transaction: {1} Ask one that offers debug_traceTransaction with the prestateTracer.',
    host,
    message.replace(/\.?$/, '.'),
  );

export const wrongState = (host: string) =>
  t(
    'What the node at {0} answered to debug_traceTransaction is no state of accounts; its prestateTracer is none.',
    host,
  );

export const otherHash = (host: string, hash: string) =>
  t(
    'The fields that the node at {0} tells of {1} make another hash, so they are not those that were signed.',
    host,
    hash,
  );

export const wrongAnswer = (host: string, method: string, why: string) =>
  t('What the node at {0} answered to {1} cannot be used: {2}', host, method, why);

export const description = (hash: string, block: bigint, chain: bigint, host: string) =>
  t(
    'Transaction {0} of block {1} of chain {2}. The accounts are those that the prestateTracer of the node at {3} told: as they were just before, with what earlier transactions of the block had done.',
    hash,
    grouped(block),
    String(chain),
    host,
  );

export const told = (hash: string, fork: string, outcome: string) =>
  t('Transaction {0} runs by the rules of {1}. {2}', hash, fork, outcome);

export const notEnded = (why: string) => t('It was not compared with the chain: {0}', why);
