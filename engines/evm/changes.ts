import type { StateChange } from '../machine.ts';
import type { Change } from '../store.ts';
import { accountName, bytesOfCode, changedBalance, changedCode, changedNonce, changedSlot, wei } from './messages.ts';
import { wordText } from './scopes.ts';
import type { Moment, State } from './state.ts';
import type { Address } from './words.ts';

/** Accounts and their storage, as far as they are not what they were at an earlier moment: by address, slots last and in order. */
export const changesSince = (state: State, earlier: Moment): readonly StateChange[] =>
  state.accounts
    .changesSince(earlier.accounts)
    .filter(({ before, after }) => (before ?? 0n) !== (after ?? 0n))
    .toSorted(byPlace)
    .map((change) => describe(state, change));

const describe = (state: State, { object, field, before, after }: Change<bigint>): StateChange => {
  const account = accountName(state.codeOf(object as Address)?.name, object as Address);
  const [name, text] = wordsFor(state, field);
  return { name: name(account), before: text(before ?? 0n), after: text(after ?? 0n) };
};

type Words = readonly [name: (account: string) => string, text: (value: bigint) => string];

const wordsFor = (state: State, field: string | number | bigint): Words => {
  if (typeof field === 'bigint') return [(account) => changedSlot(account, field), wordText];
  if (field === 'balance') return [changedBalance, wei];
  if (field === 'nonce') return [changedNonce, String];
  return [changedCode, (hash) => bytesOfCode(state.codeWithHash(hash)?.bytes.length ?? 0)];
};

const byPlace = (a: Change<bigint>, b: Change<bigint>): number => {
  if (a.object !== b.object) return a.object < b.object ? -1 : 1;
  if (typeof a.field !== typeof b.field) return typeof a.field === 'bigint' ? 1 : -1;
  return a.field < b.field ? -1 : 1;
};
