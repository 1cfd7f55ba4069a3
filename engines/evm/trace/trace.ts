import type { CodeId } from '../../code.ts';
import { EvmCode, immediateSize } from '../code.ts';
import { shortAddress } from '../messages.ts';
import { type Address, addressOf, toBytes } from '../words.ts';
import { createdName, rootName } from './messages.ts';
import { type Row, type Rows, readRows } from './rows.ts';

/** A contract call in a trace. */
export type TraceFrame = {
  /** Steps made before its first; the last of these called it. */
  readonly first: number;
  readonly parent: TraceFrame | undefined;
  /** How many frames there are with it. */
  readonly depth: number;
  /** Whose storage it has, where the trace shows it. */
  readonly address: Address | undefined;
  readonly code: EvmCode;
};

/** A recorded run: its steps, and what follows from all of them together. */
export type Trace = {
  readonly rows: Rows;
  readonly frameAt: (step: number) => TraceFrame;
  readonly pcAt: (step: number) => number;
  /** Gas spent before a step, and by it alone. */
  readonly spentAt: (step: number) => number;
  readonly costOf: (step: number) => number;
  /** As far as the run went through them, the outermost in front; what it did not reach reads as INVALID. */
  readonly codes: ReadonlyMap<CodeId, EvmCode>;
};

/** @throws SyntaxError, TypeError */
export const readTrace = (bytes: Uint8Array, fork: string): Trace => {
  const rows = readRows(bytes);
  const reader = new Reader(rows.count, fork);
  for (let step = 0; step < rows.count; step += 1) reader.take(step, rows.row(step));
  return reader.finish(rows);
};

const opcodes = {
  address: 0x30,
  create: 0xf0,
  callcode: 0xf2,
  delegatecall: 0xf4,
  create2: 0xf5,
  revert: 0xfd,
  invalid: 0xfe,
};

/** What was seen of a code: opcodes, and the data of pushes, by offset. */
type Draft = { readonly name: string; readonly bytes: Map<number, Uint8Array> };

type Growing<Part> = { -readonly [Key in keyof Part]: Part[Key] };

/** A frame whose steps are being read. */
type Open = {
  readonly frame: Growing<TraceFrame>;
  readonly number: number;
  readonly draft: Draft;
  /** Gas at its first step. */
  readonly gas: number;
  last: { readonly step: number; readonly row: Row };
  /** What callees used since the last step. */
  usedBelow: number;
};

/** Goes through the steps once. */
class Reader {
  readonly #fork: string;
  readonly #frameOf: Uint32Array;
  readonly #pcs: Uint32Array;
  readonly #costs: Float64Array;
  readonly #frames: { readonly frame: Growing<TraceFrame>; readonly draft: Draft }[] = [];
  readonly #drafts = new Map<string, Draft>();
  readonly #open: Open[] = [];

  constructor(count: number, fork: string) {
    this.#fork = fork;
    this.#frameOf = new Uint32Array(count);
    this.#pcs = new Uint32Array(count);
    this.#costs = new Float64Array(count);
  }

  take(step: number, row: Row): void {
    while (this.#open.length > 1 && row.depth < this.#depth) this.#leave(row);
    const top = this.#open.at(-1);
    const open = top && row.depth <= top.last.row.depth ? this.#goOn(top, step, row) : this.#enter(step, row, top);
    this.#frameOf[step] = open.number;
    this.#pcs[step] = row.pc;
    const { bytes } = open.draft;
    if (!bytes.has(row.pc)) bytes.set(row.pc, Uint8Array.of(row.opcode));
  }

  get #depth(): number {
    return this.#open.at(-1)?.last.row.depth ?? 0;
  }

  #enter(step: number, row: Row, above: Open | undefined): Open {
    const call = above?.last.row;
    const target = call && targetOf(call);
    const keepsAddress = call?.opcode === opcodes.delegatecall || call?.opcode === opcodes.callcode;
    const address = keepsAddress ? above?.frame.address : target;
    const key = call ? (target ?? `#${step}`) : '';
    const name = target === undefined ? (call ? createdName() : rootName()) : shortAddress(target);
    const draft = this.#drafts.get(key) ?? { name, bytes: new Map() };
    this.#drafts.set(key, draft);
    const code = new EvmCode(new Uint8Array(), this.#fork, name, '');
    const frame = { first: step, parent: above?.frame, depth: this.#open.length + 1, address, code };
    const open = { frame, number: this.#frames.length, draft, gas: row.gas, last: { step, row }, usedBelow: 0 };
    this.#frames.push({ frame, draft });
    this.#open.push(open);
    return open;
  }

  /** The step before this one in the same frame is over: what it cost and pushed can be seen. */
  #goOn(open: Open, step: number, row: Row): Open {
    const { frame, draft, last, usedBelow } = open;
    this.#costs[last.step] = last.row.gas - row.gas - usedBelow;
    open.usedBelow = 0;
    open.last = { step, row };
    const pushed = row.stack?.at(-1);
    if (pushed === undefined) return open;
    const { opcode, pc } = last.row;
    if (opcode === opcodes.address) frame.address ??= addressOf(pushed);
    const size = immediateSize(opcode);
    if (size > 0) draft.bytes.set(pc, Uint8Array.of(opcode, ...toBytes(pushed, size)));
    return open;
  }

  /** @param next the step of its caller that follows, if there is one. */
  #leave(next?: Row): void {
    const { frame, gas, last } = this.#open.pop() as Open;
    const left = leftAfter(last.row);
    this.#costs[last.step] = last.row.gas - left;
    const above = this.#open.at(-1);
    if (!above) return;
    above.usedBelow += gas - left;
    const created = next?.stack?.at(-1);
    if (isCreate(above.last.row) && created) frame.address = addressOf(created);
  }

  finish(rows: Rows): Trace {
    while (this.#open.length > 0) this.#leave();
    const codes = new Map([...this.#drafts.values()].map((draft) => [draft, codeOf(draft, this.#fork)]));
    for (const { frame, draft } of this.#frames) frame.code = codes.get(draft) as EvmCode;
    const spent = new Float64Array(rows.count + 1);
    for (const [step, cost] of this.#costs.entries()) spent[step + 1] = (spent[step] as number) + cost;
    return {
      rows,
      frameAt: (step) => (this.#frames[this.#frameOf[step] as number] as { frame: TraceFrame }).frame,
      pcAt: (step) => this.#pcs[step] as number,
      spentAt: (step) => spent[step] as number,
      costOf: (step) => this.#costs[step] as number,
      codes: new Map([...codes.values()].map((code) => [code.id, code])),
    };
  }
}

/** Gas that is left after the last step of a frame: nothing where it failed. */
const leftAfter = ({ opcode, gas, gasCost, error }: Row): number => {
  const isFailure = opcode === opcodes.invalid || (error !== undefined && opcode !== opcodes.revert) || gasCost > gas;
  return isFailure ? 0 : gas - gasCost;
};

const isCreate = ({ opcode }: Row): boolean => opcode === opcodes.create || opcode === opcodes.create2;

/** The account that an instruction calls; undefined for a creation, or where the trace shows no stack. */
const targetOf = (row: Row): Address | undefined => {
  const target = row.stack?.at(-2);
  return isCreate(row) || target === undefined ? undefined : addressOf(target);
};

const codeOf = ({ name, bytes }: Draft, fork: string): EvmCode => {
  const size = [...bytes].reduce((most, [at, { length }]) => Math.max(most, at + length), 0);
  const code = new Uint8Array(size).fill(opcodes.invalid);
  for (const [at, each] of bytes) code.set(each, at);
  return new EvmCode(code, fork, name);
};
