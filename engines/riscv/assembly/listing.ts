import type { Code } from '../../code.ts';
import type { Decoder } from '../isa/decoder.ts';
import { registerNumber } from '../isa/registers.ts';
import { valuesIn } from '../isa/row.ts';
import { hexAddress, type PlaceName, textOf } from '../isa/text.ts';
import * as messages from './messages.ts';

/** A name for an address: of a function, say. */
export type NamedAddress = { readonly name: string; readonly address: number };

/** The option that keeps instructions of 32 bits as they are. */
const plain = 'norvc';

/** Where a comment starts on lines that are not longer. */
const commentColumn = 34;

/** What can be written as a label and is no number, and what the listing calls other targets. */
const legible = /^[A-Za-z_.$][\w.$]*$/;
const targetName = (address: number) => `L_${address.toString(16)}`;

/** What is known of a code beyond its bytes. */
export type Annotations = {
  readonly symbols?: readonly NamedAddress[];
  /** The source line of an instruction: `lock.c:33`. */
  lineAt?(address: number): string | undefined;
  /** False where what looks like instructions is data. */
  isCode?(address: number): boolean;
};

/**
 * The code as assembly: one instruction a line, with labels where jumps and names lead. Assembling it gives the same bytes at
 * the same addresses. Forms of 16 bits are written as such (`c.li`), and the assembler is told to make no others.
 */
export const listingOf = (code: Code, decoder: Decoder, annotations: Annotations = {}): string => {
  const { symbols = [], lineAt = () => undefined } = annotations;
  const lines = linesOf(code, decoder, annotations);
  const labels = labelsOf(lines, symbols);
  /** A target without a name is written by its distance. */
  const namesAt =
    (here: number): PlaceName =>
    (target) =>
      labels.get(target)?.at(-1) ?? `. ${target < here ? '-' : '+'} ${Math.abs(target - here)}`;
  const out = [
    `# ${messages.listingTitle(code.name.replaceAll(/\s+/g, ' '), code.bytes.length)}`,
    `# ${messages.listingRemark()}`,
  ];
  out.push('', `    .option ${plain}`, `    .base ${hexAddress(code.base)}`);
  let last: string | undefined;
  for (const [i, { address, decoded, data }] of lines.entries()) {
    const own = labels.get(address) ?? [];
    if (own.length > 0) out.push('', ...own.map((label) => `${label}:`));
    const written = decoded && textOf(decoded, address, namesAt(address));
    const text = `    ${written ?? data.text}`;
    const line = decoded && lineAt(address)?.replaceAll(/\s+/g, ' ');
    const source = line === undefined || (line === last && own.length === 0) ? '' : `  ${line}`;
    last = line;
    const far = labels.get(farTarget(lines[i - 1], decoded) ?? Number.NaN)?.at(-1);
    out.push(
      `${text.padEnd(commentColumn)} # ${hexAddress(address)}${decoded ? source : data.remark}${far === undefined ? '' : `  → ${far}`}`,
    );
  }
  return `${out.join('\n')}\n`;
};

/** Where a jump by a register goes of which the instruction in front of it says what is in it. */
const farTarget = (upper: Line | undefined, jump: Line['decoded']): number | undefined => {
  const isPair =
    jump?.row.base.mnemonic === 'jalr' && upper?.decoded?.row.mnemonic === 'auipc' && upper.decoded.rd === jump.rs1;
  return isPair && upper?.decoded ? upper.address + upper.decoded.imm + jump.imm : undefined;
};

/** What one line of the listing stands for: an instruction, or bytes that are none. */
type Line = {
  readonly address: number;
  readonly decoded: ReturnType<Decoder['decode']>;
  readonly data: { readonly text: string; readonly remark: string };
};

/** Zeros that are written as one: no person looks for something in fewer. */
const fewestZeros = 8;
/** Bytes of data in a line. */
const dataWidth = 8;

const linesOf = ({ bytes, base }: Code, decoder: Decoder, { symbols = [], isCode = () => true }: Annotations) => {
  const lines: Line[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const named = new Set(symbols.map(({ address }) => address - base));
  /** Where the bytes from `at` on end that are written in one line. */
  const endOf = (at: number, most: number, belongs: (at: number) => boolean) => {
    let end = at;
    while (end < bytes.length && end - at < most && belongs(end) && (end === at || !named.has(end))) end += 1;
    return end;
  };
  for (let at = 0; at < bytes.length; ) {
    const isData = !isCode(base + at);
    const zeros = endOf(at, bytes.length, (i) => bytes[i] === 0 && isCode(base + i) !== isData);
    const left = bytes.length - at;
    const half = left >= 2 ? view.getUint16(at, true) : bytes[at];
    const isLong = (half & 3) === 3 && left >= 4;
    const word = isLong ? view.getUint32(at, true) : half;
    const decoded = !isData && left >= 2 && (isLong || (half & 3) !== 3) ? decoder.decode(word) : undefined;
    // What is no instruction takes 2 bytes, so that one right behind it is found.
    const size =
      decoded?.size ??
      (zeros - at >= fewestZeros
        ? zeros - at - ((zeros - at) % 2)
        : isData
          ? endOf(at, dataWidth, (i) => !isCode(base + i)) - at
          : Math.min(2, left));
    lines.push({ address: base + at, decoded, data: dataOf(bytes.subarray(at, at + size)) });
    at += size;
  }
  return lines;
};

const dataOf = (bytes: Uint8Array): Line['data'] => {
  const { length } = bytes;
  if (length >= fewestZeros && bytes.every((byte) => byte === 0)) return { text: `.zero ${length}`, remark: '' };
  const width = length % 4 === 0 ? 4 : length === 2 ? 2 : 1;
  const numbers = Array.from({ length: length / width }, (_, i) =>
    bytes
      .subarray(i * width, (i + 1) * width)
      .reduceRight((text, byte) => text + byte.toString(16).padStart(2, '0'), '0x'),
  );
  const text = Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  const remark = length > 2 && /[\w ]{3}/.test(text) ? `  ${text}` : '';
  return { text: `.${width === 1 ? '' : width}byte ${numbers.join(', ')}`, remark };
};

/** Labels by address, the one that jumps are written with last. */
const labelsOf = (lines: readonly Line[], symbols: readonly NamedAddress[]): ReadonlyMap<number, readonly string[]> => {
  const starts = new Set(lines.map(({ address }) => address));
  const labels = new Map<number, string[]>();
  const names = new Set<string>();
  const add = (address: number, name: string) => {
    if (!starts.has(address) || names.has(name)) return;
    names.add(name);
    const known = labels.get(address);
    if (known) known.push(name);
    else labels.set(address, [name]);
  };
  for (const { name, address } of symbols) if (isName(name)) add(address, name);
  for (const { address, decoded } of lines) {
    const distance = decoded?.row.syntax.includes('target')
      ? valuesIn(decoded.row.bits)('imm', decoded.word)
      : undefined;
    const target = distance === undefined ? undefined : address + distance;
    if (target !== undefined && !labels.has(target)) add(target, targetName(target));
  }
  return labels;
};

const isName = (name: string) =>
  legible.test(name) && name !== '.' && !/^L_[\da-f]+$/.test(name) && registerNumber(name) === undefined;
