import type { Stretch } from '../machine.ts';
import type { EvmCode } from './code.ts';
import type { Frame } from './frame.ts';
import { stackLimit } from './operations.ts';
import { compile } from './segment-compiler.ts';

/**
 * Straight-line code as one thing to do: instructions in a row that need no closer look than the stack and memory that is there already,
 * up to the next jump. Gas and the height of the stack are checked once for all of them, and what only moves values (pushes, copies,
 * exchanges) was worked out beforehand. Against one instruction at a time this saves half to nine tenths of the time (measured).
 */
export type Segment = {
  /** Instructions. */
  readonly steps: number;
  /** What is charged where. */
  readonly stretch: Stretch;
  readonly gas: number;
  /** Offsets of the first and the last instruction, and of what follows. */
  readonly start: number;
  readonly last: number;
  readonly next: number;
  /** Items that must be on the stack, how many more there may be for a while, and how many more there are in the end. */
  readonly needs: number;
  readonly room: number;
  readonly grows: number;
  /** Room for all values by their numbers: first the items needed, bottom first; then constants, which are there, and results. */
  readonly values: bigint[];
  /** The items needed that matter. */
  readonly reads: readonly number[];
  readonly results: readonly Derivation[];
  readonly stores: readonly Store[];
  /** Which value comes to which place above the lowest of the items needed. */
  readonly writes: readonly { readonly place: number; readonly value: number }[];
  readonly jump: Jump | undefined;
};

/** How a value follows from up to three others; undefined where it takes a closer look. */
export type Derive = (a: bigint, b: bigint, c: bigint, f: Frame) => bigint | undefined;
export type Derivation = {
  readonly of: Derive;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly value: number;
};

/** Numbers of the values that say where to, and what. */
export type Store = { readonly at: number; readonly value: number; readonly size: 1 | 32 };

/** `to` is known beforehand, or is the value numbered `target`. */
export type Jump = { readonly to: number | undefined; readonly target: number; readonly condition: number | undefined };

/** Does all that a segment does, or nothing: false where its gas, the stack, memory or a jump needs a closer look. */
function perform(segment: Segment, f: Frame): boolean {
  const { gas, stack, memory } = f;
  const { values, reads, results, stores, writes, jump } = segment;
  const bottom = f.sp - segment.needs;
  if (gas.left < segment.gas || bottom < 0 || f.sp + segment.room > stackLimit) return false;
  for (let i = 0; i < reads.length; i += 1) {
    const place = reads[i] as number;
    values[place] = stack[bottom + place] as bigint;
  }
  for (let i = 0; i < results.length; i += 1) {
    const { of, a, b, c, value } = results[i] as Derivation;
    const result = of(values[a] as bigint, values[b] as bigint, values[c] as bigint, f);
    if (result === undefined) return false;
    values[value] = result;
  }
  let { next } = segment;
  if (jump && (jump.condition === undefined || values[jump.condition] !== 0n)) {
    next = jump.to ?? Number(values[jump.target]);
    if (jump.to === undefined && !f.code.isJumpTarget(next)) return false;
  }
  for (let i = 0; i < stores.length; i += 1) {
    const { at, size } = stores[i] as Store;
    if (Number(values[at]) + size > memory.size) return false;
  }
  for (let i = 0; i < stores.length; i += 1) {
    const { at, value, size } = stores[i] as Store;
    if (size === 32) memory.setWord(Number(values[at]), values[value] as bigint);
    else memory.setByte(Number(values[at]), Number((values[value] as bigint) & 0xffn));
  }
  for (let i = 0; i < writes.length; i += 1) {
    const { place, value } = writes[i] as Segment['writes'][number];
    stack[bottom + place] = values[value] as bigint;
  }
  gas.left -= segment.gas;
  f.sp += segment.grows;
  f.at = segment.last;
  f.pc = next;
  return true;
}

/** A segment is made when a run has come to its start so often: making one takes as long as running it a few times. */
const enough = 4;

/** The segments of one code. */
export class Segments {
  readonly #code: EvmCode;
  readonly #arrivals: Uint8Array;
  readonly #made: (Segment | undefined)[];
  /** Where a run wants to stop, and which segments have such a place inside. */
  #stops: ReadonlySet<number> | undefined;
  #interrupted = new Map<Segment, boolean>();

  constructor(code: EvmCode) {
    this.#code = code;
    this.#arrivals = new Uint8Array(code.bytes.length);
    this.#made = new Array(code.bytes.length);
  }

  /** Goes on from where the frame is for as long as segments follow each other; at most so many steps. Returns the steps made. */
  run(f: Frame, most: number, stops: ReadonlySet<number> | undefined): number {
    const { reporter } = f.vm;
    const { metered } = reporter;
    let steps = 0;
    for (;;) {
      const segment = this.#at(f.pc);
      if (!segment || steps + segment.steps > most) return steps;
      if (stops && this.#isInterrupted(segment, stops)) return steps;
      if (!perform(segment, f)) return steps;
      if (metered) reporter.chargeStretch(f.call.id, segment.stretch);
      steps += segment.steps;
      if (stops?.has(f.pc)) return steps;
    }
  }

  #at(offset: number): Segment | undefined {
    const made = this.#made[offset];
    if (made) return made;
    const arrivals = this.#arrivals[offset];
    if (arrivals === undefined || arrivals > enough) return undefined;
    this.#arrivals[offset] = arrivals + 1;
    if (arrivals === enough) this.#made[offset] = compile(this.#code, offset);
    return this.#made[offset];
  }

  #isInterrupted(segment: Segment, stops: ReadonlySet<number>): boolean {
    if (stops !== this.#stops) {
      this.#stops = stops;
      this.#interrupted = new Map();
    }
    let known = this.#interrupted.get(segment);
    if (known === undefined) {
      known = false;
      for (let at = segment.start + 1; at <= segment.last && !known; at += 1) known = stops.has(at);
      this.#interrupted.set(segment, known);
    }
    return known;
  }
}
