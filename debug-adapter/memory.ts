import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Frame, Location, Machine } from '../engines/machine.ts';
import type { Addresses } from './addresses.ts';
import { addressText } from './addresses.ts';
import type { Debuggee } from './debuggee.ts';
import * as messages from './messages.ts';
import { RequestError } from './params.ts';

/** What a program has of bytes: the memories of its machine, and its codes. */
export type Bytes = { readonly debuggee: Debuggee; readonly addresses: Addresses };

/** A row of bytes, and a point in it, which may lie outside. */
type Point = {
  /** The space of the machine; undefined for a code, which cannot be written. */
  readonly space: string | undefined;
  readonly at: number;
  readonly length: number;
  /** The number that the client is told for the point. */
  readonly address: bigint;
  read(from: number, size: number): Uint8Array | undefined;
};

/** Bytes that are read at once, at most. */
const longest = 16 * 2 ** 20;

/** The spaces of a frame in which every byte has its own place. */
export const byteSpaces = (machine: Machine, frame: Frame): ReadonlySet<string> =>
  new Set(machine.scopes(frame.id).flatMap(({ bytes }) => bytes?.space ?? []));

/** A location among bytes, as a client may name it in `readMemory`: `memory#0@64`. */
export const referenceIn = (spaces: ReadonlySet<string>, location: Location | undefined) =>
  location && spaces.has(location.space) ? { memoryReference: `${location.space}@${location.at}` } : {};

/** Bytes from a reference on, as far as there are any. @throws RequestError */
export const readMemory = (
  bytes: Bytes,
  reference: string,
  offset: number,
  count: number,
): DebugProtocol.ReadMemoryResponse['body'] => {
  if (count > longest) throw new RequestError(messages.tooManyBytes(longest));
  const { at, length, address, read } = pointOf(bytes, reference, offset);
  const text = address < 0n ? String(address) : addressText(address);
  if (at < 0 || at >= length) return { address: text, unreadableBytes: at < 0 ? Math.min(count, -at) : count };
  const size = Math.min(count, length - at);
  const data = read(at, size) ?? new Uint8Array();
  const unread = count - data.length;
  return { address: text, data: toBase64(data), ...(unread > 0 && { unreadableBytes: unread }) };
};

/**
 * Where bytes would be written from a reference on, and which of them; fewer than are given only if `partly`.
 * @throws RequestError where they do not fit, or are code
 */
export const placeToWrite = (
  bytes: Bytes,
  reference: string,
  offset: number,
  data: Uint8Array,
  partly: boolean,
): { readonly location: Location; readonly data: Uint8Array; readonly skipped: number } => {
  const { space, at, length } = pointOf(bytes, reference, offset);
  if (space === undefined) throw new RequestError(messages.codeIsFixed());
  const skipped = Math.min(data.length, Math.max(0, -at));
  const kept = data.subarray(skipped, Math.max(skipped, length - at));
  if (kept.length < data.length && !(partly && kept.length > 0)) {
    throw new RequestError(messages.outsideMemory(data.length, at, length));
  }
  return { location: { space, at: BigInt(at + skipped), size: kept.length }, data: kept, skipped };
};

const pointOf = ({ debuggee, addresses }: Bytes, reference: string, offset: number): Point => {
  if (/^(?:0x[\da-f]{1,16}|\d{1,20})$/i.test(reference)) {
    const place = addresses.place(BigInt(reference));
    const code = place && debuggee.sources.code(place.code);
    if (!code) throw new RequestError(messages.noMemory(reference));
    return {
      space: undefined,
      at: place.offset - code.base + offset,
      length: code.bytes.length,
      address: BigInt(reference) + BigInt(offset),
      read: (from, size) => code.bytes.subarray(from, from + size),
    };
  }
  const [, space, start] = /^(.+)@(\d{1,15})$/.exec(reference) ?? [];
  const found = space === undefined ? undefined : lengthOf(debuggee.machine, space);
  if (space === undefined || found === undefined) throw new RequestError(messages.noMemory(reference));
  const at = Number(start) + offset;
  const read = (from: number, size: number) => debuggee.machine.read({ space, at: BigInt(from), size });
  return { space, at, length: found, address: BigInt(at), read };
};

/** Undefined for a space that no frame has. */
const lengthOf = (machine: Machine, space: string): number | undefined => {
  for (const unit of machine.units()) {
    for (const frame of machine.frames(unit.id)) {
      const scope = machine.scopes(frame.id).find(({ bytes }) => bytes?.space === space);
      if (scope?.bytes) return scope.bytes.length;
    }
  }
  return undefined;
};

const toBase64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
