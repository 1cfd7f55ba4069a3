import type { CodeId } from '../code.ts';
import { emptyMap, type PersistentMap } from '../persistent-map.ts';
import { type Snapshot, Store } from '../store.ts';
import { codeIdOf, EvmCode } from './code.ts';
import type { Rules } from './forks.ts';
import { type Address, addressOf, hexOf, toBytes } from './words.ts';

export type Log = { readonly address: Address; readonly topics: readonly bigint[]; readonly data: Uint8Array };

/** Logs so far, newest first. */
export type Logs = { readonly log: Log; readonly earlier: Logs; readonly count: number } | undefined;

/** Everything that a revert takes back, as it was at one moment. */
export type Moment = {
  readonly accounts: Snapshot<bigint>;
  readonly warm: Snapshot<bigint>;
  readonly transient: Snapshot<bigint>;
  readonly created: PersistentMap<Address, true>;
  readonly destroyed: PersistentMap<Address, true>;
  readonly touched: PersistentMap<Address, true>;
  readonly refund: number;
  readonly logs: Logs;
  readonly held: number;
};

/** The codes met so far, and the bytes of those met since the start. They are never forgotten, so a revert takes nothing back. */
export type Met = { readonly codes: PersistentMap<CodeId, true>; readonly bytes: number };

/** Roughly what one more field takes: a path of small nodes in a map. */
export const bytesPerField = 500;

const idOf = (hash: bigint): CodeId => `0x${hexOf(toBytes(hash))}`;
const ripemd160: Address = addressOf(3n);
const noCode = new Uint8Array();
/** Keccak-256 of nothing: the code hash of an account without code. */
export const emptyCodeHash = 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470n;

/**
 * Accounts, and what lasts for one transaction. All of it lies in maps whose snapshot is a reference, so a frame keeps the
 * moment of its start and a revert goes back to it.
 *
 * An account's fields in the store are `nonce`, `balance`, `code` (the hash of its code; absent for none) and its
 * storage slots, by number. A slot of zero is absent.
 */
export class State {
  readonly accounts: Store<bigint>;
  /** Accounts (field `account`) and slots touched before in this transaction (EIP-2929). */
  readonly warm = new Store<bigint>();
  readonly transient = new Store<bigint>();
  created: PersistentMap<Address, true> = emptyMap();
  destroyed: PersistentMap<Address, true> = emptyMap();
  /** Empty accounts that were called or paid, which the end of the transaction deletes (EIP-161). */
  touched: PersistentMap<Address, true> = emptyMap();
  refund = 0;
  logs: Logs;
  /** Roughly the bytes that all this takes; what a revert takes back counts no more. */
  held = 0;
  met: Met = { codes: emptyMap(), bytes: 0 };
  /** Every code met so far, by its hash; also in steps that were taken back. */
  readonly codes: Map<CodeId, EvmCode>;
  readonly #rules: Rules;
  readonly #fork: string;
  /** How each transaction starts, apart from accounts. */
  readonly #unchanged: Moment;
  /** As the transaction found it. */
  #original: Store<bigint> | undefined;

  /** Starts from the accounts and codes of another state, if one is given, and leaves that alone. */
  constructor(rules: Rules, fork: string, from?: State) {
    this.#rules = rules;
    this.#fork = fork;
    this.accounts = from ? from.accounts.fork() : new Store();
    this.codes = new Map(from?.codes);
    this.#unchanged = this.moment();
  }

