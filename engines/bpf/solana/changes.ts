import { bytesToNumberLE } from '@noble/curves/utils.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { firstDifference, isSame } from '../../bytes.ts';
import { grouped, hex } from '../../digits.ts';
import type { StateChange, Value } from '../../machine.ts';
import type { PersistentMap } from '../../persistent-map.ts';
import type { Account } from './account.ts';
import { type Key, keyOf } from './keys.ts';
import { readField } from './locations.ts';
import type { SolanaMachine } from './machine.ts';
import * as messages from './messages.ts';

/** What is different of accounts, by field. */
export const changesOf = (machine: SolanaMachine, before: PersistentMap<Key, Account>): readonly StateChange[] => {
  const changes: StateChange[] = [];
  for (const key of touchedKeys(machine, before)) {
    const old = before.get(key);
    const now = accountNow(machine, key, old);
    const name = machine.setup.nameOf(key);
    const change = (field: string, from: string, to: string): void => {
      if (from !== to) changes.push({ name: `${name} ${field}`, before: from, after: to });
    };
    change('lamports', grouped(old?.lamports ?? 0n), grouped(now?.lamports ?? 0n));
    change('owner', old?.owner ?? '', now?.owner ?? '');
    changes.push(
      ...(fieldChanges(machine, name, old, now) ??
        dataChanges(name, old?.data ?? new Uint8Array(), now?.data ?? new Uint8Array())),
    );
  }
  return changes;
};

/** Accounts that are not what they were, and those that the program which runs may have changed. */
const touchedKeys = ({ runtime, outcome }: SolanaMachine, before: PersistentMap<Key, Account>): ReadonlySet<Key> => {
  const changed = [...runtime.chain.accounts.all.difference(before)].map(([key]) => key);
  const { accounts = [] } = (outcome ? undefined : runtime.invocation?.instruction) ?? {};
  return new Set([...changed, ...accounts.flatMap(({ key, isWritable }) => (isWritable ? [key] : []))]);
};

/** An account as it is in the memory of the program that runs, if it is there. What is as before keeps its data. */
const accountNow = (machine: SolanaMachine, key: Key, before: Account | undefined): Account | undefined => {
  const account = machine.runtime.chain.accounts.all.get(key);
  const lamports = bytesToNumberLE(readField(machine, 'lamports', key));
  const data = readField(machine, 'data', key);
  if (!account && lamports === 0n && data.length === 0) return undefined;
  return {
    lamports,
    executable: account?.executable ?? false,
    owner: keyOf(readField(machine, 'owner', key)),
    data: before && isSame(before.data, data) ? before.data : data,
  };
};

/** Fields that are compared of one account; what has more is compared by its bytes. */
const mostFields = 1000;

/** Fields that differ, where it is known what the data are; undefined where it is not, or where no field tells the difference. */
const fieldChanges = (
  { setup }: SolanaMachine,
  name: string,
  before: Account | undefined,
  after: Account | undefined,
): readonly StateChange[] | undefined => {
  const contentOf = (account: Account | undefined) =>
    // One without data has no fields yet, or no more.
    account?.data.length ? fieldsOf(setup.contentOf?.(account, '')) : new Map<string, string>();
  if (before?.data === after?.data) return undefined;
  const [from, to] = [contentOf(before), contentOf(after)];
  if (!from || !to) return undefined;
  const changes = [...new Set([...from.keys(), ...to.keys()])].flatMap((field): readonly StateChange[] => {
    const [old = '', now = ''] = [from.get(field), to.get(field)];
    return old === now ? [] : [{ name: `${name} ${field}`, before: old, after: now }];
  });
  return changes.length > 0 ? changes : undefined;
};

/** The texts of all fields, by their paths: `data.points[0].x`. Undefined if there are too many. */
const fieldsOf = (value: Value | undefined): ReadonlyMap<string, string> | undefined => {
  if (!value) return undefined;
  const fields = new Map<string, string>();
  const collect = ({ text, children }: Value, path: string): void => {
    if (fields.size > mostFields || !children || children.count === 0 || children.count > mostFields) {
      fields.set(path, text);
      return;
    }
    const isList = children.indexed;
    if (text !== '') fields.set(path, text);
    for (const child of children.get(0, children.count))
      collect(child, isList ? `${path}[${child.name}]` : `${path}.${child.name}`);
  };
  collect(value, messages.fieldName.data());
  return fields.size > mostFields ? undefined : fields;
};

/** Bytes that are shown of one stretch. */
const mostBytes = 64;

/** Stretches of data that differ, in whole words. */
const dataChanges = (name: string, before: Uint8Array, after: Uint8Array): readonly StateChange[] => {
  const changes: StateChange[] = [];
  const size = Math.max(before.length, after.length);
  for (let at = firstDifference(before, after); at < size; at = firstDifference(before, after, at)) {
    const start = at - (at % 8);
    let end = start;
    while (end < size && isDifferent(before, after, end)) end += 8;
    const text = (bytes: Uint8Array) => hexOf(bytes.subarray(start, Math.min(end, start + mostBytes)));
    const range = `[${hex(start)}..${hex(Math.min(end, size))}]`;
    changes.push({ name: `${name} data${range}`, before: text(before), after: text(after) });
    at = end;
  }
  return changes;
};

const isDifferent = (a: Uint8Array, b: Uint8Array, at: number): boolean => {
  for (let i = at; i < at + 8; i++) if (a[i] !== b[i]) return true;
  return false;
};

const hexOf = (bytes: Uint8Array): string => (bytes.length === 0 ? '' : `0x${bytesToHex(bytes)}`);
