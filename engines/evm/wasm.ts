/** What is needed to write a WebAssembly module of one function as bytes: encodings of its specification, chapter 5 (binary format). */
export const i32 = 0x7f;
export const i64 = 0x7e;
export const end = 0x0b;
export const add32 = 0x6a;
export const lessThan32 = 0x49;
export const isZero32 = 0x45;
export const add64 = 0x7c;
export const and64 = 0x83;
export const xor64 = 0x85;
export const rotate64 = 0x89;

/** Bytes of the memory that a module has. */
export const pageSize = 65_536;

/** LEB128. */
export const unsigned = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
const signed = (value: number): number[] =>
  value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
const list = (entries: readonly (readonly number[])[]): number[] => [...unsigned(entries.length), ...entries.flat()];
const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];

export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number): number[] => [0x21, ...unsigned(local)];
/** Sets a local, and leaves the value on the stack. */
export const tee = (local: number): number[] => [0x22, ...unsigned(local)];
export const constant32 = (value: number): number[] => [0x41, ...signed(value)];
export const constant64 = (value: number): number[] => [0x42, ...signed(value)];
/** From, or to, the address on the stack and `offset` beyond it. */
export const load64 = (offset: number): number[] => [0x29, 3, ...unsigned(offset)];
export const store64 = (offset: number): number[] => [0x37, 3, ...unsigned(offset)];
/** Rotates a value to the left. */
export const rotated = (value: readonly number[], by: number): number[] =>
  by === 0 ? [...value] : [...value, ...constant64(by), rotate64];
/** Goes to the end of a block, or to the start of a loop, so many levels out, if the number on the stack is not 0. */
export const leaveIf = (level: number): number[] => [0x0d, level];
export const block = (body: readonly number[]): number[] => [0x02, 0x40, ...body, end];
export const loop = (body: readonly number[]): number[] => [0x03, 0x40, ...body, end];

type Module = {
  /** The name of the only function, which takes a number of 32 bits. */
  readonly function: string;
  /** How many locals there are of which type; the parameter is local 0. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly body: readonly number[];
  /** What memory holds at the start. */
  readonly data: { readonly at: number; readonly bytes: readonly number[] };
};

/** The bytes of a module that exports its function, and `memory` of one page. */
export const moduleOf = ({ function: exported, locals, body, data }: Module): Uint8Array<ArrayBuffer> => {
  const code = [...list(locals.map(([count, type]) => [...unsigned(count), type])), ...body, end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...list([[i32]]), ...list([])]),
    ...section(3, list([[0]])),
    ...section(5, list([[0, 1]])),
    ...section(
      7,
      list([
        [...name('memory'), 2, 0],
        [...name(exported), 0, 0],
      ]),
    ),
    ...section(10, list([[...unsigned(code.length), ...code]])),
    ...section(11, list([[0, ...constant32(data.at), end, ...unsigned(data.bytes.length), ...data.bytes]])),
  ]);
};
