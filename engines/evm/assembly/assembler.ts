import type { Range } from '../../language.ts';
import { type Problems, replace } from '../../problems.ts';
import { firstIndex } from '../../search.ts';
import { instructionsAt } from '../instructions.ts';
import { Evaluator, type Given, pushBytes, pushWidth, type Scope } from './evaluator.ts';
import { setHex } from './literals.ts';
import * as messages from './messages.ts';
import type { Body, GrowingStatement, Item, Label, Macro, Remark, Source } from './syntax.ts';
import { findRow, immediateSize, pushRow } from './vocabulary.ts';

/** An item at its place in the code. Chunks follow one another without gaps. */
export type Chunk = {
  readonly item: Item;
  scope: Scope;
  /** The macro call that it comes from. */
  readonly call: Call | undefined;
  offset: number;
  size: number;
  data: Uint8Array | undefined;
  /** Of a macro call: index of the first chunk after those it expands to. */
  after: number | undefined;
};

type Call = { readonly range: Range; readonly macro: Macro; readonly depth: number; readonly outer: Call | undefined };

export type Assembled = {
  readonly bytes: Uint8Array;
  /** Ranges that gave rise to the byte at `offset`, innermost first. */
  spans(offset: number): readonly Range[];
  /** Offsets of a label, several for a label in a macro. */
  placesOf(label: Label): readonly number[];
  readonly layout: Layout;
};

/** How the items of a text lie in the code. */
export type Layout = {
  readonly fork: string;
  readonly chunks: Chunk[];
  /** Where labels of the file are. */
  readonly file: Scope;
  /** How often the places had to be found. */
  readonly rounds: number;
};

/** Macros inside one another. */
const deepest = 200;
/** Bytes that macros and constants may add to what the text itself spells out; a contract has at most 24 KB. */
const expansionLimit = 2 ** 18;
/** The most that a character of text makes, in `PUSH32 0`. */
const bytesPerCharacter = 4;
/** A round that moves no place ends the layout. After these many, pushes grow to what holds any place, then to a whole word. */
const roundsUntilPlace = 16;
const roundsUntilWord = 32;
const placeWidth = 4;
const wordWidth = 32;

const jumpdest = findRow('JUMPDEST')!;

/** Lays out what the parser read, and encodes it. Tells every statement its places and every push its row. */
export const assemble = (source: Source, textLength: number, fork: string, problems: Problems): Assembled => {
  checkFork(source.statements, fork, problems);
  const evaluator = new Evaluator(problems);
  const file: Scope = { places: [], arguments: [], file: undefined };
  const room = expansionLimit + bytesPerCharacter * textLength;
  const chunks = new Expansion(evaluator, problems, room).expand(source.body, file);
  const size = layOut(chunks, evaluator, smallestPush(fork));
  checkRemarks(source.remarks, chunks, size, problems);
  const bytes = new Uint8Array(size);
  const places = new Map<Label, number[]>();
  for (const chunk of chunks) {
    encode(chunk, bytes, evaluator, problems);
    if (chunk.item.kind === 'call') {
      const end = chunk.after === undefined ? size : (chunks[chunk.after]?.offset ?? size);
      if (end > chunk.offset) addPlace(chunk);
    }
    if (chunk.item.kind !== 'label') continue;
    const known = places.get(chunk.item.label);
    if (known) known.push(chunk.offset);
    else places.set(chunk.item.label, [chunk.offset]);
  }
  return {
    bytes,
    placesOf: (label) => places.get(label) ?? [],
    spans: (offset) => spansAt(chunks, offset),
    layout: { fork, chunks, file, rounds: evaluator.round },
  };
};

/** Bytes of what a push pushes, at least. */
export const smallestPush = (fork: string): number => (instructionsAt(fork)[pushRow(0).opcode] ? 0 : 1);

/** An opcode that the fork does not have is still assembled: it may be what one wants to see fail. */
export const checkFork = (statements: readonly GrowingStatement[], fork: string, problems: Problems): void => {
  const table = instructionsAt(fork);
  for (const { row, word } of statements) {
    if (!row || table[row.opcode] === row) continue;
    const today = table[row.opcode];
    if (today) {
      const fix = replace(word, today.mnemonic, messages.replaceBy(today.mnemonic));
      problems.add('hint', word, 'other-name', messages.otherName(row, today.mnemonic, fork), fix);
    } else problems.add('warning', word, 'not-in-fork', messages.notInFork(row, fork));
  }
};

