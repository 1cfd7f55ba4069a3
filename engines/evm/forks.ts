import type { Version } from '../instruction.ts';
import { callStipend } from './schedule.ts';

/**
 * Forks of Ethereum that change what code or transactions do, oldest first. Those that only move the difficulty bomb are left out.
 * BPO forks change only how many blobs there are, and their price (EIP-7892).
 */
export const forks = [
  { id: 'frontier', name: 'Frontier' },
  { id: 'homestead', name: 'Homestead' },
  { id: 'tangerine', name: 'Tangerine Whistle' },
  { id: 'spurious', name: 'Spurious Dragon' },
  { id: 'byzantium', name: 'Byzantium' },
  { id: 'constantinople', name: 'Constantinople' },
  { id: 'petersburg', name: 'Petersburg' },
  { id: 'istanbul', name: 'Istanbul' },
  { id: 'berlin', name: 'Berlin' },
  { id: 'london', name: 'London' },
  { id: 'paris', name: 'Paris (the Merge)' },
  { id: 'shanghai', name: 'Shanghai' },
  { id: 'cancun', name: 'Cancun' },
  { id: 'prague', name: 'Prague' },
  { id: 'osaka', name: 'Osaka' },
  { id: 'bpo1', name: 'Osaka, BPO1' },
  { id: 'bpo2', name: 'Osaka, BPO2' },
] as const satisfies readonly Version[];

export type ForkId = (typeof forks)[number]['id'];

/** The newest that changes what code does. */
export const newestFork: ForkId = 'osaka';

export const forkName = (id: ForkId): string => forks.find((fork) => fork.id === id)?.name ?? id;

/** What a fork rules beyond the base costs of instructions, which stand in their rows. Amounts in gas, sizes in bytes. */
export type Rules = {
  /** A creation that cannot pay for its code fails; before, it left an account without code (EIP-2). */
  readonly unpaidCodeFails: boolean;
  /** A call gets at most all but one 64th of the gas that is left; before, asking for too much was out of gas (EIP-150). */
  readonly keepsOne64th: boolean;
  /** SELFDESTRUCT pays for an account that it brings into being (EIP-150). */
  readonly selfdestructPaysNewAccount: boolean;
  /** Nonce, balance and code all empty is the same as absent; contracts start with nonce 1 (EIP-161). */
  readonly emptyIsAbsent: boolean;
  /** Per byte of the exponent (EIP-160). */
  readonly expByte: number;
  /** Largest code that may be deployed (EIP-170). */
  readonly codeLimit: number;
  /** How SSTORE is charged. */
  readonly sstore: StorageCosts;
  /** What the first touch of an account or slot in a transaction costs, in place of a warm one (EIP-2929). */
  readonly cold: { readonly account: number; readonly slot: number } | undefined;
  /** Given back for a destroyed contract (EIP-3529 ended it). */
  readonly selfdestructRefund: number;
  /** Code that starts with 0xef cannot be deployed (EIP-3541). */
  readonly rejectsEf: boolean;
  /** The fee recipient of the block is warm from the start (EIP-3651). */
  readonly warmCoinbase: boolean;
  /** Limit and cost per word of init code (EIP-3860). */
  readonly initCode: { readonly limit: number; readonly word: number } | undefined;
  /** SELFDESTRUCT deletes only contracts created in the same transaction (EIP-6780). */
  readonly keepsOldContracts: boolean;
  /** Accounts may delegate to another account's code (EIP-7702). */
  readonly delegation: boolean;
  /** A contract of the chain holds the hashes of earlier blocks (EIP-2935). */
  readonly hasHistoryContract: boolean;
  /** What a transaction must fulfil, and costs beside its instructions. */
  readonly transactions: TransactionRules;
};

export type StorageCosts = {
  /** The EIP by which it charges by the value at the start of the transaction, not only by the one now. */
  readonly net: 'EIP-1283' | 'EIP-2200' | undefined;
  /** SSTORE needs more gas left than this: than a stipend, so that a callee cannot store with it alone (EIP-2200). */
  readonly sentry: number;
  /** From zero to something, and any other first change, both with the base cost included. */
  readonly set: number;
  readonly reset: number;
  /** Given back for a slot that becomes zero. */
  readonly clearRefund: number;
};

export type TransactionRules = {
  /** The newest type that is valid; all before it are too (EIP-2718). */
  readonly newestType: 0 | 1 | 2 | 3 | 4;
  /** A signature whose s is in the upper half is refused (EIP-2). */
  readonly lowS: boolean;
  /** Signatures may name the chain that they are for (EIP-155). */
  readonly namesChain: boolean;
  /** Creating a contract costs this on top (EIP-2). */
  readonly creation: number;
  /** Per byte of data that is not 0. */
  readonly dataByte: number;
  /** Per token of data, of which a zero byte is one and any other four: the least that a transaction costs (EIP-7623). */
  readonly floorToken: number;
  /** At most the gas used divided by this is given back. */
  readonly refundQuotient: bigint;
  /** Most gas that one transaction may ask for (EIP-7825). */
  readonly gasCap: bigint | undefined;
  /** Part of the fee is burnt, as the block says (EIP-1559). */
  readonly burnsBaseFee: boolean;
  /** How many blobs there may be, and what they cost (EIP-4844). */
  readonly blobs: BlobSchedule | undefined;
};

