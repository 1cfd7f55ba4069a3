import { type Children, type Location, MachineError, type Scope, type Value } from '../../engines/machine.ts';
import { cannotWrite } from './messages.ts';
import { type Pair, push, type Stack, type State, type Thread, type ToyValue, valuesOf } from './state.ts';

export const textOf = (value: ToyValue) =>
  typeof value === 'number' ? String(value) : `(${value.first}, ${value.second})`;

/**
 * A slot of a stack is two cells of 32 bits, of which a number uses the first; so a pair and its fields overlap.
 * Slots count from the bottom, which keeps a location while the stack grows.
 */
export const stackAt = (thread: number, slot: number, value: ToyValue): Location => ({
  space: `stack#${thread}`,
  at: BigInt(2 * slot),
  size: typeof value === 'number' ? 1 : 2,
});

export const memoryAt = (address: number): Location => ({ space: 'memory', at: BigInt(address), size: 1 });

const list = (count: number, indexed: boolean, get: (index: number) => Value): Children => ({
  count,
  indexed,
  get: (start, wanted) =>
    Array.from({ length: Math.max(0, Math.min(wanted, count - start)) }, (_, i) => get(start + i)),
});

const asValue = (name: string, value: ToyValue, location: Location): Value => {
  if (typeof value === 'number') {
    return { name, type: 'number', text: textOf(value), number: BigInt(value >>> 0), location };
  }
  const field = (key: keyof Pair, index: bigint) =>
    asValue(key, value[key], { ...location, at: location.at + index, size: 1 });
  const fields = [field('first', 0n), field('second', 1n)] as const;
  const children = list(2, false, (i) => (i === 0 ? fields[0] : fields[1]));
  return { name, type: 'pair', text: textOf(value), location, children };
};

export const scopesOf = (state: State, thread: Thread): readonly Scope[] => {
  const values = valuesOf(thread.stack);
  const slot = (i: number) =>
    asValue(String(i), values[i] ?? 0, stackAt(thread.id, values.length - 1 - i, values[i] ?? 0));
  const byte = (i: number): Value => {
    const value = state.memory.get(i) ?? 0;
    return { name: String(i), type: 'byte', text: String(value), number: BigInt(value), location: memoryAt(i) };
  };
  return [
    {
      id: 'stack',
      name: 'Stack',
      values: list(values.length, true, slot),
      at: (key) => (key >= 0n && key < BigInt(values.length) ? slot(Number(key)) : undefined),
      named: (name) => (name === 'top' && values.length > 0 ? slot(0) : undefined),
    },
    {
      id: 'memory',
      name: 'Memory',
      values: list(state.memorySize, true, byte),
      at: (key) => (key >= 0n && key < BigInt(state.memorySize) ? byte(Number(key)) : undefined),
      bytes: { space: 'memory', length: state.memorySize },
    },
  ];
};

/** The cells of a stack from its bottom; the second one of a number is not there. */
const cellsOf = (stack: Stack) =>
  valuesOf(stack)
    .reverse()
    .flatMap((value) => (typeof value === 'number' ? [value, undefined] : [value.first, value.second]));

const threadOf = (state: State, space: string) => state.threads.find((thread) => space === `stack#${thread.id}`);

export const readState = (state: State, { space, at, size }: Location): Uint8Array | undefined => {
  const from = Number(at);
  if (space === 'memory') {
    if (from < 0 || from + size > state.memorySize) return undefined;
    return Uint8Array.from({ length: size }, (_, i) => state.memory.get(from + i) ?? 0);
  }
  const thread = threadOf(state, space);
  const cells = thread ? cellsOf(thread.stack).slice(from, from + size) : [];
  if (from < 0 || cells.length < size || cells[0] === undefined) return undefined;
  return new Uint8Array(Int32Array.from(cells, (cell) => cell ?? 0).buffer);
};

/** @throws MachineError if nothing is there, or the bytes are not as wide as it is. */
export const writeState = (state: State, location: Location, bytes: Uint8Array): State => {
  const { space, at } = location;
  const old = readState(state, location);
  if (old?.length !== bytes.length) throw new MachineError(cannotWrite(space));
  const from = Number(at);
  if (space === 'memory') {
    return { ...state, memory: bytes.reduce((memory, byte, i) => memory.set(from + i, byte), state.memory) };
  }
  const thread = threadOf(state, space);
  const cells = thread ? cellsOf(thread.stack) : [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < location.size; i++) {
    if (cells[from + i] === undefined) throw new MachineError(cannotWrite(space));
    cells[from + i] = view.getInt32(4 * i, true);
  }
  let stack: Stack;
  for (let i = 0; i < cells.length; i += 2) {
    const [first = 0, second] = cells.slice(i, i + 2);
    stack = push(stack, second === undefined ? first : { first, second });
  }
  return { ...state, threads: state.threads.map((each) => (each === thread ? { ...each, stack } : each)) };
};