/** Replaces macro calls by what they stand for. If that is too much, nothing is assembled. */
class Expansion {
  readonly #evaluator: Evaluator;
  readonly #problems: Problems;
  readonly #chunks: Chunk[] = [];
  /** Bytes that may still be made. */
  #room: number;

  constructor(evaluator: Evaluator, problems: Problems, room: number) {
    this.#evaluator = evaluator;
    this.#problems = problems;
    this.#room = room;
  }

  expand(body: Body, scope: Scope): Chunk[] {
    this.#body(body, scope, undefined);
    return this.#room > 0 ? this.#chunks : [];
  }

  #body(body: Body, scope: Scope, call: Call | undefined): void {
    for (const item of body.items) {
      if (this.#room <= 0) return;
      const chunk = chunkOf(item, scope, call);
      if (item.kind === 'data') chunk.data = this.#data(item, scope);
      chunk.size = sizeOf(item, chunk.data);
      this.#chunks.push(chunk);
      this.#room -= Math.max(1, chunk.size);
      if (item.kind === 'call') {
        this.#call(item, scope, call);
        chunk.after = this.#chunks.length;
      }
      if (this.#room <= 0) {
        const { range } = outermost(call) ?? item.statement;
        this.#problems.error(range, 'too-large', messages.tooLarge(expansionLimit));
      }
    }
  }

  #data(item: Item & { kind: 'data' }, scope: Scope): Uint8Array {
    const parts = item.parts.map((part) => this.#evaluator.bytes(part, scope) ?? new Uint8Array());
    if (parts.length === 1) return parts[0]!;
    const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      data.set(part, at);
      at += part.length;
    }
    return data;
  }

  #call(item: Item & { kind: 'call' }, scope: Scope, outer: Call | undefined): void {
    const { macro, statement } = item;
    if (!macro) return;
    const depth = (outer?.depth ?? 0) + 1;
    const call: Call = { range: statement.range, macro, depth, outer };
    const cycle = cycleOf(call);
    if (cycle) this.#problems.error(statement.range, 'macro-cycle', messages.macroCycle(cycle));
    else if (depth > deepest) this.#problems.error(statement.range, 'too-deep', messages.tooDeep());
    else {
      const given: Given[] = item.arguments.map((expression) => ({ expression, scope }));
      this.#body(macro.body, { places: [], arguments: given, file: scope.file ?? scope }, call);
    }
  }
}

/**
 * An item of the file itself keeps its chunk from one layout to the next: in a large text that was edited, making them
 * all anew took a third of the time (measured).
 */
export const chunkOf = (item: Item, scope: Scope, call: Call | undefined): Chunk => {
  if (!call && item.chunk) {
    item.chunk.scope = scope;
    return item.chunk;
  }
  const chunk: Chunk = { item, scope, call, offset: 0, size: 0, data: undefined, after: undefined };
  if (!call) item.chunk = chunk;
  return chunk;
};

const outermost = (call: Call | undefined): Call | undefined => (call?.outer ? outermost(call.outer) : call);

/** Names of the macros from one to itself, if this call closes a cycle. */
const cycleOf = (call: Call): readonly string[] | undefined => {
  const names = [call.macro.name];
  for (let outer = call.outer; outer; outer = outer.outer) {
    names.unshift(outer.macro.name);
    if (outer.macro === call.macro) return names;
  }
  return undefined;
};

/** Bytes of an item, those of a push that sizes itself at their least. */
export const sizeOf = (item: Item, data: Uint8Array | undefined): number => {
  switch (item.kind) {
    case 'label':
      return item.label.emits ? 1 : 0;
    case 'operation':
      return 1 + immediateSize(item.row);
    case 'push':
      return item.jump ? 2 : 1;
    case 'data':
      return data?.length ?? 0;
    default:
      return 0;
  }
};

/**
 * Gives every push the smallest width that holds its value, where values may depend on places and places on widths.
 * Starts with the least and only widens, so it ends, and no narrower layout is passed over while values grow with places.
 * Returns the size of the code.
 */