/** Blobs per block aimed at and allowed, and per transaction; the greater the fraction, the slower the price moves (EIP-7840). */
export type BlobSchedule = {
  readonly target: number;
  readonly max: number;
  readonly maxPerTransaction: number;
  readonly updateFraction: bigint;
};

const frontier: Rules = {
  unpaidCodeFails: false,
  keepsOne64th: false,
  selfdestructPaysNewAccount: false,
  emptyIsAbsent: false,
  expByte: 10,
  codeLimit: Number.POSITIVE_INFINITY,
  sstore: { net: undefined, sentry: 0, set: 20000, reset: 5000, clearRefund: 15000 },
  cold: undefined,
  selfdestructRefund: 24000,
  rejectsEf: false,
  warmCoinbase: false,
  initCode: undefined,
  keepsOldContracts: false,
  delegation: false,
  hasHistoryContract: false,
  transactions: {
    newestType: 0,
    lowS: false,
    namesChain: false,
    creation: 0,
    dataByte: 68,
    floorToken: 0,
    refundQuotient: 2n,
    gasCap: undefined,
    burnsBaseFee: false,
    blobs: undefined,
  },
};
const homestead: Rules = {
  ...frontier,
  unpaidCodeFails: true,
  transactions: { ...frontier.transactions, lowS: true, creation: 32000 },
};
const tangerine: Rules = { ...homestead, keepsOne64th: true, selfdestructPaysNewAccount: true };
const spurious: Rules = {
  ...tangerine,
  emptyIsAbsent: true,
  expByte: 50,
  codeLimit: 0x6000,
  transactions: { ...tangerine.transactions, namesChain: true },
};
const byzantium: Rules = spurious;
const constantinople: Rules = { ...byzantium, sstore: { ...byzantium.sstore, net: 'EIP-1283' } };
const petersburg: Rules = { ...constantinople, sstore: byzantium.sstore };
const istanbul: Rules = {
  ...petersburg,
  sstore: { ...constantinople.sstore, net: 'EIP-2200', sentry: callStipend },
  transactions: { ...petersburg.transactions, dataByte: 16 },
};
/** Charged apart from the write since Berlin, and so no part of a reset any more (EIP-2929). */
const coldSlot = 2100;
const berlin: Rules = {
  ...istanbul,
  cold: { account: 2600, slot: coldSlot },
  sstore: { ...istanbul.sstore, reset: istanbul.sstore.reset - coldSlot },
  transactions: { ...istanbul.transactions, newestType: 1 },
};
const london: Rules = {
  ...berlin,
  sstore: { ...berlin.sstore, clearRefund: 4800 },
  selfdestructRefund: 0,
  rejectsEf: true,
  transactions: { ...berlin.transactions, newestType: 2, refundQuotient: 5n, burnsBaseFee: true },
};
const paris: Rules = london;
const shanghai: Rules = { ...paris, warmCoinbase: true, initCode: { limit: 0xc000, word: 2 } };
const cancun: Rules = {
  ...shanghai,
  keepsOldContracts: true,
  transactions: {
    ...shanghai.transactions,
    newestType: 3,
    blobs: { target: 3, max: 6, maxPerTransaction: 6, updateFraction: 3338477n },
  },
};
/** EIP-7691. */
const pragueBlobs: BlobSchedule = { target: 6, max: 9, maxPerTransaction: 9, updateFraction: 5007716n };
const prague: Rules = {
  ...cancun,
  delegation: true,
  hasHistoryContract: true,
  transactions: { ...cancun.transactions, newestType: 4, floorToken: 10, blobs: pragueBlobs },
};
/** EIP-7594 set how many blobs one transaction may bring. */
const osaka: Rules = {
  ...prague,
  transactions: { ...prague.transactions, gasCap: 2n ** 24n, blobs: { ...pragueBlobs, maxPerTransaction: 6 } },
};
const withBlobs = (target: number, max: number, updateFraction: bigint): Rules => ({
  ...osaka,
  transactions: { ...osaka.transactions, blobs: { target, max, maxPerTransaction: 6, updateFraction } },
});
/** EIP-7892. */
const bpo1 = withBlobs(10, 15, 8346193n);
const bpo2 = withBlobs(14, 21, 11684671n);

export const rules: Readonly<Record<ForkId, Rules>> = {
  frontier,
  homestead,
  tangerine,
  spurious,
  byzantium,
  constantinople,
  petersburg,
  istanbul,
  berlin,
  london,
  paris,
  shanghai,
  cancun,
  prague,
  osaka,
  bpo1,
  bpo2,
};
