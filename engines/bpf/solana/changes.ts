import type { StateChange } from '../../machine.ts';
import type { PersistentMap } from '../../persistent-map.ts';
import type { Account } from './account.ts';
import type { Key } from './keys.ts';
import type { SolanaMachine } from './machine.ts';
import * as messages from './messages.ts';

/** What is different of accounts, by field. */
export const changesOf = (machine: SolanaMachine, before: PersistentMap<Key, Account>): readonly StateChange[] => {
  const changes: StateChange[] = [];
  for (const [key, old, now] of machine.runtime.chain.accounts.all.difference(before)) {
    const name = machine.setup.nameOf(key);
    const change = (field: string, from: string, to: string): void => {
      if (from !== to) changes.push({ name: `${name} ${field}`, before: from, after: to });
    };
    change('lamports', messages.count(old?.lamports ?? 0n), messages.count(now?.lamports ?? 0n));
    change('owner', old?.owner ?? '', now?.owner ?? '');
    changes.push(...dataChanges(name, old?.data ?? new Uint8Array(), now?.data ?? new Uint8Array()));
  }
  return changes;
};

/** Bytes that are shown of one stretch. */
const mostBytes = 64;

/** Stretches of data that differ, in whole words. */
const dataChanges = (name: string, before: Uint8Array, after: Uint8Array): readonly StateChange[] => {
  const changes: StateChange[] = [];
  const size = Math.max(before.length, after.length);
  for (let at = 0; at < size; at++) {
    if (before[at] === after[at]) continue;
    const start = at - (at % 8);
    let end = start;
    while (end < size && isDifferent(before, after, end)) end += 8;
    const text = (bytes: Uint8Array) => hexOf(bytes.subarray(start, Math.min(end, start + mostBytes)));
    const range = `[${messages.hex(start)}..${messages.hex(Math.min(end, size))}]`;
    changes.push({ name: `${name} data${range}`, before: text(before), after: text(after) });
    at = end - 1;
  }
  return changes;
};

const isDifferent = (a: Uint8Array, b: Uint8Array, at: number): boolean => {
  for (let i = at; i < at + 8; i++) if (a[i] !== b[i]) return true;
  return false;
};

const hexOf = (bytes: Uint8Array): string =>
  bytes.length === 0 ? '' : `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
