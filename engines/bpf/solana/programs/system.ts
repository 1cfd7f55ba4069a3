import { Reader } from '../encoding.ts';
import { InstructionError } from '../errors.ts';
import { type Key, wellKnown } from '../keys.ts';
import {
  addressOf,
  allocate,
  allocateAndAssign,
  assign,
  createAccount,
  createPrefundedAccount,
  derivedAddressOf,
  transfer,
  transferWithSeed,
} from './account-instructions.ts';
import type { NativeContext, NativeProgram } from './native.ts';
import { advanceNonce, authorizeNonce, initializeNonce, upgradeNonce, withdrawNonce } from './nonce.ts';

/** An instruction of the System program: all that is known of it, stated once (`solana-system-interface`). */
export type SystemInstruction = {
  readonly name: string;
  /** What its data holds behind the number of the instruction, in this order. */
  readonly fields: Fields;
  /** What the accounts are that it must name. */
  readonly accounts: readonly string[];
  run(context: NativeContext, reader: Reader): void;
};

type Fields = Readonly<Record<string, (reader: Reader) => number | bigint | string>>;
type Values<Of extends Fields> = { readonly [Name in keyof Of]: ReturnType<Of[Name]> };

const u32 = (reader: Reader): number => reader.u32();
const u64 = (reader: Reader): bigint => reader.u64();
const key = (reader: Reader): Key => reader.key();
const text = (reader: Reader): string => reader.text();

const instruction = <Of extends Fields>(
  name: string,
  fields: Of,
  accounts: readonly string[],
  run: (context: NativeContext, values: Values<Of>) => void,
): SystemInstruction => ({
  name,
  fields,
  accounts,
  run: (context, reader) => {
    const values = decode(fields, reader);
    if (context.accounts.length < accounts.length) throw new InstructionError('MissingAccount');
    run(context, values);
  },
});

const decode = <Of extends Fields>(fields: Of, reader: Reader): Values<Of> => {
  try {
    return Object.fromEntries(Object.entries(fields).map(([name, read]) => [name, read(reader)])) as Values<Of>;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new InstructionError('InvalidInstructionData');
    throw error;
  }
};

/** By their numbers, which are the first 32 bits of the data. */
export const systemInstructions: readonly SystemInstruction[] = [
  instruction(
    'CreateAccount',
    { lamports: u64, space: u64, owner: key },
    ['source', 'destination'],
    (context, { lamports, space, owner }) =>
      createAccount(context, { address: addressOf(context, 1), lamports, space, owner }),
  ),
  instruction('Assign', { owner: key }, ['account'], (context, { owner }) =>
    assign(context, 0, addressOf(context, 0), owner),
  ),
  instruction('Transfer', { lamports: u64 }, ['source', 'destination'], (context, { lamports }) =>
    transfer(context, 0, 1, lamports),
  ),
  instruction(
    'CreateAccountWithSeed',
    { base: key, seed: text, lamports: u64, space: u64, owner: key },
    ['source', 'destination'],
    (context, { lamports, space, owner, ...seed }) =>
      createAccount(context, { address: derivedAddressOf(context, 1, { ...seed, owner }), lamports, space, owner }),
  ),
  instruction('AdvanceNonceAccount', {}, ['nonce'], advanceNonce),
  instruction('WithdrawNonceAccount', { lamports: u64 }, ['nonce', 'destination'], (context, { lamports }) =>
    withdrawNonce(context, lamports),
  ),
  instruction('InitializeNonceAccount', { authority: key }, ['nonce'], (context, { authority }) =>
    initializeNonce(context, authority),
  ),
  instruction('AuthorizeNonceAccount', { authority: key }, ['nonce'], (context, { authority }) =>
    authorizeNonce(context, authority),
  ),
  instruction('Allocate', { space: u64 }, ['account'], (context, { space }) =>
    allocate(context, 0, addressOf(context, 0), space),
  ),
  instruction(
    'AllocateWithSeed',
    { base: key, seed: text, space: u64, owner: key },
    ['account'],
    (context, { space, ...seed }) =>
      allocateAndAssign(context, 0, derivedAddressOf(context, 0, seed), { space, owner: seed.owner }),
  ),
  instruction('AssignWithSeed', { base: key, seed: text, owner: key }, ['account'], (context, seed) =>
    assign(context, 0, derivedAddressOf(context, 0, seed), seed.owner),
  ),
  instruction(
    'TransferWithSeed',
    { lamports: u64, seed: text, owner: key },
    ['source', 'base', 'destination'],
    (context, { lamports, ...seed }) => transferWithSeed(context, seed, lamports),
  ),
  instruction('UpgradeNonceAccount', {}, ['nonce'], upgradeNonce),
  instruction(
    'CreateAccountAllowPrefund',
    { lamports: u64, space: u64, owner: key },
    [],
    (context, { lamports, ...account }) => createPrefundedAccount(context, lamports, account),
  ),
];

/** Bytes of data that are read; a longer seed is an error. */
const maxData = 1232;

export const systemProgram: NativeProgram = {
  key: wellKnown.systemProgram,
  name: 'System',
  computeUnits: 150,
  run: (context) => {
    const reader = new Reader(context.data, maxData);
    const { tag } = decode({ tag: u32 }, reader);
    const found = systemInstructions[tag];
    if (!found) throw new InstructionError('InvalidInstructionData');
    found.run(context, reader);
  },
};
