import { type Location, MachineError } from '../../machine.ts';
import type { Account } from './account.ts';
import type { Invocation, ProgramRun } from './invocation.ts';
import { bytesOfKey, type Key, keyOf, keySize } from './keys.ts';
import type { SolanaMachine } from './machine.ts';
import * as messages from './messages.ts';
import type { SerializedAccount } from './serialization.ts';

/**
 * Spaces: `memory#<program>` (bytes by address), `registers#<program>` (8 bytes each) and `pc#<program>` of a program that runs;
 * `lamports:<key>` (8 bytes), `owner:<key>` (32) and `data:<key>` of an account. What a program has changed of an account lies in
 * its own memory until it returns, and is found there.
 */
export const memorySpace = ({ id }: Invocation): string => `memory#${id}`;
export const registerSpace = ({ id }: Invocation): string => `registers#${id}`;
export const pcSpace = ({ id }: Invocation): string => `pc#${id}`;
export const accountSpace = (field: AccountField, key: Key): string => `${field}:${key}`;

export type AccountField = 'lamports' | 'owner' | 'data';

const runOf = (machine: SolanaMachine, id: string): ProgramRun | undefined => {
  for (let each = machine.shown; each; each = each.caller) if (String(each.id) === id) return each.run;
  return undefined;
};

/** Where an account lies in the memory of the program that runs; undefined if it is none of its accounts. */
const placeOf = (
  machine: SolanaMachine,
  key: Key,
): { readonly run: ProgramRun; readonly place: SerializedAccount; readonly isWritable: boolean } | undefined => {
  const { invocation } = machine.runtime;
  const run = invocation?.run;
  const index = invocation?.instruction.accounts.findIndex((each) => each.key === key) ?? -1;
  const place = run?.input.accounts[index];
  const isWritable = invocation?.instruction.accounts[index]?.isWritable === true;
  return run && place && !machine.outcome ? { run, place, isWritable } : undefined;
};

/** Where a field of an account lies in memory, and how long it is. */
const fieldRange = (run: ProgramRun, place: SerializedAccount, field: AccountField): readonly [number, number] => {
  if (field === 'lamports') return [place.lamports, 8];
  if (field === 'owner') return [place.owner, keySize];
  const length = run.vm.cpu.memory.peek(place.dataLength, 8);
  const size = length ? Number(new DataView(length.buffer).getBigUint64(0, true)) : 0;
  return [place.data, Math.min(size, place.room)];
};

const fieldBytes = ({ lamports, owner, data }: Account, field: AccountField): Uint8Array => {
  if (field === 'lamports') return new Uint8Array(BigUint64Array.of(lamports).buffer);
  return field === 'owner' ? bytesOfKey(owner) : data;
};

const isField = (kind: string): kind is AccountField => kind === 'lamports' || kind === 'owner' || kind === 'data';

/** All bytes of a field of an account as they are now. */
export const readField = (machine: SolanaMachine, field: AccountField, key: Key): Uint8Array => {
  const there = placeOf(machine, key);
  if (!there) return fieldBytes(machine.runtime.chain.accounts.get(key), field);
  const [at, size] = fieldRange(there.run, there.place, field);
  return there.run.vm.cpu.memory.peek(at, size) ?? new Uint8Array();
};

/** Undefined for what is not there. */
export const readLocation = (machine: SolanaMachine, { space, at, size }: Location): Uint8Array | undefined => {
  const [, kind = '', owner = ''] = /^(\w+)[#:](.*)$/.exec(space) ?? [];
  if (at < 0n || size < 0) return undefined;
  const start = Number(at);
  if (isField(kind)) {
    const bytes = readField(machine, kind, owner);
    return start + size <= bytes.length ? bytes.slice(start, start + size) : undefined;
  }
  const run = runOf(machine, owner);
  if (!run) return undefined;
  const { cpu, program } = run.vm;
  if (kind === 'memory') return cpu.memory.peek(start, size);
  if (kind === 'registers')
    return start + size <= cpu.u.length ? new Uint8Array(cpu.u.slice(start, start + size).buffer) : undefined;
  if (kind !== 'pc' || start !== 0 || size !== 1) return undefined;
  return new Uint8Array(BigUint64Array.of(BigInt(program.base + cpu.pc * 8)).buffer);
};

/** @throws MachineError where nothing can be written, or the bytes are too few or too many. */
export const writeLocation = (machine: SolanaMachine, location: Location, bytes: Uint8Array): void => {
  const { space, at } = location;
  const there = readLocation(machine, location);
  if (!there) throw new MachineError(messages.notWritable(space));
  if (bytes.length !== there.length) throw new MachineError(messages.wrongSize(bytes.length, there.length));
  const [, kind = '', owner = ''] = /^(\w+)[#:](.*)$/.exec(space) ?? [];
  const start = Number(at);
  if (isField(kind)) {
    writeField(machine, kind, owner, start, bytes);
    return;
  }
  const run = runOf(machine, owner);
  if (!run) throw new MachineError(messages.notWritable(space));
  const { cpu, program } = run.vm;
  if (kind === 'memory') cpu.memory.fill(start, bytes);
  else if (kind === 'registers') cpu.u.set(new BigUint64Array(bytes.slice().buffer), start);
  else {
    const pc = (Number(new BigUint64Array(bytes.slice().buffer)[0]) - program.base) / 8;
    if (!Number.isInteger(pc) || pc < 0 || pc >= program.slots) throw new MachineError(messages.outsideCode());
    cpu.pc = pc;
  }
};

const writeField = (machine: SolanaMachine, field: AccountField, key: Key, start: number, bytes: Uint8Array): void => {
  const there = placeOf(machine, key);
  if (there) {
    if (!there.isWritable) throw new MachineError(messages.readOnly(key));
    const [at] = fieldRange(there.run, there.place, field);
    there.run.vm.cpu.memory.fill(at + start, bytes);
    return;
  }
  const { accounts } = machine.runtime.chain;
  const account = accounts.get(key);
  const whole = fieldBytes(account, field).slice();
  whole.set(bytes, start);
  if (field === 'data') accounts.set(key, { ...account, data: whole });
  else if (field === 'owner') accounts.set(key, { ...account, owner: keyOf(whole) });
  else accounts.set(key, { ...account, lamports: new BigUint64Array(whole.buffer)[0] });
};
