import type { Range } from '../../language.ts';
import { firstIndex } from '../../search.ts';
import { instructionsAt } from '../instructions.ts';
import { Evaluator, type Given, pushBytes, pushWidth, type Scope } from './evaluator.ts';
import { setHex } from './literals.ts';
import * as messages from './messages.ts';
import { type Problems, replace } from './problems.ts';
import type { Body, GrowingStatement, Item, Label, Macro, Remark, Source } from './syntax.ts';
import { findRow, immediateSize, pushRow } from './vocabulary.ts';

/** An item at its place in the code. Chunks follow one another without gaps. */
type Chunk = {
  readonly item: Item;
  readonly scope: Scope;
  /** The macro call that it comes from. */
  readonly call: Call | undefined;
  offset: number;
  size: number;
  readonly data: Uint8Array | undefined;
  /** Of a macro call: index of the first chunk after those it expands to. */
  after: number | undefined;
};

type Call = { readonly range: Range; readonly macro: Macro; readonly depth: number; readonly outer: Call | undefined };

export type Assembled = {
  readonly bytes: Uint8Array;
  /** Ranges that gave rise to the byte at `offset`, innermost first. */
  spans(offset: number): readonly Range[];
  /** Offsets of each label, several for a label in a macro. */
  readonly places: ReadonlyMap<Label, readonly number[]>;
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

/** Lays out what the parser read, and encodes it. Tells every statement its places and every push its row. */
export const assemble = (source: Source, textLength: number, fork: string, problems: Problems): Assembled => {
  checkFork(source, fork, problems);
  const evaluator = new Evaluator(problems);
  const file: Scope = { places: [], arguments: [], file: undefined };
  const chunks = new Expansion(evaluator, problems, expansionLimit + bytesPerCharacter * textLength).expand(
    source.body,
    file,
  );
  const smallest = instructionsAt(fork)[pushRow(0).opcode] ? 0 : 1;
  const size = layOut(chunks, evaluator, smallest);
  checkRemarks(source.remarks, chunks, size, problems);
  return encode(chunks, size, evaluator, problems);
};

/** An opcode that the fork does not have is still assembled: it may be what one wants to see fail. */
const checkFork = (source: Source, fork: string, problems: Problems) => {
  const table = instructionsAt(fork);
  for (const { row, word } of source.statements) {
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
      const data = item.kind === 'data' ? this.#data(item, scope) : undefined;
      const chunk: Chunk = { item, scope, call, offset: 0, size: sizeOf(item, data), data, after: undefined };
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
const sizeOf = (item: Item, data: Uint8Array | undefined): number => {
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
  const width = (push: Chunk & { item: { kind: 'push' } }) => push.size - (push.item.jump ? 2 : 1);
  evaluator.quiet = true;
  for (;;) {
    const size = place(chunks);
    evaluator.round++;
    const least = evaluator.round > roundsUntilWord ? wordWidth : evaluator.round > roundsUntilPlace ? placeWidth : 0;
    let moved = false;
    for (const push of pushes) {
      const needed = pushWidth(evaluator.number(push.item.value, push.scope) ?? 0n);
      if (needed <= width(push)) continue;
      push.size += Math.max(needed, least) - width(push);
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

const encode = (chunks: readonly Chunk[], size: number, evaluator: Evaluator, problems: Problems): Assembled => {
  const bytes = new Uint8Array(size);
  const places = new Map<Label, number[]>();
  const jumpdest = findRow('JUMPDEST')!.opcode;
  for (const chunk of chunks) {
    const { item, offset, scope } = chunk;
    switch (item.kind) {
      case 'label': {
        if (item.label.emits) bytes[offset] = jumpdest;
        const known = places.get(item.label);
        if (known) known.push(offset);
        else places.set(item.label, [offset]);
        break;
      }
      case 'operation': {
        bytes[offset] = item.row.opcode;
        if (!item.operand) break;
        const width = chunk.size - 1;
        if (item.operand.kind === 'number' && item.operand.hex?.length === 2 * width) {
          setHex(bytes, offset + 1, item.operand.hex);
          break;
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
        break;
      }
      case 'push': {
        const width = chunk.size - (item.jump ? 2 : 1);
        const row = pushRow(width);
        item.statement.row ??= row;
        bytes[offset] = row.opcode;
        const value = evaluator.number(item.value, scope) ?? 0n;
        if (width > 0) bytes.set(pushBytes(value, width), offset + 1);
        if (item.jump) bytes[offset + 1 + width] = item.jump.opcode;
        break;
      }
      case 'data':
        if (chunk.data) bytes.set(chunk.data, offset);
        break;
      case 'call': {
        const end = chunk.after === undefined ? size : (chunks[chunk.after]?.offset ?? size);
        if (end > offset) addPlace(item.statement, offset);
      }
    }
    if (chunk.size > 0) addPlace(item.statement, offset);
  }
  return { bytes, places, spans: (offset) => spansAt(chunks, offset) };
};

/** Most statements have one place, which a list of its own size holds; a list that grows reserves room for 17 (measured). */
const addPlace = (statement: GrowingStatement, offset: number) => {
  if (statement.places.length === 0) statement.places = [offset];
  else statement.places.push(offset);
};

/** Remarks are no items, as a listing has one on each line. */
const checkRemarks = (remarks: readonly Remark[], chunks: readonly Chunk[], size: number, problems: Problems) => {
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

const spansAt = (chunks: readonly Chunk[], offset: number): readonly Range[] => {
  const end = ({ offset, size }: Chunk) => offset + size;
  const chunk = chunks[firstIndex(chunks.length, (index) => end(chunks[index]!) > offset)];
  if (!chunk || offset < 0) return [];
  const spans = [chunk.item.kind === 'call' ? undefined : chunk.item.statement.range];
  for (let call = chunk.call; call; call = call.outer) spans.push(call.range);
  return spans.filter((span) => span !== undefined);
};