const layOut = (chunks: readonly Chunk[], evaluator: Evaluator, smallest: number): number => {
  const pushes = chunks.filter((chunk) => chunk.item.kind === 'push') as (Chunk & { item: { kind: 'push' } })[];
  for (const push of pushes) push.size += smallest;
  evaluator.quiet = true;
  for (;;) {
    const size = place(chunks);
    evaluator.round++;
    const least = evaluator.round > roundsUntilWord ? wordWidth : evaluator.round > roundsUntilPlace ? placeWidth : 0;
    let moved = false;
    for (const push of pushes) {
      const needed = pushWidth(evaluator.number(push.item.value, push.scope) ?? 0n);
      if (needed <= widthOf(push)) continue;
      push.size += Math.max(needed, least) - widthOf(push);
      moved = true;
    }
    if (!moved) {
      evaluator.quiet = false;
      evaluator.round++;
      return size;
    }
  }
};

/** Puts chunks one after another, and labels where they fall. */
const place = (chunks: readonly Chunk[]): number => {
  let offset = 0;
  for (const chunk of chunks) {
    chunk.offset = offset;
    if (chunk.item.kind === 'label') chunk.scope.places[chunk.item.label.index] = offset;
    offset += chunk.size;
  }
  return offset;
};

/** Writes the bytes of a chunk, and tells its statement where they lie. */
export const encode = (chunk: Chunk, bytes: Uint8Array, evaluator: Evaluator, problems: Problems): void => {
  const { item, offset, scope } = chunk;
  if (chunk.size > 0) addPlace(chunk);
  switch (item.kind) {
    case 'label':
      if (item.label.emits) bytes[offset] = jumpdest.opcode;
      return;
    case 'operation': {
      bytes[offset] = item.row.opcode;
      if (!item.operand) return;
      const width = chunk.size - 1;
      if (item.operand.kind === 'number' && item.operand.hex?.length === 2 * width) {
        setHex(bytes, offset + 1, item.operand.hex);
        return;
      }
      const value = evaluator.number(item.operand, scope) ?? 0n;
      if (pushWidth(value) <= width) bytes.set(pushBytes(value, width), offset + 1);
      else {
        const message = messages.tooWide(item.row.mnemonic, width, pushWidth(value));
        const { range, word } = item.statement;
        // Behind a place in brackets, digits are hexadecimal only for an instruction of a given size.
        const fix = range.start === word.start ? replace(word, 'push', messages.replaceBy('push')) : undefined;
        problems.error(item.operand.range, 'too-wide', message, fix);
      }
      return;
    }
    case 'push': {
      const width = widthOf(chunk);
      const row = pushRow(width);
      if (!chunk.call || !item.statement.row) item.statement.row = item.jump ?? row;
      bytes[offset] = row.opcode;
      const value = evaluator.number(item.value, scope) ?? 0n;
      if (width > 0) bytes.set(pushBytes(value, width), offset + 1);
      if (item.jump) bytes[offset + 1 + width] = item.jump.opcode;
      return;
    }
    case 'data':
      if (chunk.data) bytes.set(chunk.data, offset);
  }
};

/** Bytes that a push pushes. */
export const widthOf = ({ item, size }: Chunk): number => size - (item.kind === 'push' && item.jump ? 2 : 1);

/** Most statements have one place, which a list of its own size holds; a list that grows reserves room for 17 (measured). */
const addPlace = ({ item: { statement }, call, offset }: Chunk) => {
  if (statement.places.length === 0) statement.places = [offset];
  else if (call) statement.places.push(offset);
  else statement.places[0] = offset;
};

/** Remarks are no items, as a listing has one on each line. */
export const checkRemarks = (
  remarks: readonly Remark[],
  chunks: readonly Chunk[],
  size: number,
  problems: Problems,
): void => {
  if (remarks.length === 0) return;
  const ofFile = chunks.filter(({ call }) => !call);
  for (const remark of remarks) {
    // One change moves all that comes after it, and a message costs more than the rest.
    if (problems.full) return;
    const offset = ofFile[remark.before]?.offset ?? size;
    if (offset === remark.offset) continue;
    const now = `0x${offset.toString(16).padStart(4, '0')}`;
    const fix = replace(remark, now, messages.replaceBy(now));
    problems.add('warning', remark, 'wrong-place', messages.wrongPlace(now), fix);
  }
};

export const spansAt = (chunks: readonly Chunk[], offset: number): readonly Range[] => {
  const end = ({ offset, size }: Chunk) => offset + size;
  const chunk = chunks[firstIndex(chunks.length, (index) => end(chunks[index]!) > offset)];
  if (!chunk || offset < 0) return [];
  const spans = [chunk.item.kind === 'call' ? undefined : chunk.item.statement.range];
  for (let call = chunk.call; call; call = call.outer) spans.push(call.range);
  return spans.filter((span) => span !== undefined);
};
