import type { Stretch } from '../machine.ts';
import type { EvmCode } from './code.ts';
import type { Plain } from './effects.ts';
import type { ForkId } from './forks.ts';
import { type Operation, operationsAt } from './operations.ts';
import { gas } from './reporter.ts';
import type { Derivation, Derive, Jump, Segment, Store } from './segments.ts';

/** Shorter ones gain nothing; longer ones would be made again and again, for each place that something jumps to. */
const shortest = 2;
const longest = 256;

/** The segment that begins at an offset, if one is worth it. */
export function compile(code: EvmCode, start: number): Segment | undefined {
  const draft = new Draft(code, start);
  while (draft.steps < longest && draft.append()) {}
  return draft.steps < shortest ? undefined : draft.finish();
}

/** A segment while it is made: its instructions run on numbers of values instead of values. */
class Draft {
  steps = 0;
  readonly #code: EvmCode;
  readonly #start: number;
  readonly #operations: readonly (Operation | undefined)[];
  #at: number;
  #last: number;
  #gas = 0;
  readonly #costs: Stretch['costs'][number][] = [];
  #room = 0;
  /** Values from 0 on: constants, and what is not known yet. Items that were there before are numbered -1 (the top), -2, … */
  readonly #values: (bigint | undefined)[] = [];
  /** Items of the stack that were there before and are used. */
  #needs = 0;
  /** What is above those, top last. */
  readonly #stack: number[] = [];
  readonly #results: Derivation[] = [];
  readonly #stores: Store[] = [];
  #jump: Jump | undefined;

  constructor(code: EvmCode, start: number) {
    this.#code = code;
    this.#operations = operationsAt(code.fork as ForkId);
    this.#start = start;
    this.#at = start;
    this.#last = start;
  }

  /** Takes in the next instruction; false if the segment ends before it. */
  append(): boolean {
    const operation = this.#operations[this.#code.bytes[this.#at] ?? 0];
    const plain = operation?.plain;
    if (!operation || !plain || this.#jump || this.#at >= this.#code.bytes.length) return false;
    // Whatever is stored is stored at the end, so that nothing can be loaded after it.
    if (plain.kind === 'load' && this.#stores.length > 0) return false;
    const taken = operation.takes.map(() => this.#pop());
    if (plain.kind === 'jump' && !this.#mayJump(taken[0] as number)) return this.#putBack(taken);
    this.#take(operation, plain, taken);
    this.#room = Math.max(this.#room, this.#stack.length - this.#needs);
    this.#gas += operation.base;
    if (operation.base > 0) this.#costs.push({ offset: this.#at, amount: operation.base });
    this.steps += 1;
    this.#last = this.#at;
    this.#at += 1 + operation.immediate;
    return true;
  }

  #pop(): number {
    const item = this.#stack.pop();
    if (item !== undefined) return item;
    this.#needs += 1;
    return -this.#needs;
  }

  #putBack(taken: readonly number[]): false {
    this.#stack.push(...taken.toReversed());
    return false;
  }

  /** Whether a jump goes somewhere, as far as is known. */
  #mayJump(target: number): boolean {
    const value = this.#values[target];
    return value === undefined || this.#code.isJumpTarget(Number(value));
  }

  #take({ takes, leaves }: Operation, plain: Plain, taken: readonly number[]): void {
    const [a = 0, b = 0, c = 0] = taken;
    const known = this.#values[a];
    switch (plain.kind) {
      case 'moves': {
        const item = new Map(takes.map((name, i) => [name, taken[i] as number]));
        this.#stack.push(...leaves.toReversed().map((name) => item.get(name) as number));
        break;
      }
      case 'constant':
        this.#stack.push(this.#value(plain.of(this.#code, this.#at)));
        break;
      case 'result': {
        const values = taken.map((value) => this.#values[value]);
        const [x = 0n, y = 0n, z = 0n] = values;
        if (values.includes(undefined)) this.#derive(plain.of, a, b, c);
        else this.#stack.push(this.#value(plain.of(x, y, z)));
        break;
      }
      case 'read':
        this.#derive((a, _b, _c, f) => plain.of(f, a), a, b, c);
        break;
      case 'load':
        this.#derive(loaded, a, b, c);
        break;
      case 'store':
        this.#stores.push({ at: a, value: b, size: plain.size });
        break;
      case 'jump':
        this.#jump = { to: known === undefined ? undefined : Number(known), target: a, condition: taken[1] };
    }
  }

  #value(value: bigint | undefined): number {
    this.#values.push(value);
    return this.#values.length - 1;
  }

  #derive(of: Derive, a: number, b: number, c: number): void {
    const value = this.#value(undefined);
    this.#results.push({ of, a, b, c, value });
    this.#stack.push(value);
  }

  finish(): Segment {
    const needs = this.#needs;
    const number = (value: number) => value + needs;
    const stack = this.#stack.map(number);
    const results = this.#results.map(({ of, a, b, c, value }) => {
      return { of, a: number(a), b: number(b), c: number(c), value: number(value) };
    });
    const stores = this.#stores.map(({ at, value, size }) => ({ at: number(at), value: number(value), size }));
    // An item that stays where it was needs no writing.
    const writes = stack
      .map((value, place) => ({ place, value }))
      .filter(({ value, place }) => value !== place || value >= needs);
    const condition = this.#jump?.condition;
    const jump = this.#jump && {
      ...this.#jump,
      target: number(this.#jump.target),
      condition: condition === undefined ? undefined : number(condition),
    };
    const used = new Set([
      ...results.flatMap(({ a, b, c }) => [a, b, c]),
      ...stores.flatMap(({ at, value }) => [at, value]),
      ...writes.map(({ value }) => value),
      jump?.target,
      jump?.condition,
    ]);
    return {
      steps: this.steps,
      stretch: { dimension: gas, code: this.#code.id, costs: this.#costs },
      gas: this.#gas,
      start: this.#start,
      last: this.#last,
      next: this.#at,
      needs,
      room: this.#room,
      grows: stack.length - needs,
      values: [...new Array<bigint>(needs).fill(0n), ...this.#values.map((value) => value ?? 0n)],
      reads: Array.from({ length: needs }, (_, item) => item).filter((item) => used.has(item)),
      results,
      stores,
      writes,
      jump,
    };
  }
}

const loaded: Derive = (offset, _b, _c, f) => {
  const at = Number(offset);
  return at + 32 > f.memory.size ? undefined : f.memory.word(at);
};
