import { listingOf } from '../../engines/evm/assembly/listing.ts';
import { EvmCode } from '../../engines/evm/code.ts';
import type { Account } from '../../engines/evm/message.ts';
import type { FullMessage } from './reference.ts';

/** A program and the scenario around it, to be debugged. */
export type Reproduction = { readonly program: string; readonly scenario: string };

const hex = (bytes: Uint8Array = new Uint8Array()) => `0x${Buffer.from(bytes).toString('hex')}`;

/** @param name of both files, without their endings. */
export const reproductionOf = (message: FullMessage, name: string, description: string): Reproduction => {
  const { fork, caller, address, value = 0n, gas, gasPrice = 0n, calldata, block, accounts } = message;
  const contract = accounts.find((account) => account.address === address);
  const { blockHash, ...numbers } = block;
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
    block: Object.fromEntries(Object.entries(numbers).map(([key, number]) => [key, `${number}`])),
    accounts: Object.fromEntries(
      accounts.map((account) => [account.address, settingsOf(account, account === contract)]),
    ),
  };
  const code = new EvmCode(contract?.code ?? new Uint8Array(), fork, name);
  return { program: listingOf(code, fork), scenario: `${JSON.stringify(scenario, null, 2)}\n` };
};

const slotsOf = (account: Account | undefined) =>
  Object.fromEntries([...(account?.storage ?? [])].map(([key, word]) => [`${key}`, `${word}`]));

/** Of the contract that runs, code and storage are said elsewhere. */
const settingsOf = (account: Account, runs: boolean) => ({
  balance: `${account.balance ?? 0n}`,
  nonce: `${account.nonce ?? 0n}`,
  ...(!runs && { ...(account.code && { code: hex(account.code) }), storage: slotsOf(account) }),
});
