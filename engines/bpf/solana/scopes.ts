import { bytesToHex } from '@noble/hashes/utils.js';
import { grouped, hex } from '../../digits.ts';
import type { Scope, Value } from '../../machine.ts';
import { byteRows, LazyScope, list, numbered, text64 } from '../../values.ts';
import { address, frameSize, maxDepth } from '../isa/memory.ts';
import { registerNames } from '../isa/row.ts';
import { rulesOf } from '../isa/versions.ts';
import { inputScope } from './input-scope.ts';
import type { Invocation, ProgramRun } from './invocation.ts';
import { type Key, keyOf } from './keys.ts';
import { accountSpace, memorySpace, pcSpace, readField, registerSpace } from './locations.ts';
import type { SolanaMachine } from './machine.ts';
import * as messages from './messages.ts';

/** What a person sees of a program that runs. */
export const scopesOf = (machine: SolanaMachine, invocation: Invocation): readonly Scope[] => {
  const { run } = invocation;
  const shared = [accountScope(machine, invocation), instructionScope(machine, invocation)];
  if (!run) return shared;
  return [
    registerScope(invocation, run),
    ...shared,
    changeScope(machine),
    stackScope(invocation, run),
    heapScope(invocation, run),
    inputScope(machine, invocation, run),
  ];
};

const registerScope = (invocation: Invocation, { vm }: ProgramRun): Scope => {
  const { cpu, program } = vm;
  const register = (n: number): Value => ({
    name: registerNames[n] ?? '',
    text: text64(cpu.u[n]),
    number: cpu.u[n],
    location: { space: registerSpace(invocation), at: BigInt(n), size: 1 },
  });
  const at = program.base + cpu.pc * 8;
  const pc: Value = {
    ...{ name: 'pc', text: hex(at), number: BigInt(at) },
    location: { space: pcSpace(invocation), at: 0n, size: 1 },
  };
  return new LazyScope(
    'r',
    messages.scopeName.registers(),
    () => list([pc, ...registerNames.map((_, n) => register(n))]),
    (key) => (key >= 0n && key < BigInt(registerNames.length) ? register(Number(key)) : undefined),
  );
};

const accountScope = (machine: SolanaMachine, { instruction }: Invocation): Scope => {
  const { accounts } = instruction;
  const value = (index: number): Value => {
    const { key, isSigner, isWritable } = accounts[index];
    const first = accounts.findIndex((each) => each.key === key);
    const name = `${index}`;
    const text = `${machine.setup.nameOf(key)} (${messages.rights(isSigner, isWritable)})`;
    if (first < index) return { name, text: `${text}, ${messages.sameAs(first)}` };
    return { name, text, children: list(accountFields(machine, key)) };
  };
  return {
    id: 'accounts',
    name: messages.scopeName.accounts(),
    values: numbered(accounts.length, value),
    at: (key) => (key >= 0n && key < BigInt(accounts.length) ? value(Number(key)) : undefined),
  };
};

/** An account as it is now, in the memory of the program that may have changed it. */
export const accountFields = (machine: SolanaMachine, key: Key): readonly Value[] => {
  const { fieldName } = messages;
  const lamports = new BigUint64Array(readField(machine, 'lamports', key).slice().buffer)[0];
  const owner = keyOf(readField(machine, 'owner', key));
  const data = readField(machine, 'data', key);
  const value = machine.setup.contentOf?.({ owner, data }, accountSpace('data', key));
  return [
    { name: fieldName.key(), text: key },
    {
      ...{ name: fieldName.lamports(), text: grouped(lamports), number: lamports },
      location: { space: accountSpace('lamports', key), at: 0n, size: 8 },
    },
    {
      ...{ name: fieldName.owner(), text: `${machine.setup.nameOf(owner)} (${owner})` },
      location: { space: accountSpace('owner', key), at: 0n, size: 32 },
    },
    {
      ...{ name: fieldName.data(), type: 'bytes', text: messages.bytesText(data.length) },
      ...(data.length > 0 && { location: { space: accountSpace('data', key), at: 0n, size: data.length } }),
      children: byteRows(accountSpace('data', key), 0, data.length, (at, size) => data.subarray(at, at + size)),
    },
    ...(value ? [value] : []),
    { name: fieldName.executable(), text: String(machine.runtime.chain.accounts.get(key).executable) },
  ];
};

/** What of accounts is not as it was before the transaction, also if the program that runs has not returned yet. */
const changeScope = (machine: SolanaMachine): Scope =>
  new LazyScope('changes', messages.scopeName.changes(), () =>
    list(machine.changes().map(({ name, before, after }) => ({ name, text: messages.changed(before, after) }))),
  );

const instructionScope = (machine: SolanaMachine, { instruction, height }: Invocation): Scope => ({
  id: 'instruction',
  name: messages.scopeName.instruction(),
  values: list([
    { name: 'program', text: `${machine.setup.nameOf(instruction.program)} (${instruction.program})` },
    { name: 'data', type: 'bytes', text: `0x${bytesToHex(instruction.data)}` },
    { name: 'height', text: String(height), number: BigInt(height) },
  ]),
});

/** The frame that the program is in: words from `r10` down. */
const stackScope = (invocation: Invocation, { vm }: ProgramRun): Scope => {
  const { cpu, program } = vm;
  const { hasFrameGaps } = rulesOf(program.version);
  const size = frameSize * maxDepth * (hasFrameGaps ? 2 : 1);
  const top = Number(cpu.u[10]);
  const space = memorySpace(invocation);
  const words = top > address.stack && top <= address.stack + size ? Math.min(frameSize, top - address.stack) / 8 : 0;
  return {
    id: 'stack',
    name: messages.scopeName.stack(),
    values: numbered(Math.floor(words), (i) => {
      const at = top - 8 * (i + 1);
      const bytes = cpu.memory.peek(at, 8) ?? new Uint8Array(8);
      const number = new DataView(bytes.buffer).getBigUint64(0, true);
      const location = { space, at: BigInt(at), size: 8 };
      return { name: `r10-${8 * (i + 1)}`, type: hex(at), text: text64(number), number, location };
    }),
  };
};

const heapScope = (invocation: Invocation, { vm, heapSize }: ProgramRun): Scope => ({
  ...{ id: 'heap', name: messages.scopeName.heap() },
  values: byteRows(
    memorySpace(invocation),
    address.heap,
    heapSize,
    (at, size) => vm.cpu.memory.peek(at, size) ?? new Uint8Array(size),
  ),
});
