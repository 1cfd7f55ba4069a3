/** The elements of a list, from one on and before another. */
export type Elements = readonly [from: number, to: number];

/** A file that may lie around a program and say more of it. */
export type Companion = {
  readonly uri: string;
  /**
   * Set for a file that is a list in JSON with a secret in it, such as a pair of keys: only these elements leave the one who reads
   * the file, and all others are 0.
   */
  readonly shared?: Elements;
};

/** What of a file leaves the one who reads it; of one that is no list, nothing does. Doing it twice is doing it once. */
export const shareable = (bytes: Uint8Array, shared: Elements | undefined): Uint8Array => {
  if (!shared) return bytes;
  const [from, to] = shared;
  const list = listIn(bytes).map((each, i) => (i >= from && i < to ? each : 0));
  return new TextEncoder().encode(JSON.stringify(list));
};

const listIn = (bytes: Uint8Array): readonly unknown[] => {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return Array.isArray(json) ? json : [];
  } catch {
    return [];
  }
};
