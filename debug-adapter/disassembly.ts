import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Code, Decoded, Place } from '../engines/code.ts';
import { type Addresses, addressText } from './addresses.ts';
import { type Client, toClient } from './client.ts';
import type { Debuggee } from './debuggee.ts';
import { readAddress } from './instruction-breakpoints.ts';
import * as messages from './messages.ts';
import type { Symbols } from './names.ts';
import { RequestError } from './params.ts';

/** Where the codes of a program lie, and whom their instructions are shown to. */
export type Disassembled = { readonly debuggee: Debuggee; readonly addresses: Addresses; readonly client: Client };

/** Which rows are wanted: `count` instructions, from `skip` instructions behind the one at `offset` bytes from the reference. */
export type Rows = {
  readonly reference: string;
  readonly offset: number;
  readonly skip: number;
  readonly count: number;
};

type Row = DebugProtocol.DisassembledInstruction;

/** Rows that are shown at once, at most. */
const most = 65_536;

/** Clients want as many rows as they ask for; where there is no code, this one stands. */
const nothing: Row = { address: '-1', instruction: '', presentationHint: 'invalid' };

/** Exactly the rows that were asked for, with the names of their places. @throws RequestError */
export const disassemble = (
  around: Disassembled,
  names: Symbols | undefined,
  { reference, offset, skip, count }: Rows,
): Row[] => {
  const { addresses, debuggee } = around;
  if (count > most) throw new RequestError(messages.tooManyRows(most));
  const place = addresses.place(readAddress(reference) + BigInt(offset));
  const code = place && debuggee.sources.code(place.code);
  if (!code) return Array.from({ length: count }, () => nothing);
  const offsets = offsetsAround(code, place.offset);
  const first = offsets.indexOf(place.offset) + skip;
  return Array.from({ length: count }, (_, i) => {
    const at = offsets[first + i];
    return at === undefined ? nothing : rowAt(around, code, at, names);
  });
};

/** Offsets of all instructions of a code, as they are met in sequence. */
const swept = new WeakMap<Code, readonly number[]>();

const sweep = (code: Code): readonly number[] => {
  const known = swept.get(code);
  if (known) return known;
  const offsets = offsetsFrom(code, code.base);
  swept.set(code, offsets);
  return offsets;
};

const offsetsFrom = (code: Code, start: number): number[] => {
  const offsets: number[] = [];
  const end = code.base + code.bytes.length;
  for (let at = start; at < end; at += code.decode(at)?.size ?? 1) offsets.push(at);
  return offsets;
};

/** As in sequence; where `offset` lies within an instruction, because a jump led there, what follows is read from there. */
const offsetsAround = (code: Code, offset: number): readonly number[] => {
  const offsets = sweep(code);
  if (offsets.includes(offset)) return offsets;
  return [...offsets.filter((at) => at < offset), ...offsetsFrom(code, offset)];
};

/** A name that was not made from the offset alone. */
const nameAt = (names: Symbols | undefined, code: Code, offset: number): string | undefined => {
  const name = names?.(code.id, offset);
  return name?.toLowerCase().endsWith(`_${offset.toString(16)}`) ? undefined : name;
};

/** Clients show the text and leave out the symbol, so names stand in the text too. */
const textWith = ({ text, target }: Decoded, names: Symbols | undefined, code: Code, symbol: string | undefined) => {
  const goal = target === undefined ? undefined : nameAt(names, code, target);
  return `${symbol === undefined ? '' : `${symbol}: `}${text}${goal === undefined ? '' : ` <${goal}>`}`;
};

/** A listing's line would only say once more what stands in the row, so it is left out. */
const rowAt = (around: Disassembled, code: Code, offset: number, names: Symbols | undefined): Row => {
  const { debuggee, addresses, client } = around;
  const place: Place = { code: code.id, offset };
  const decoded = code.decode(offset);
  const index = offset - code.base;
  const bytes = code.bytes.subarray(index, index + (decoded?.size ?? 1));
  const located = debuggee.sources.locate(place);
  const symbol = nameAt(names, code, offset);
  return {
    address: addressText(addresses.address(place) ?? 0n),
    instructionBytes: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' '),
    instruction: decoded ? textWith(decoded, names, code, symbol) : '',
    ...(symbol !== undefined && { symbol }),
    ...(located && { location: located.source, ...(!located.isListing && toClient(client, located.span)) }),
    ...(!decoded?.row && { presentationHint: 'invalid' as const }),
  };
};
