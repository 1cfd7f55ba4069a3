import { grouped } from '../engines/digits.ts';
import type { Engine } from '../engines/engine.ts';
import type { Snapshot } from './documents.ts';
import * as messages from './messages.ts';

/** Longer bytes are no number that a person would read, and shown in part. */
const wordSize = 32;
/** Above this a decimal number says nothing: what is so large is an address, a hash or text. */
const largest = 2n ** 128n;
/** Fewer printable bytes are most likely no text. */
const shortestText = 3;

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Markdown on the number or bytes that are written at `offset`: hexadecimal, decimal, text, and what the engine makes of them. */
export const valueCard = ({ document, engine }: Snapshot, offset: number) => {
  const found = document.value(offset);
  if (!found) return undefined;
  return {
    range: found.range,
    card: [numberLine(engine, found.bytes), ...(engine.describe?.(found.bytes) ?? [])].join('\n\n'),
  };
};

const numberLine = ({ byteOrder }: Engine, bytes: Uint8Array): string => {
  const digits = hexOf(byteOrder === 'big' ? bytes : bytes.toReversed());
  const facts: string[] = [];
  if (bytes.length > wordSize) facts.push(`\`0x${digits.slice(0, 2 * wordSize)}…\``, messages.bytes(bytes.length));
  else {
    const value = BigInt(`0x0${digits}`);
    const signed = BigInt.asIntN(8 * bytes.length, value);
    facts.push(`\`0x${digits}\``);
    if (value < largest) facts.push(`**${grouped(value)}**`);
    // The upper half of a negative number near zero is all ones; other numbers with that bit are most likely positive.
    const nearest = -(1n << BigInt(4 * bytes.length));
    if (bytes.length >= 4 && signed < 0n && signed > nearest) facts.push(`**${grouped(signed)}**`);
  }
  const text = textIn(bytes);
  if (text !== undefined) facts.push(`\`${text}\``);
  return facts.join(' · ');
};

/** Printable ASCII, perhaps filled up with zeros behind it. */
const textIn = (bytes: Uint8Array): string | undefined => {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const written = bytes.subarray(0, end);
  const printable = written.every((byte) => byte >= 0x20 && byte < 0x7f && byte !== 0x60);
  return printable && end >= shortestText ? `"${String.fromCharCode(...written.subarray(0, 64))}"` : undefined;
};
