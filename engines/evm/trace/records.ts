const [quote, backslash, open, close, bracket, closingBracket] = ['"', '\\', '{', '}', '[', ']'].map((each) =>
  each.charCodeAt(0),
) as [number, number, number, number, number, number];

/** Where the JSON objects of a trace lie in its bytes: from `start` to before `end`. */
export type Extent = { readonly start: number; readonly end: number };

/** The objects of a trace, and where the last of them breaks off, if the file ends inside it. */
export type Records = {
  readonly count: number;
  readonly at: (index: number) => Extent;
  readonly brokenAt: number | undefined;
  /** Where the list of objects ends, in a file that is one JSON value around it. */
  readonly end: number;
};

/**
 * Finds the objects that follow each other from an offset on: one on each line, or separated by commas up to a `]`.
 * Looks at each byte once, and makes nothing of what is inside.
 */
export const findRecords = (bytes: Uint8Array, from: number): Records => {
  let extents = new Float64Array(1024);
  let count = 0;
  let depth = 0;
  let start = 0;
  let at = from;
  const { length } = bytes;
  for (; at < length; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote && depth > 0) {
      at = endOfText(bytes, at);
    } else if (byte === open || byte === bracket) {
      if (depth === 0) start = at;
      depth += 1;
    } else if (byte === close || byte === closingBracket) {
      if (depth === 0) break;
      depth -= 1;
      if (depth > 0) continue;
      if (2 * count === extents.length) extents = grown(extents);
      extents[2 * count] = start;
      extents[2 * count + 1] = at + 1;
      count += 1;
    }
  }
  return {
    count,
    at: (index) => ({ start: extents[2 * index] as number, end: extents[2 * index + 1] as number }),
    brokenAt: depth > 0 ? start : undefined,
    end: Math.min(at, length),
  };
};

/** The offset of the quotation mark that ends a text; past the end where none does. */
const endOfText = (bytes: Uint8Array, start: number): number => {
  for (let at = bytes.indexOf(quote, start + 1); at !== -1; at = bytes.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (bytes[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return bytes.length;
};

const grown = (extents: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const larger = new Float64Array(2 * extents.length);
  larger.set(extents);
  return larger;
};
