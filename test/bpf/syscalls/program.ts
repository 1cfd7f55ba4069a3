import { address } from '../../../engines/bpf/isa/memory.ts';
import { hashOfName } from '../../../engines/bpf/isa/murmur3.ts';

/** A call of a syscall: its name, and `r1` to `r5`. */
export type Call = { readonly name: string; readonly args: readonly bigint[] };

/** What a program is given to do. */
export type Case = {
  readonly calls: readonly Call[];
  /** What the heap begins with. */
  readonly heap: Uint8Array;
  /** Instructions of the same transaction that come first, which call nothing. */
  readonly before?: readonly Before[];
};

/** An instruction that does nothing. */
export type Before = { readonly heap: Uint8Array; readonly accounts: readonly ('payer' | 'program')[] };

/** Where the instruction data lie for a program without accounts: behind the number of accounts and their own length. */
const dataAt = BigInt(address.input) + 16n;
const argsAt = 16;
const argsSize = 5 * 8;
const mostCalls = 3;
const headerSize = argsAt + mostCalls * argsSize;

/** Where in the input the bytes lie with which the heap begins. */
export const heapImageAt = dataAt + BigInt(headerSize);

/** Bytes of the stack that are told, from its lower end on. */
const stackTold = 256;

const slot = (opcode: number, registers: number, offset = 0, imm = 0): Uint8Array => {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, opcode);
  view.setUint8(1, registers);
  view.setInt16(2, offset, true);
  view.setInt32(4, imm, true);
  return bytes;
};

export const callOpcode = 0x85;

const moveNumber = (dst: number, imm: number) => [slot(0xb7, dst, 0, imm)];
const move = (dst: number, src: number) => [slot(0xbf, dst | (src << 4))];
const addNumber = (dst: number, imm: number) => [slot(0x07, dst, 0, imm)];
const moveWide = (dst: number, value: number) => [
  slot(0x18, dst, 0, value % 2 ** 32),
  slot(0, 0, 0, Math.floor(value / 2 ** 32)),
];
const load = (dst: number, src: number, offset: number) => [slot(0x79, dst | (src << 4), offset)];
const store = (dst: number, offset: number, src: number) => [slot(0x7b, dst | (src << 4), offset)];
const call = (name: string) => [slot(callOpcode, 0, 0, hashOfName(name) | 0)];
const exit = [slot(0x95, 0)];

const stackPointer = 10;
const [data, scratch] = [6, 7];
/** Under the frame pointer: the results, and above them the list of what is told. */
const resultsAt = -512;
const listAt = -128;

const tell = (index: number, size: (to: number) => Uint8Array[], from: (to: number) => Uint8Array[]) => [
  ...from(scratch),
  ...store(stackPointer, listAt + 16 * index, scratch),
  ...size(scratch),
  ...store(stackPointer, listAt + 16 * index + 8, scratch),
];

/**
 * The code of a program that fills the heap from its instruction data, makes calls with arguments from there, and writes
 * their results and its memory to the log.
 */
export const codeOf = (names: readonly string[]): readonly Uint8Array[] => {
  return [
    ...move(data, 2),
    ...load(3, data, 0),
    ...moveWide(1, address.heap),
    ...[...move(2, data), ...addNumber(2, headerSize)],
    ...call('sol_memcpy_'),
    ...names.flatMap((name, index) => [
      ...[1, 2, 3, 4, 5].flatMap((register) => load(register, data, argsAt + index * argsSize + 8 * register - 8)),
      ...call(name),
      ...store(stackPointer, resultsAt + 8 * index, 0),
    ]),
    ...tell(
      0,
      (to) => moveNumber(to, 8 * names.length),
      (to) => [...move(to, stackPointer), ...addNumber(to, resultsAt)],
    ),
    ...tell(
      1,
      (to) => load(to, data, 8),
      (to) => moveWide(to, address.heap),
    ),
    ...tell(
      2,
      (to) => moveNumber(to, stackTold),
      (to) => moveWide(to, address.stack),
    ),
    ...tell(
      3,
      (to) => load(to, data, 0),
      (to) => [...move(to, data), ...addNumber(to, headerSize)],
    ),
    ...[...move(1, stackPointer), ...addNumber(1, listAt), ...moveNumber(2, 4)],
    ...call('sol_log_data'),
    ...[...moveNumber(0, 0), ...exit],
  ];
};

/** The instruction data of a case: sizes of what is copied to the heap and of what is told of it, arguments, the heap. */
export const dataOf = ({ calls, heap }: Case): Uint8Array => {
  const bytes = new Uint8Array(headerSize + heap.length);
  const view = new DataView(bytes.buffer);
  const numbers = [BigInt(heap.length), BigInt(heap.length + 64), ...calls.flatMap(({ args }) => args)];
  for (const [index, number] of numbers.entries()) view.setBigUint64(8 * index, number, true);
  bytes.set(heap, bytes.length - heap.length);
  return bytes;
};
