/** What the legacy mangling of rustc writes for characters that linkers do not take. */
const escapes: Readonly<Record<string, string>> = {
  SP: '@',
  BP: '*',
  RF: '&',
  LT: '<',
  GT: '>',
  LP: '(',
  RP: ')',
  C: ',',
};

/**
 * The legacy mangling of rustc: `_ZN`, parts of a path with their lengths, a hash as the last, `E`.
 * C++ begins alike, but has no such hash.
 */
export const demangleLegacy = (symbol: string): string | undefined => {
  const content = /^_{0,2}ZN(.*)17h[\da-f]{16}E(?:\..*)?$/.exec(symbol)?.[1];
  if (content === undefined) return undefined;
  const parts: string[] = [];
  for (let at = 0; at < content.length; ) {
    const length = /^\d{1,5}/.exec(content.slice(at, at + 5))?.[0];
    if (length === undefined) return undefined;
    const start = at + length.length;
    at = start + Number(length);
    if (at > content.length) return undefined;
    parts.push(unescapePart(content.slice(start, at)));
  }
  return parts.length > 0 ? parts.join('::') : undefined;
};

/** A part that would begin with an escape has a `_` before it. */
const unescapePart = (part: string) =>
  part
    .replace(/^_\$/, '$')
    .replaceAll('..', '::')
    .replace(/\$(?:u([\da-f]{1,6})|([A-Z]{1,2}))\$/g, (whole, code?: string, name?: string) => {
      if (name !== undefined) return escapes[name] ?? whole;
      const point = Number.parseInt(code ?? '', 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    });
