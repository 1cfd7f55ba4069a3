import type { Location, Meter, Scope, Value } from '../../machine.ts';
import { LazyScope, list } from '../../values.ts';
import { scopeName } from '../messages.ts';
import { address, bytesScope, plain, stackScope, word } from '../scopes.ts';
import { toBytes } from '../words.ts';
import type { Row } from './rows.ts';
import type { TraceFrame } from './trace.ts';

const nothing = new Uint8Array();

/** What a trace holds of a frame at a step; what it does not hold is left out. */
export const scopesOf = (frame: TraceFrame, row: Row, meter: Meter | undefined): readonly Scope[] => [
  ...(row.stack ? [stackScope(frame.first, row.stack.length, (at) => row.stack?.[at])] : []),
  ...(row.memory ? [partScope('memory', scopeName.memory(), frame, row.memory)] : []),
  ...(row.storage ? [storageScope(frame, row.storage)] : []),
  new LazyScope('gas', scopeName.gas(), () =>
    list([
      plain('left', row.gas),
      plain('cost', row.gasCost),
      plain('spent', meter?.spent ?? 0n),
      plain('limit', meter?.limit ?? 0n),
      ...(row.refund === undefined ? [] : [plain('refund', row.refund)]),
    ]),
  ),
  ...(row.returned ? [partScope('returndata', scopeName.returndata(), frame, row.returned)] : []),
  new LazyScope('context', scopeName.context(), () =>
    list([
      ...(frame.address === undefined ? [] : [address('address', frame.address)]),
      plain('depth', row.depth),
      ...(row.error === undefined ? [] : [{ name: 'error', text: row.error }]),
    ]),
  ),
];

/** With whole words alone: nobody knows what lies behind the last. */
const partScope = (id: string, name: string, { first }: TraceFrame, bytes: Uint8Array): Scope =>
  bytesScope(id, name, first, bytes, (at) => (at + 32 <= bytes.length ? bytes.slice(at, at + 32) : undefined));

const storageScope = (frame: TraceFrame, storage: ReadonlyMap<bigint, bigint>): Scope => {
  const slot = (key: bigint): Value => ({
    ...word(`0x${key.toString(16)}`, storage.get(key) ?? 0n),
    ...(frame.address !== undefined && { location: { space: `storage:${frame.address}`, at: key, size: 1 } }),
  });
  const keys = [...storage.keys()].sort((a, b) => (a < b ? -1 : 1));
  return {
    id: 'storage',
    name: scopeName.storage(),
    values: { count: keys.length, indexed: false, get: (start, count) => keys.slice(start, start + count).map(slot) },
    at: (key) => (storage.has(key) ? slot(key) : undefined),
  };
};

/** The bytes at a location of a frame; undefined for one of another frame, or that the trace does not hold. */
export const readFrom = (frame: TraceFrame, row: Row, { space, at, size }: Location): Uint8Array | undefined => {
  const { first, address: owner } = frame;
  const end = at + BigInt(size);
  if (at < 0n) return undefined;
  const words = (values: readonly (bigint | undefined)[]): Uint8Array | undefined => {
    if (values.length === 0 || values.includes(undefined)) return undefined;
    return Uint8Array.from(values.flatMap((value) => [...toBytes(value ?? 0n)]));
  };
  if (space === `stack#${first}`) {
    const stack = row.stack ?? [];
    return end <= stack.length ? words(stack.slice(Number(at), Number(end))) : undefined;
  }
  if (space === `storage:${owner}` && owner !== undefined && size <= 1024) {
    return words(Array.from({ length: size }, (_, i) => row.storage?.get(at + BigInt(i))));
  }
  const bytes = space === `memory#${first}` ? row.memory : space === `returndata#${first}` ? row.returned : undefined;
  return bytes && end <= (bytes ?? nothing).length ? bytes.slice(Number(at), Number(end)) : undefined;
};
