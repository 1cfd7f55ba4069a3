import { isSame } from '../../bytes.ts';
import { emptyMap, type PersistentMap } from '../../persistent-map.ts';
import { type Account, type AccountMeta, maxDataSize } from './account.ts';
import { InstructionError, type InstructionErrorKind } from './errors.ts';
import { type Key, wellKnown } from './keys.ts';

/** Bytes by which all accounts together may grow in one transaction. */
const maxGrowthOfTransaction = 2 * maxDataSize;

/** What is at a key where nothing has been put. */
const nothing: Account = {
  lamports: 0n,
  data: new Uint8Array(),
  owner: wellKnown.systemProgram,
  executable: false,
};

export type SavedAccounts = {
  readonly accounts: PersistentMap<Key, Account>;
  readonly imbalance: bigint;
  readonly growth: number;
};

/** The accounts of a chain while a transaction changes them. */
export class Accounts {
  #accounts: PersistentMap<Key, Account>;
  /** Lamports that there are more, or fewer, than when the transaction began. */
  imbalance = 0n;
  /** Bytes of data that there are more, or fewer. */
  growth = 0;

  constructor(accounts: PersistentMap<Key, Account> = emptyMap()) {
    this.#accounts = accounts;
  }

  get(key: Key): Account {
    return this.#accounts.get(key) ?? nothing;
  }

  set(key: Key, account: Account): void {
    this.#accounts = this.#accounts.set(key, account);
  }

  get all(): PersistentMap<Key, Account> {
    return this.#accounts;
  }

  save(): SavedAccounts {
    return { accounts: this.#accounts, imbalance: this.imbalance, growth: this.growth };
  }

  load({ accounts, imbalance, growth }: SavedAccounts): void {
    this.#accounts = accounts;
    this.imbalance = imbalance;
    this.growth = growth;
  }
}

/** An account in the hands of a program: what the program may do with it (`instruction_accounts.rs`). */
export class BorrowedAccount {
  readonly key: Key;
  readonly isSigner: boolean;
  readonly isWritable: boolean;
  readonly #accounts: Accounts;
  readonly #program: Key;

  constructor(accounts: Accounts, { key, isSigner, isWritable }: AccountMeta, program: Key) {
    this.key = key;
    this.isSigner = isSigner;
    this.isWritable = isWritable;
    this.#accounts = accounts;
    this.#program = program;
  }

  get #account(): Account {
    return this.#accounts.get(this.key);
  }

  get lamports(): bigint {
    return this.#account.lamports;
  }

  get data(): Uint8Array {
    return this.#account.data;
  }

  get owner(): Key {
    return this.#account.owner;
  }

  get executable(): boolean {
    return this.#account.executable;
  }

  get #isOwned(): boolean {
    return this.owner === this.#program;
  }

  /** @throws InstructionError */
  setOwner(owner: Key): void {
    if (!this.#isOwned || !this.isWritable || this.data.some((byte) => byte !== 0))
      throw new InstructionError('ModifiedProgramId');
    if (owner !== this.owner) this.#accounts.set(this.key, { ...this.#account, owner });
  }

  /** @throws InstructionError */
  setLamports(lamports: bigint): void {
    const before = this.lamports;
    if (!this.#isOwned && lamports < before) throw new InstructionError('ExternalAccountLamportSpend');
    if (!this.isWritable) throw new InstructionError('ReadonlyLamportChange');
    if (lamports === before) return;
    this.#accounts.imbalance += lamports - before;
    this.#accounts.set(this.key, { ...this.#account, lamports });
  }

  /** @throws InstructionError */
  addLamports(lamports: bigint): void {
    const sum = this.lamports + lamports;
    if (sum >= 2n ** 64n || sum < 0n) throw new InstructionError('ArithmeticOverflow');
    this.setLamports(sum);
  }

  /** @throws InstructionError */
  setData(data: Uint8Array): void {
    const refusal = this.refusesSize(data.length);
    if (refusal) throw new InstructionError(refusal);
    if (isSame(data, this.data)) return;
    this.#accounts.growth += data.length - this.data.length;
    this.#accounts.set(this.key, { ...this.#account, data });
  }

  /** Cuts the data, or fills it up with zeros. @throws InstructionError */
  setSize(size: number): void {
    const refusal = this.refusesSize(size);
    if (refusal) throw new InstructionError(refusal);
    if (size === this.data.length) return;
    const data = new Uint8Array(size);
    data.set(this.data.subarray(0, size));
    this.setData(data);
  }

  /** Why the program may not give the data a size, be it the one that it has; undefined if it may. */
  refusesSize(size: number): InstructionErrorKind | undefined {
    const before = this.data.length;
    if (size > maxDataSize) return 'InvalidRealloc';
    if (this.#accounts.growth + size - before > maxGrowthOfTransaction) return 'MaxAccountsDataAllocationsExceeded';
    return this.refusesChange();
  }

  /** Why the program may not change the data; undefined if it may. */
  refusesChange(): InstructionErrorKind | undefined {
    if (!this.isWritable) return 'ReadonlyDataModified';
    if (!this.#isOwned) return 'ExternalAccountDataModified';
    return undefined;
  }
}
