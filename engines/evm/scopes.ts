import { grouped } from '../digits.ts';
import type { Children, FrameId, Scope, Value } from '../machine.ts';
import { LazyScope, list, numbered } from '../values.ts';
import { type Frame, stretch } from './frame.ts';
import type { EvmMachine } from './machine.ts';
import * as messages from './messages.ts';
import type { Envelope } from './transactions/envelope.ts';
import type { Receipt } from './transactions/receipt.ts';
import { type Address, fromBytes, hexOf, toBytes } from './words.ts';

const byteRow = 32;

const smallest = 10n;
const decimalLimit = 10n ** 15n;

/** Hex, and after it what the word may be meant as: a number, an address, a text. */
export const wordText = (value: bigint): string => {
  const hex = `0x${value.toString(16)}`;
  if (value < smallest) return hex;
  if (value < decimalLimit) return `${hex} (${grouped(value)})`;
  const text = asText(value);
  if (text !== undefined) return `${hex} ("${text}")`;
  return value >> 128n !== 0n && value >> 160n === 0n ? `0x${hex.slice(2).padStart(40, '0')} (address?)` : hex;
};

/** Printable ASCII at the left of a word, zeros after it, as Solidity keeps short strings. */
const asText = (value: bigint): string | undefined => {
  const bytes = toBytes(value);
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  const shown = bytes.subarray(0, end);
  return end >= 3 && shown.every((byte) => byte >= 0x20 && byte < 0x7f) ? String.fromCharCode(...shown) : undefined;
};

export const word = (name: string, value: bigint): Value => ({
  name,
  type: 'word',
  text: wordText(value),
  number: value,
});
export const address = (name: string, value: Address): Value => ({
  name,
  type: 'address',
  text: value,
  number: BigInt(value),
});
export const plain = (name: string, value: bigint | number): Value => ({
  name,
  text: grouped(value),
  number: BigInt(value),
});

/** Bytes that belong to a frame, in rows of a word. @param wordAt what `id[n]` is, which begins at byte n */
export const bytesScope = (
  id: string,
  name: string,
  frame: FrameId,
  bytes: Uint8Array,
  wordAt: (at: number) => Uint8Array | undefined,
): Scope => ({
  id,
  name,
  values: numbered(Math.ceil(bytes.length / byteRow), (row) => ({
    name: `0x${(row * byteRow).toString(16).padStart(2, '0')}`,
    type: 'bytes',
    text: hexOf(bytes.subarray(row * byteRow, (row + 1) * byteRow)),
  })),
  at: (key) => {
    const found = key >= 0n && key < bytes.length ? wordAt(Number(key)) : undefined;
    return found && word(`${key}`, fromBytes(found));
  },
  bytes: { space: `${id}#${frame}`, length: bytes.length },
});

/** With zeros past the end, as CALLDATALOAD reads it. */
const inputScope = (id: 'calldata' | 'returndata', name: string, f: Frame, bytes: Uint8Array): Scope =>
  bytesScope(id, name, f.call.id, bytes, (at) => stretch(bytes, BigInt(at), byteRow));

/** The stack of a frame. @param itemAt what lies there, from 0 at the bottom */
export const stackScope = (frame: FrameId, height: number, itemAt: (at: number) => bigint | undefined): Scope => {
  const item = (depth: number): Value => {
    const at = height - 1 - depth;
    const location = { space: `stack#${frame}`, at: BigInt(at), size: 1 };
    return { ...word(`${depth}`, itemAt(at) ?? 0n), location };
  };
  return {
    id: 'stack',
    name: messages.scopeName.stack(),
    values: numbered(height, item),
    at: (key) => (key >= 0n && key < height ? item(Number(key)) : undefined),
  };
};

const memoryScope = (f: Frame): Scope => {
  const space = `memory#${f.call.id}`;
  const row = (at: number, size: number): Value => ({
    name: `0x${at.toString(16).padStart(2, '0')}`,
    type: 'bytes',
    text: hexOf(f.memory.slice(at, size)),
    location: { space, at: BigInt(at), size },
  });
  return {
    id: 'memory',
    name: messages.scopeName.memory(),
    values: numbered(f.memory.size / byteRow, (index) => row(index * byteRow, byteRow)),
    at: (key) => {
      if (key < 0n || key + BigInt(byteRow) > f.memory.size) return undefined;
      const { name, location } = row(Number(key), byteRow);
      return location && { ...word(name, fromBytes(f.memory.slice(Number(key), byteRow))), location };
    },
    bytes: { space, length: f.memory.size },
  };
};

const slotScope = (
  id: 'storage' | 'transient',
  name: string,
  owner: Address,
  keys: () => readonly bigint[],
  read: (key: bigint) => bigint,
): Scope => {
  const slot = (key: bigint): Value => ({
    ...word(`0x${key.toString(16)}`, read(key)),
    location: { space: `${id}:${owner}`, at: key, size: 1 },
  });
  const values = (): Children => {
    const known = keys().toSorted((a, b) => (a < b ? -1 : 1));
    return {
      count: known.length,
      indexed: false,
      get: (start, count) => known.slice(start, start + count).map(slot),
    };
  };
  return new LazyScope(id, name, values, (key) => (key >= 0n && key >> 256n === 0n ? slot(key) : undefined));
};

