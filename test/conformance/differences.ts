import type { State } from '../../engines/evm/state.ts';
import { hexOf } from '../../engines/evm/words.ts';
import { addressIn, numberOf } from './reading.ts';
import type { Alloc } from './state-test.ts';

/** Where a state first differs from expected accounts, in a sentence. */
export const firstDifference = (state: State, expected: Alloc | undefined): string | undefined => {
  if (!expected) return undefined;
  const wanted = new Map(Object.entries(expected).map(([hex, account]) => [addressIn(hex), account]));
  for (const address of [...new Set([...wanted.keys(), ...state.accounts.objects()])].sort()) {
    const account = wanted.get(address);
    const found = state.accounts.has(address);
    if (!account) return `The account ${address} is there, and should not be.`;
    if (!found) return `The account ${address} is not there, and should be.`;
    const differ = (what: string, ours: bigint | string, theirs: bigint | string) =>
      ours === theirs ? undefined : `The ${what} of ${address} is ${ours}, expected ${theirs}.`;
    const slots = new Map(Object.entries(account.storage).map(([key, value]) => [numberOf(key), numberOf(value)]));
    const keys = new Set([...slots.keys(), ...[...state.slots(address)].map(([key]) => key)]);
    const difference =
      differ('nonce', state.nonce(address), numberOf(account.nonce)) ??
      differ('balance', state.balance(address), numberOf(account.balance)) ??
      differ('code', `0x${hexOf(state.code(address))}`, account.code) ??
      [...keys]
        .map((key) => differ(`slot 0x${key.toString(16)}`, state.storage(address, key), slots.get(key) ?? 0n))
        .find((text) => text !== undefined);
    if (difference) return difference;
  }
  return undefined;
};
