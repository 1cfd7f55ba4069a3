import { bytesToHex } from '@noble/hashes/utils.js';
import { grouped } from '../../digits.ts';
import type { Children, Scope, Value } from '../../machine.ts';
import { LazyScope, list, numbered } from '../../values.ts';
import { address, frameSize, maxDepth } from '../isa/memory.ts';
import { registerNames } from '../isa/row.ts';
import { rulesOf } from '../isa/versions.ts';
import type { Invocation, ProgramRun } from './invocation.ts';
import { type Key, keyOf } from './keys.ts';
import { accountSpace, memorySpace, pcSpace, readField, registerSpace } from './locations.ts';
import type { SolanaMachine } from './machine.ts';
import * as messages from './messages.ts';

const { hex } = messages;

/** What a person sees of a program that runs. */
export const scopesOf = (machine: SolanaMachine, invocation: Invocation): readonly Scope[] => {
  const { run } = invocation;
  const shared = [accountScope(machine, invocation), instructionScope(machine, invocation)];
  if (!run) return shared;
  return [
    registerScope(invocation, run),
    ...shared,
    stackScope(invocation, run),
    bytesScope('heap', messages.scopeName.heap(), invocation, run, address.heap, run.heapSize),
    bytesScope('input', messages.scopeName.input(), invocation, run, address.input, run.input.bytes.length),
  ];
};

const signedText = (value: bigint): string => {
  const signed = BigInt.asIntN(64, value);
  if (value < 10n) return hex(value);
  return signed > -(10n ** 15n) && signed < 10n ** 15n ? `${hex(value)} (${grouped(signed)})` : hex(value);
};

const registerScope = (invocation: Invocation, { vm }: ProgramRun): Scope => {
  const { cpu, program } = vm;
  const register = (n: number): Value => ({
    name: registerNames[n] ?? '',
    text: signedText(cpu.u[n]),
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
      children: rows(data, 0, accountSpace('data', key)),
    },
    ...(value ? [value] : []),
    { name: fieldName.executable(), text: String(machine.runtime.chain.accounts.get(key).executable) },
  ];
};

const row = 16;

const digits = (bytes: Uint8Array): string => `0x${bytesToHex(bytes)}`;

/** Bytes in rows; `start` is the place of the first in its space. */
const rows = (bytes: Uint8Array, start: number, space: string): Children =>
  numbered(Math.ceil(bytes.length / row), (i) => {
    const part = bytes.subarray(i * row, (i + 1) * row);
    return {
      ...{ name: hex(start + i * row), type: 'bytes', text: digits(part) },
      location: { space, at: BigInt(start + i * row), size: part.length },
    };
  });

const instructionScope = (machine: SolanaMachine, { instruction, height }: Invocation): Scope => ({
  id: 'instruction',
  name: messages.scopeName.instruction(),
  values: list([
    { name: 'program', text: `${machine.setup.nameOf(instruction.program)} (${instruction.program})` },
    { name: 'data', type: 'bytes', text: digits(instruction.data) },
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
      return { name: `r10-${8 * (i + 1)}`, type: hex(at), text: signedText(number), number, location };
    }),
  };
};

const bytesScope = (
  id: string,
  name: string,
  invocation: Invocation,
  { vm }: ProgramRun,
  start: number,
  size: number,
): Scope => ({
  ...{ id, name },
  values: numbered(Math.ceil(size / row), (i) => {
    const length = Math.min(row, size - i * row);
    const bytes = vm.cpu.memory.peek(start + i * row, length) ?? new Uint8Array();
    return {
      ...{ name: hex(start + i * row), type: 'bytes', text: digits(bytes) },
      location: { space: memorySpace(invocation), at: BigInt(start + i * row), size: length },
    };
  }),
});