  /** A transaction starts: a slot's original value is the one it has now, and nothing was done yet; what is held counts. */
  begin(): void {
    this.restore({ ...this.#unchanged, accounts: this.accounts.snapshot() });
    this.#original = this.accounts.fork();
    this.held = 0;
    this.met = { codes: this.met.codes, bytes: 0 };
  }

  /** Roughly the bytes that the run has come to hold, for the host's limit. */
  get size(): number {
    return this.held + this.met.bytes;
  }

  moment(): Moment {
    return {
      accounts: this.accounts.snapshot(),
      warm: this.warm.snapshot(),
      transient: this.transient.snapshot(),
      created: this.created,
      destroyed: this.destroyed,
      touched: this.touched,
      refund: this.refund,
      logs: this.logs,
      held: this.held,
    };
  }

  restore(moment: Moment): void {
    this.accounts.restore(moment.accounts);
    this.warm.restore(moment.warm);
    this.transient.restore(moment.transient);
    this.created = moment.created;
    this.destroyed = moment.destroyed;
    this.touched = moment.touched;
    this.refund = moment.refund;
    this.logs = moment.logs;
    this.held = moment.held;
  }

  /**
   * Undoes what a failed call did. One thing stays: that 0x03 was touched. In block 2,675,119 all clients deleted that
   * account after a call of it had failed, and the chain goes by what they did (EIP-161, addendum).
   */
  revert(moment: Moment): void {
    const wasTouched = this.touched.get(ripemd160) === true;
    this.restore(moment);
    if (wasTouched) this.touched = this.touched.set(ripemd160, true);
  }

  /** Fields that differ from an earlier moment, and logs since: a measure of what a save holds beyond the one before. */
  changedSince(earlier: Moment): number {
    const fields =
      this.accounts.changesSince(earlier.accounts).length +
      this.warm.changesSince(earlier.warm).length +
      this.transient.changesSince(earlier.transient).length;
    return fields + Math.abs((this.logs?.count ?? 0) - (earlier.logs?.count ?? 0));
  }

  /** Marks as touched; true if this is the first time. */
  touch(address: Address, field: 'account' | bigint): boolean {
    if (this.warm.get(address, field) !== undefined) return false;
    this.warm.set(address, field, 1n);
    this.held += bytesPerField;
    return true;
  }

  balance(address: Address): bigint {
    return this.accounts.get(address, 'balance') ?? 0n;
  }

  setBalance(address: Address, amount: bigint): void {
    this.#set(address, 'balance', amount);
  }

  transfer(from: Address, to: Address, amount: bigint): void {
    if (amount > 0n) this.setBalance(from, this.balance(from) - amount);
    this.pay(to, amount);
  }

  /** Before Spurious Dragon, even nothing given brings an account into being; since then it is deleted if it is empty (EIP-161). */
  pay(to: Address, amount: bigint): void {
    if (amount > 0n || !this.#rules.emptyIsAbsent) this.setBalance(to, this.balance(to) + amount);
    else if (this.isEmpty(to)) this.touched = this.touched.set(to, true);
  }

  /** Deletes what the transaction leaves for deletion: contracts that ended themselves, and empty accounts (EIP-161). */
  end(): void {
    for (const address of this.destroyed.keys()) this.accounts.deleteObject(address);
    for (const address of this.touched.keys()) if (this.isEmpty(address)) this.accounts.deleteObject(address);
  }

  nonce(address: Address): bigint {
    return this.accounts.get(address, 'nonce') ?? 0n;
  }

  setNonce(address: Address, nonce: bigint): void {
    this.#set(address, 'nonce', nonce);
  }

  storage(address: Address, key: bigint): bigint {
    return this.accounts.get(address, key) ?? 0n;
  }

  originalStorage(address: Address, key: bigint): bigint {
    return this.#original?.get(address, key) ?? 0n;
  }

  setStorage(address: Address, key: bigint, value: bigint): void {
    if (value !== 0n) {
      this.#set(address, key, value);
    } else if (this.accounts.get(address, key) !== undefined) {
      this.accounts.delete(address, key);
      this.held -= bytesPerField;
    }
  }

  hasStorage(address: Address): boolean {
    for (const _ of this.slots(address)) return true;
    return false;
  }

  /** The storage of an account: all slots that are not 0. */
  *slots(address: Address): Generator<readonly [key: bigint, value: bigint]> {
    for (const [field, value] of this.accounts.fields(address)) if (typeof field === 'bigint') yield [field, value];
  }

  setTransient(address: Address, key: bigint, value: bigint): void {
    if (this.transient.get(address, key) === undefined) this.held += bytesPerField;
    this.transient.set(address, key, value);
  }

  addLog(log: Log): void {
    this.logs = { log, earlier: this.logs, count: (this.logs?.count ?? 0) + 1 };
    this.held += bytesPerField + log.data.length;
  }

  code(address: Address): Uint8Array {
    return this.codeOf(address)?.bytes ?? noCode;
  }

  /** Undefined for an account without code. */
  codeOf(address: Address): EvmCode | undefined {
    const hash = this.accounts.get(address, 'code');
    return hash === undefined ? undefined : this.codeWithHash(hash);
  }

  codeWithHash(hash: bigint): EvmCode | undefined {
    return this.codes.get(idOf(hash));
  }

  setCode(address: Address, bytes: Uint8Array, name: string): void {
    if (bytes.length === 0) this.accounts.delete(address, 'code');
    else this.#set(address, 'code', BigInt(this.learn(bytes, name).id));
  }

  /** The code of these bytes, analysed once however often it is met. */
  learn(bytes: Uint8Array, name: string): EvmCode {
    const id = codeIdOf(bytes);
    const { met } = this;
    if (!met.codes.get(id)) this.met = { codes: met.codes.set(id, true), bytes: met.bytes + bytes.length };
    const known = this.codes.get(id);
    if (known) return known;
    const code = new EvmCode(bytes, this.#fork, name, id);
    this.codes.set(id, code);
    return code;
  }

  /** What EXTCODEHASH says (EIP-1052). */
  codeHash(address: Address): bigint {
    return this.isAbsent(address) ? 0n : (this.accounts.get(address, 'code') ?? emptyCodeHash);
  }

  /** Neither nonce nor balance nor code (EIP-161). */
  isEmpty(address: Address): boolean {
    return this.nonce(address) === 0n && this.balance(address) === 0n && this.code(address).length === 0;
  }

  /** Whether the fork takes the account for one that is not there. */
  isAbsent(address: Address): boolean {
    return this.#rules.emptyIsAbsent ? this.isEmpty(address) : !this.accounts.has(address);
  }

  #set(address: Address, field: string | bigint, value: bigint): void {
    if (this.accounts.get(address, field) === undefined) this.held += bytesPerField;
    this.accounts.set(address, field, value);
  }
}
