const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Stands for a letter that is no digit. */
const none = 64;
/** Digits by the codes of their letters. */
const values = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = letters.indexOf(String.fromCharCode(code));
  return digit < 0 ? none : digit;
});

/** RFC 4648, with padding. */
export const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const group = [18, 12, 6, 0].map((shift) => letters[(bits >> shift) & 63]);
    text += group
      .slice(0, Math.min(3, bytes.length - at) + 1)
      .join('')
      .padEnd(4, '=');
  }
  return text;
};

/** Undefined if it is none. */
export const decodeBase64 = (text: string): Uint8Array | undefined => {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3);
  const digit = (at: number): number => (at >= text.length - padding ? 0 : (values[text.charCodeAt(at)] ?? none));
  for (let at = 0, to = 0; at < text.length; at += 4) {
    const [a, b, c, d] = [digit(at), digit(at + 1), digit(at + 2), digit(at + 3)];
    if ((a | b | c | d) >= none) return undefined;
    const bits = (a << 18) | (b << 12) | (c << 6) | d;
    bytes[to++] = bits >> 16;
    bytes[to++] = bits >> 8;
    bytes[to++] = bits;
  }
  return bytes.subarray(0, bytes.length - padding);
};
