/** A number in hex; in tests of numbers that are too large, with `0x:bigint ` before it. */
export type Hex = string;

/** One line of a suite: a transaction in several variants, and what comes of each at several forks. */
export type StateTest = {
  readonly file: string;
  readonly name: string;
  readonly env: Environment;
  readonly pre: Alloc;
  readonly transaction: TransactionVariants;
  /** By the name of the fork. */
  readonly post: Readonly<Record<string, readonly Expectation[]>>;
  readonly config?: {
    readonly chainid?: Hex;
    readonly blobSchedule?: Readonly<
      Record<string, { readonly target: Hex; readonly max: Hex; readonly baseFeeUpdateFraction: Hex }>
    >;
  };
};

export type Environment = {
  readonly currentCoinbase: Hex;
  readonly currentGasLimit: Hex;
  readonly currentNumber: Hex;
  readonly currentTimestamp: Hex;
  readonly currentDifficulty?: Hex;
  readonly currentRandom?: Hex;
  readonly currentBaseFee?: Hex;
  readonly currentExcessBlobGas?: Hex;
};

/** Accounts by address. */
export type Alloc = Readonly<Record<Hex, AccountContent>>;
export type AccountContent = {
  readonly nonce: Hex;
  readonly balance: Hex;
  readonly code: Hex;
  readonly storage: Readonly<Record<Hex, Hex>>;
};

export type TransactionVariants = {
  readonly nonce: Hex;
  /** Empty for a creation. */
  readonly to: Hex;
  readonly gasLimit: readonly Hex[];
  readonly value: readonly Hex[];
  readonly data: readonly Hex[];
  /** For each data; null where that variant has no list. */
  readonly accessLists?: readonly (readonly { readonly address: Hex; readonly storageKeys: readonly Hex[] }[] | null)[];
  readonly gasPrice?: Hex;
  readonly maxFeePerGas?: Hex;
  readonly maxPriorityFeePerGas?: Hex;
  readonly maxFeePerBlobGas?: Hex;
  readonly blobVersionedHashes?: readonly Hex[];
  readonly authorizationList?: readonly AuthorizationContent[];
  readonly sender?: Hex;
  readonly secretKey?: Hex;
};

export type AuthorizationContent = {
  readonly chainId: Hex;
  readonly address: Hex;
  readonly nonce: Hex;
  readonly v: Hex;
  readonly r: Hex;
  readonly s: Hex;
};

/** What one variant leads to. */
export type Expectation = {
  /** State root. */
  readonly hash: Hex;
  readonly logs: Hex;
  readonly indexes: { readonly data: number; readonly gas: number; readonly value: number };
  readonly txbytes?: Hex;
  /** The accounts that the state root is of. */
  readonly state?: Alloc;
  /** Why the transaction is invalid; with `|` between names any of which will do. */
  readonly expectException?: string;
};