const slotsOf = (fields: Iterable<readonly [string | number | bigint, bigint]>): bigint[] =>
  [...fields].flatMap(([field]) => (typeof field === 'bigint' ? [field] : []));

const gasScope = (machine: EvmMachine, f: Frame): Scope =>
  new LazyScope('gas', messages.scopeName.gas(), () => {
    const [meter] = machine.meters();
    return list([
      plain('left', f.gas.total),
      plain('spent', meter?.spent ?? 0n),
      plain('limit', meter?.limit ?? 0n),
      plain('refund', machine.state.refund),
    ]);
  });

const contextScope = (machine: EvmMachine, { call }: Frame): Scope =>
  new LazyScope('context', messages.scopeName.context(), () =>
    list([
      { name: 'kind', text: call.kind },
      address('address', call.address),
      address('code', call.codeAddress),
      address('caller', call.caller),
      address('origin', machine.transaction.origin),
      plain('value', call.value),
      { name: 'static', text: `${call.isStatic}` },
      plain('depth', call.depth),
      plain('balance', machine.state.balance(call.address)),
      plain('block', machine.block.number),
      plain('timestamp', machine.block.timestamp),
    ]),
  );

/** The whole transaction, and in the end its receipt. */
const transactionScope = (machine: EvmMachine, { transaction, sender, intrinsic }: Envelope): Scope =>
  new LazyScope('transaction', messages.scopeName.transaction(), () => {
    const { type, chainId, nonce, to, value, gasLimit, maxFeePerGas, maxPriorityFeePerGas, data } = transaction;
    const { accessList, blobHashes, authorizations } = transaction;
    const receipt = machine.outcome?.receipt;
    return list([
      plain('type', type),
      ...(chainId === undefined ? [] : [plain('chainId', chainId)]),
      address('from', sender),
      ...(to === undefined ? [] : [address('to', to)]),
      plain('nonce', nonce),
      plain('value', value),
      { name: 'data', type: 'bytes', text: messages.bytesText(BigInt(data.length)) },
      plain('gasLimit', gasLimit),
      plain('intrinsicGas', intrinsic),
      plain('maxFeePerGas', maxFeePerGas),
      plain('maxPriorityFeePerGas', maxPriorityFeePerGas),
      ...(type > 0 ? [plain('accessList', accessList.length)] : []),
      ...(type === 3 ? [plain('blobs', blobHashes.length)] : []),
      ...(type === 4 ? [plain('authorizations', authorizations.length)] : []),
      ...(receipt ? [receiptValue(receipt)] : []),
    ]);
  });

const receiptValue = ({ ok, gasUsed, refunded, gasPrice, burnt, logs, created }: Receipt): Value => ({
  name: 'receipt',
  text: `${ok}`,
  children: list([
    plain('status', ok ? 1 : 0),
    plain('gasUsed', gasUsed),
    plain('refunded', refunded),
    plain('gasPrice', gasPrice),
    plain('fee', gasUsed * gasPrice),
    plain('burnt', gasUsed * burnt),
    plain('logs', logs.length),
    ...(created === undefined ? [] : [address('contractAddress', created)]),
  ]),
});

const logsScope = (machine: EvmMachine): Scope =>
  new LazyScope('logs', messages.scopeName.logs(), () => list(logsOf(machine)));

const logsOf = (machine: EvmMachine): readonly Value[] => {
  const values: Value[] = [];
  for (let entry = machine.state.logs; entry; entry = entry.earlier) {
    const { address: by, topics, data } = entry.log;
    values.push({
      name: `${entry.count - 1}`,
      type: 'log',
      text: by,
      children: list([
        ...topics.map((topic, i) => word(`topic${i + 1}`, topic)),
        { name: 'data', type: 'bytes', text: `0x${hexOf(data)}` },
      ]),
    });
  }
  return values.toReversed();
};

/** What a person can see of one frame. */
export const scopesOf = (machine: EvmMachine, f: Frame): readonly Scope[] => {
  const { state } = machine;
  const owner = f.call.address;
  const surroundings = [
    gasScope(machine, f),
    inputScope('calldata', messages.scopeName.calldata(), f, f.call.data),
    inputScope('returndata', messages.scopeName.returndata(), f, f.returned),
    contextScope(machine, f),
    logsScope(machine),
    ...(machine.envelope ? [transactionScope(machine, machine.envelope)] : []),
  ];
  // A precompile has nothing of its own that could be looked at.
  if (f.call.native) return surroundings;
  return [
    stackScope(f.call.id, f.sp, (at) => f.stack[at]),
    memoryScope(f),
    slotScope(
      'storage',
      messages.scopeName.storage(),
      owner,
      () => [...new Set([...slotsOf(state.accounts.fields(owner)), ...slotsOf(state.warm.fields(owner))])],
      (key) => state.storage(owner, key),
    ),
    slotScope(
      'transient',
      messages.scopeName.transient(),
      owner,
      () => slotsOf(state.transient.fields(owner)),
      (key) => state.transient.get(owner, key) ?? 0n,
    ),
    ...surroundings,
  ];
};
