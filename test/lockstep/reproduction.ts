import { listingOf } from '../../engines/evm/assembly/listing.ts';
import { EvmCode } from '../../engines/evm/code.ts';
import type { Block } from '../../engines/evm/environment.ts';
import type { Account } from '../../engines/evm/message.ts';
import { encodeTransaction } from '../../engines/evm/transactions/encoding.ts';
import type { FullMessage } from './reference.ts';
import { type Situation, signed } from './transactions.ts';

/** A program and the scenario around it, to be debugged. */
export type Reproduction = { readonly program: string; readonly scenario: string };

const hex = (bytes: Uint8Array = new Uint8Array()) => `0x${Buffer.from(bytes).toString('hex')}`;

/** @param name of both files, without their endings. */
export const reproductionOf = (message: FullMessage, name: string, description: string): Reproduction => {
  const { fork, caller, address, value = 0n, gas, gasPrice = 0n, calldata, block, accounts } = message;
  const contract = accounts.find((account) => account.address === address);
  const scenario = {
    description,
    program: `${name}.easm`,
    version: fork,
    caller,
    address,
    value: `${value}`,
    gas: `${gas}`,
    gasPrice: `${gasPrice}`,
    calldata: hex(calldata),
    storage: slotsOf(contract),
    balance: `${contract?.balance ?? 0n}`,
    block: blockOf(block, accounts),
    accounts: Object.fromEntries(
      accounts.map((account) => [account.address, settingsOf(account, account === contract)]),
    ),
  };
  const code = new EvmCode(contract?.code ?? new Uint8Array(), fork, name);
  return { program: listingOf(code, fork), scenario: `${JSON.stringify(scenario, null, 2)}\n` };
};

/** A transaction as it is signed. Its program is the code that it runs first, where an account has it. */
export const transactionReproductionOf = (situation: Situation, name: string, description: string): Reproduction => {
  const { fork, transaction, block, accounts } = situation;
  const callee = accounts.find(({ address }) => address === transaction.to);
  const code = transaction.to === undefined ? transaction.data : (callee?.code ?? new Uint8Array());
  const scenario = {
    description,
    ...(callee?.code && { program: `${name}.easm`, storage: slotsOf(callee), balance: `${callee.balance ?? 0n}` }),
    version: fork,
    transaction: hex(encodeTransaction(signed(transaction))),
    block: blockOf(block, accounts),
    accounts: Object.fromEntries(
      accounts.map((each) => [each.address, settingsOf(each, callee === each && !!each.code)]),
    ),
  };
  return {
    program: listingOf(new EvmCode(code, fork, name), fork),
    scenario: `${JSON.stringify(scenario, null, 2)}\n`,
  };
};

const blockhash = 0x40;

/** Hashes of earlier blocks are told where some code may ask for them. */
const blockOf = ({ blockHash, ...numbers }: Block, accounts: readonly Account[]) => {
  const asks = accounts.some(({ code }) => code?.includes(blockhash));
  const earlier = Array.from({ length: 256 }, (_, i) => numbers.number - 1n - BigInt(i)).filter(
    (number) => number >= 0n,
  );
  return {
    ...Object.fromEntries(Object.entries(numbers).map(([key, number]) => [key, `${number}`])),
    ...(asks && { hashes: Object.fromEntries(earlier.map((number) => [`${number}`, `${blockHash(number)}`])) }),
  };
};

const slotsOf = (account: Account | undefined) =>
  Object.fromEntries([...(account?.storage ?? [])].map(([key, word]) => [`${key}`, `${word}`]));

/** Of the contract that runs, code and storage are said elsewhere. */
const settingsOf = (account: Account, runs: boolean) => ({
  balance: `${account.balance ?? 0n}`,
  nonce: `${account.nonce ?? 0n}`,
  ...(!runs && { ...(account.code && { code: hex(account.code) }), storage: slotsOf(account) }),
});
