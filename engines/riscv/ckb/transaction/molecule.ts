import { concatBytes } from '../../../bytes.ts';

/**
 * How values of one type become bytes (molecule, RFC 0008). Numbers are little-endian.
 * A type of fixed size is written without a header, which is what `size` says.
 */
export type Layout<Value> = { readonly size?: number; write(value: Value): Uint8Array };

type ValueOf<L> = L extends Layout<infer Value> ? Value : never;
type Fields = Readonly<Record<string, Layout<never>>>;
type ValuesOf<F extends Fields> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

/** The `size` lowest bytes of a number. */
export const number = (size: number): Layout<bigint | number> => ({
  size,
  write: (value) => Uint8Array.from({ length: size }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn)),
});

const u32 = number(4);

/** Bytes as they are, of which there are always as many. */
export const raw = (size: number): Layout<Uint8Array> => ({ size, write: (value) => value });

export const bytes: Layout<Uint8Array> = { write: (value) => concatBytes([u32.write(value.length), value]) };

const parts = <F extends Fields>(fields: F, value: ValuesOf<F>): readonly Uint8Array[] =>
  Object.entries(fields).map(([name, layout]) => layout.write(value[name] as never));

/** Fields of fixed size, one after the other. */
export const struct = <const F extends Fields>(fields: F): Layout<ValuesOf<F>> => ({
  size: Object.values(fields).reduce((sum, { size = 0 }) => sum + size, 0),
  write: (value) => concatBytes(parts(fields, value)),
});

/** Size of the whole, offset of each part, the parts. */
const withOffsets = (all: readonly Uint8Array[]): Uint8Array => {
  const header = 4 * (all.length + 1);
  const offsets: number[] = [];
  let at = header;
  for (const { length } of all) {
    offsets.push(at);
    at += length;
  }
  return concatBytes([...[at, ...offsets].map((each) => u32.write(each)), ...all]);
};

export const table = <const F extends Fields>(fields: F): Layout<ValuesOf<F>> => ({
  write: (value) => withOffsets(parts(fields, value)),
});

export const vector = <Value>(each: Layout<Value>): Layout<readonly Value[]> => ({
  write: (values) => {
    const all = values.map((value) => each.write(value));
    return each.size === undefined ? withOffsets(all) : concatBytes([u32.write(all.length), ...all]);
  },
});

export const option = <Value>(each: Layout<Value>): Layout<Value | undefined> => ({
  write: (value) => (value === undefined ? new Uint8Array() : each.write(value)),
});
