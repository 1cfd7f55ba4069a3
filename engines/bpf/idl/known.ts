import { type Key, wellKnown } from '../solana/keys.ts';
import { knownPrograms } from '../solana/names.ts';
import { associatedToken, conventionalAddress, token2022, tokenProgram } from './conventions.ts';
import type { Definition, Field, Idl, IdlAccount, IdlInstruction, IdlLayout, IdlSeed, IdlType } from './types.ts';

const integer = (bits: number): IdlType => ({ kind: 'integer', bits, isSigned: false });
const [u8, u32, u64] = [integer(8), integer(32), integer(64)];
const pubkey: IdlType = { kind: 'pubkey' };
const bool: IdlType = { kind: 'bool' };
const option = (of: IdlType): IdlType => ({ kind: 'option', of, tagSize: 1 });
/** An option with a tag of 4 bytes, whose value has its place even if it is not there. */
const wideOption = (of: IdlType): IdlType => ({ kind: 'option', of, tagSize: 4 });
const defined = (name: string): IdlType => ({ kind: 'defined', name, generics: [] });

const fieldsOf = (fields: Readonly<Record<string, IdlType>>): readonly Field[] =>
  Object.entries(fields).map(([name, type]) => ({ name, type }));

const struct = (name: string, fields: Readonly<Record<string, IdlType>>): Definition => ({
  ...{ name, generics: [] },
  body: { kind: 'struct', isNamed: true, fields: fieldsOf(fields) },
});

/** Names of accounts, each with its rights behind it, `s` signs, `w` is written, and its kind. An address is known of some. */
const accountsOf = (text: string): readonly IdlAccount[] =>
  text
    .split(',')
    .filter((word) => word !== '')
    .map((word) => {
      const [name = '', rights = '', holds] = word.split(':');
      return {
        name,
        isSigner: rights.includes('s'),
        isWritable: rights.includes('w'),
        isOptional: false,
        address: conventionalAddress(name),
        pda: undefined,
        holds,
      };
    });

/** One whose number is a byte, or 4. */
const instruction =
  (size: 1 | 4) =>
  (number: number, name: string, accounts: string, args: Readonly<Record<string, IdlType>> = {}): IdlInstruction => {
    const discriminator = new Uint8Array(size);
    discriminator[0] = number;
    return { name, discriminator, accounts: accountsOf(accounts), args: fieldsOf(args) };
  };

/** @param more what tells longer data, and what is usual */
const layout = (name: string, size: number, more: Pick<IdlLayout, 'longer' | 'usual'>): IdlLayout => ({
  ...{ name, discriminator: new Uint8Array(), type: defined(name), size },
  ...more,
});

/** Of tokens with 6 decimals: a million of them, and a thousand of those in each account. */
const usual = {
  mint: { supply: '1000000000000', decimals: 6, isInitialized: true },
  account: { amount: '1000000000', state: 'Initialized' },
};

/** Where Token-2022 says what an account is, behind the longest that has no extensions (`extension/mod.rs`). */
const accountType = 165;

const idl = (address: Key, parts: Partial<Idl>): Idl => ({
  ...{
    name: knownPrograms.get(address) ?? '',
    address,
    instructions: [],
    accounts: [],
    types: new Map(),
    errors: new Map(),
  },
  ...parts,
});

/** By their numbers (`spl-token-interface`, `error.rs`). */
const tokenErrors: readonly string[] = [
  ...[
    'NotRentExempt',
    'InsufficientFunds',
    'InvalidMint',
    'MintMismatch',
    'OwnerMismatch',
    'FixedSupply',
    'AlreadyInUse',
  ],
  ...['InvalidNumberOfProvidedSigners', 'InvalidNumberOfRequiredSigners', 'UninitializedState', 'NativeNotSupported'],
  ...['NonNativeHasBalance', 'InvalidInstruction', 'InvalidState', 'Overflow', 'AuthorityTypeNotSupported'],
  ...['MintCannotFreeze', 'AccountFrozen', 'MintDecimalsMismatch', 'NonNativeNotSupported'],
];

