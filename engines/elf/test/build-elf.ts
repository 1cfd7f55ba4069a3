/** A section to be built. */
type Part = {
  readonly type: number;
  readonly address?: number;
  readonly flags?: number;
  readonly link?: number;
  readonly bytes: ArrayLike<number>;
};

/** A small ELF with a segment over all of it, these sections, and one for their names behind them. */
export const buildElf = ({
  bits = 64,
  littleEndian = true,
  machine = 243,
  sections = {} as Readonly<Record<string, Part>>,
} = {}) => {
  const out: number[] = [];
  const put = (value: number, size: number) => {
    const bytes = Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) % 256);
    out.push(...(littleEndian ? bytes : bytes.reverse()));
  };
  const wide = bits === 64;
  const word = (value: number) => put(value, bits / 8);
  const names = ['', ...Object.keys(sections), '.shstrtab'];
  const nameBytes = [...new TextEncoder().encode(`${names.join('\0')}\0`)];
  const parts: Part[] = [{ type: 0, bytes: [] }, ...Object.values(sections), { type: 3, bytes: nameBytes }];
  const header = wide ? 64 : 52;
  const contentAt = header + (wide ? 56 : 32);
  const offsets = parts.map((_, index) =>
    parts.slice(0, index).reduce((at, { bytes }) => at + bytes.length, contentAt),
  );
  const sectionsAt = (offsets.at(-1) ?? 0) + nameBytes.length;

  out.push(0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, littleEndian ? 1 : 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  put(2, 2);
  put(machine, 2);
  put(1, 4);
  for (const value of [0x10000, header, sectionsAt]) word(value);
  put(5, 4);
  for (const value of [header, wide ? 56 : 32, 1, wide ? 64 : 40, parts.length, parts.length - 1]) put(value, 2);

  put(1, 4);
  if (wide) put(5, 4);
  for (const value of [0, 0x10000, 0x10000, sectionsAt, sectionsAt]) word(value);
  if (!wide) put(5, 4);
  word(0x1000);

  for (const { bytes } of parts) for (const byte of Array.from(bytes)) out.push(byte);
  for (const [index, { type, flags = 0, address = 0, link = 0, bytes }] of parts.entries()) {
    put(names.slice(0, index).join('\0').length + (index === 0 ? 0 : 1), 4);
    put(type, 4);
    for (const value of [flags, address, offsets[index] ?? 0, bytes.length]) word(value);
    put(link, 4);
    put(0, 4);
    word(1);
    word(0);
  }
  return new Uint8Array(out);
};
