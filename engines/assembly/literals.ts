/** A number as GNU as writes them: `10`, `0x1f`, `0b101`, `017`; undefined for what is none. */
export const readGnuNumber = (text: string): bigint | undefined => {
  if (/^0[xX][\da-fA-F]+$|^0[bB][01]+$|^[1-9]\d*$|^0$/.test(text)) return BigInt(text);
  return /^0[0-7]+$/.test(text) ? BigInt(`0o${text}`) : undefined;
};

const escapes: Readonly<Record<string, number>> = { b: 8, t: 9, n: 10, f: 12, r: 13, '"': 34, "'": 39, '\\': 92 };

const encoder = new TextEncoder();

/** The number of the one character in `'…'`; undefined if it is not one. */
export const readCharacter = (text: string): bigint | undefined => {
  if (text.length < 3 || !text.endsWith("'")) return undefined;
  const { bytes, bad } = readText(text.slice(1, -1));
  return bytes.length === 1 && bad === undefined ? BigInt(bytes[0]) : undefined;
};

/** The bytes of a text without its quotes, in UTF-8, and the first escape that means nothing. */
export const readText = (text: string): { readonly bytes: Uint8Array; readonly bad: string | undefined } => {
  if (!text.includes('\\')) return { bytes: encoder.encode(text), bad: undefined };
  const bytes: number[] = [];
  let bad: string | undefined;
  for (const [part, octal, hex, letter] of text.matchAll(/\\([0-7]{1,3})|\\x([\da-fA-F]+)|\\(.)|[^\\]+|\\/gsu)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 255);
    else if (hex !== undefined) bytes.push(Number.parseInt(hex.slice(-2), 16));
    else if (letter === undefined) bytes.push(...encoder.encode(part));
    else if (escapes[letter] !== undefined) bytes.push(escapes[letter]);
    else bad ??= part;
  }
  return { bytes: Uint8Array.from(bytes), bad };
};