/** `spl-token-interface`: accounts and the instructions that are used most. */
const token = (address: Key, hasExtensions: boolean): Idl => {
  const is = instruction(1);
  const definitions: readonly Definition[] = [
    struct('Mint', {
      mintAuthority: wideOption(pubkey),
      supply: u64,
      decimals: u8,
      isInitialized: bool,
      freezeAuthority: wideOption(pubkey),
    }),
    struct('Account', {
      mint: pubkey,
      owner: pubkey,
      amount: u64,
      delegate: wideOption(pubkey),
      state: defined('AccountState'),
      isNative: wideOption(u64),
      delegatedAmount: u64,
      closeAuthority: wideOption(pubkey),
    }),
    {
      name: 'AccountState',
      generics: [],
      body: {
        kind: 'enum',
        variants: ['Uninitialized', 'Initialized', 'Frozen'].map((name) => ({ name, isNamed: true, fields: [] })),
      },
    },
  ];
  return idl(address, {
    instructions: [
      is(3, 'transfer', 'source:w:Account,destination:w:Account,authority:s', { amount: u64 }),
      is(4, 'approve', 'source:w:Account,delegate,owner:s', { amount: u64 }),
      is(5, 'revoke', 'source:w:Account,owner:s'),
      is(7, 'mintTo', 'mint:w:Mint,account:w:Account,mintAuthority:s', { amount: u64 }),
      is(8, 'burn', 'account:w:Account,mint:w:Mint,authority:s', { amount: u64 }),
      is(9, 'closeAccount', 'account:w:Account,destination:w,owner:s'),
      is(10, 'freezeAccount', 'account:w:Account,mint::Mint,freezeAuthority:s'),
      is(11, 'thawAccount', 'account:w:Account,mint::Mint,freezeAuthority:s'),
      is(12, 'transferChecked', 'source:w:Account,mint::Mint,destination:w:Account,authority:s', {
        amount: u64,
        decimals: u8,
      }),
      is(18, 'initializeAccount3', 'account:w:Account,mint::Mint', { owner: pubkey }),
      is(20, 'initializeMint2', 'mint:w:Mint', {
        decimals: u8,
        mintAuthority: pubkey,
        freezeAuthority: option(pubkey),
      }),
    ],
    accounts: [
      layout('Mint', 82, { usual: usual.mint, ...(hasExtensions && { longer: { at: accountType, tag: 1 } }) }),
      layout('Account', 165, { usual: usual.account, ...(hasExtensions && { longer: { at: accountType, tag: 2 } }) }),
    ],
    errors: new Map(tokenErrors.map((name, code) => [code, name] as const)),
    types: new Map(definitions.map((each) => [each.name, each])),
  });
};

/** `solana-system-interface`. */
const system = (): Idl => {
  const is = instruction(4);
  return idl(wellKnown.systemProgram, {
    instructions: [
      is(0, 'createAccount', 'payer:sw,newAccount:sw', { lamports: u64, space: u64, owner: pubkey }),
      is(1, 'assign', 'account:sw', { owner: pubkey }),
      is(2, 'transfer', 'source:sw,destination:w', { lamports: u64 }),
      is(8, 'allocate', 'account:sw', { space: u64 }),
    ],
  });
};

/** `solana-compute-budget-interface`. */
const computeBudget = (): Idl => {
  const is = instruction(1);
  return idl(wellKnown.computeBudget, {
    instructions: [
      is(1, 'requestHeapFrame', '', { bytes: u32 }),
      is(2, 'setComputeUnitLimit', '', { units: u32 }),
      is(3, 'setComputeUnitPrice', '', { microLamports: u64 }),
      is(4, 'setLoadedAccountsDataSizeLimit', '', { bytes: u32 }),
    ],
  });
};

/** `spl-associated-token-account-interface`. The account's address follows from wallet, program and mint. */
const associated = (): Idl => {
  const is = instruction(1);
  const names = 'payer:sw,associatedToken:w,wallet,mint,systemProgram,tokenProgram';
  const seed = (name: string): IdlSeed => ({ kind: 'account', path: [name] });
  const seeds = ['wallet', 'tokenProgram', 'mint'].map(seed);
  const withAddress = (each: IdlInstruction): IdlInstruction => ({
    ...each,
    accounts: each.accounts.map((account) => {
      const isDerived = account.name === 'associatedToken';
      return isDerived ? { ...account, pda: { seeds, program: undefined } } : account;
    }),
  });
  return idl(associatedToken, {
    instructions: [is(0, 'create', names), is(1, 'createIdempotent', names)].map(withAddress),
  });
};

/** Programs that everybody knows, by their keys. */
export const knownIdls: ReadonlyMap<Key, Idl> = new Map(
  [system(), computeBudget(), token(tokenProgram, false), token(token2022, true), associated()].flatMap((each) =>
    each.address === undefined ? [] : [[each.address, each] as const],
  ),
);
