import { type Location, MachineError } from '../machine.ts';
import type { Frame } from './frame.ts';
import type { EvmMachine } from './machine.ts';
import { notWritable, wrongSize } from './messages.ts';
import { type Address, fromBytes, mask, toBytes } from './words.ts';

/**
 * Spaces: `stack#<frame>` (words, counted from the bottom), `memory#<frame>` (bytes), `storage:<address>` and
 * `transient:<address>` (slots of a word); `calldata#<frame>` and `returndata#<frame>` (bytes) can only be read.
 */
type Space =
  | { readonly kind: 'stack'; readonly frame: Frame }
  | { readonly kind: 'memory'; readonly frame: Frame }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'storage'; readonly address: Address }
  | { readonly kind: 'transient'; readonly address: Address };

const spaceOf = (machine: EvmMachine, name: string): Space | undefined => {
  const [, kind, frameId, address] =
    /^(stack|memory|calldata|returndata|storage|transient)(?:#(.+)|:(0x[0-9a-f]{40}))$/.exec(name) ?? [];
  if (frameId !== undefined) {
    const frame = machine.frameOf(Number(frameId));
    if (kind === 'stack' || kind === 'memory') return frame && { kind, frame };
    if (kind === 'calldata') return frame && { kind: 'data', bytes: frame.call.data };
    if (kind === 'returndata') return frame && { kind: 'data', bytes: frame.returned };
  }
  return (kind === 'storage' || kind === 'transient') && address !== undefined ? { kind, address } : undefined;
};

/** Slots read at once at most; more is nobody's wish. */
const slotsAtOnce = 1024;

export const readLocation = (machine: EvmMachine, { space: name, at, size }: Location): Uint8Array | undefined => {
  const space = spaceOf(machine, name);
  if (!space || at < 0n) return undefined;
  if (space.kind === 'memory') {
    return at + BigInt(size) <= space.frame.memory.size ? space.frame.memory.slice(Number(at), size) : undefined;
  }
  if (space.kind === 'data') {
    return at + BigInt(size) <= space.bytes.length ? space.bytes.slice(Number(at), Number(at) + size) : undefined;
  }
  const read = reader(machine, space);
  if (space.kind === 'stack' ? at + BigInt(size) > space.frame.sp : at + BigInt(size) > mask + 1n || size > slotsAtOnce)
    return undefined;
  const bytes = new Uint8Array(32 * size);
  for (let i = 0; i < size; i++) bytes.set(toBytes(read(at + BigInt(i))), 32 * i);
  return bytes;
};

const reader = ({ state }: EvmMachine, space: Exclude<Space, { kind: 'data' }>): ((at: bigint) => bigint) => {
  if ('frame' in space) return (at) => space.frame.stack[Number(at)] ?? 0n;
  const { address } = space;
  return space.kind === 'storage'
    ? (key) => state.storage(address, key)
    : (key) => state.transient.get(address, key) ?? 0n;
};

/** @throws MachineError where there is nothing to write, or the bytes are too few or too many. */
export const writeLocation = (machine: EvmMachine, location: Location, bytes: Uint8Array): void => {
  const { at } = location;
  const space = spaceOf(machine, location.space);
  const now = readLocation(machine, location);
  if (!space || !now || space.kind === 'data') throw new MachineError(notWritable(location.space));
  if (bytes.length !== now.length) throw new MachineError(wrongSize(now.length, bytes.length));
  if ('frame' in space) space.frame.wake();
  if (space.kind === 'memory') {
    space.frame.memory.set(Number(at), bytes);
    return;
  }
  for (let i = 0; i < location.size; i++) {
    const value = fromBytes(bytes.subarray(32 * i, 32 * (i + 1)));
    const key = at + BigInt(i);
    if (space.kind === 'stack') space.frame.stack[Number(key)] = value;
    else if (space.kind === 'storage') machine.state.setStorage(space.address, key, value);
    else machine.state.setTransient(space.address, key, value);
  }
};
