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
const commentColumn = 32;

/** What can be written as a label and is no number, and what the listing calls other targets. */
const legible = /^[A-Za-z_.$][\w.$]*$/;
const targetName = (address: number) => `L_${address.toString(16)}`;

/**
 * The code as assembly: one instruction a line, with labels where jumps and names lead. Assembling it gives the same bytes at
 * the same addresses. Forms of 16 bits are written as such (`c.li`), and the assembler is told to make no others.
 */
export const listingOf = (code: Code, decoder: Decoder, symbols: readonly NamedAddress[] = []): string => {
  const lines = linesOf(code, decoder);
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
  for (const line of lines) {
    const { address, word, size } = line;
    for (const label of labels.get(address) ?? []) out.push('', `${label}:`);
    const written = line.decoded && textOf(line.decoded, address, namesAt(address));
    const text = `    ${written ?? dataText(word, size)}`;
    out.push(`${text.padEnd(commentColumn)} # ${hexAddress(address)}`);
  }
  return `${out.join('\n')}\n`;
};

type Line = {
  readonly address: number;
  readonly word: number;
  readonly size: number;
  readonly decoded: ReturnType<Decoder['decode']>;
};

const linesOf = ({ bytes, base }: Code, decoder: Decoder): readonly Line[] => {
  const lines: Line[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const left = bytes.length - at;
    const half = left >= 2 ? view.getUint16(at, true) : bytes[at];
    const isLong = (half & 3) === 3 && left >= 4;
    const word = isLong ? view.getUint32(at, true) : half;
    const decoded = left >= 2 && (isLong || (half & 3) !== 3) ? decoder.decode(word) : undefined;
    // What is no instruction takes 2 bytes, so that one right behind it is found.
    const size = decoded?.size ?? Math.min(2, left);
    lines.push({ address: base + at, word: size === 2 ? half : word, size, decoded });
    at += size;
  }
  return lines;
};

const dataText = (word: number, size: number): string =>
  `.${size === 1 ? '' : size}byte 0x${word.toString(16).padStart(2 * size, '0')}`;

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
