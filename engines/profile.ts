import type { CodeId, Place } from './code.ts';
import type { Charge, Frame, FrameId, Machine, Stretch } from './machine.ts';

/** A sum that stays exact beyond 2^53: whole millions of billions are carried into a bigint. */
export class Sum {
  #low = 0;
  #high = 0n;

  add(amount: number): void {
    const low = this.#low + amount;
    if (Number.isSafeInteger(low)) {
      this.#low = low;
    } else {
      this.#high += BigInt(this.#low);
      this.#low = amount;
    }
  }

  get total(): bigint {
    return this.#high + BigInt(this.#low);
  }
}

/** What was charged at one place. */
export class PlaceCost extends Sum {
  /** How often an instruction there was charged for; one that is free is not counted. */
  times = 0;
  /** What was charged beyond the base cost, by reason. */
  readonly extras = new Map<string, Sum>();
}

/** What frames of one name cost when called from one place along one path. */
export type ProfileNode = {
  readonly name: string;
  readonly kind: Frame['kind'] | 'inlined';
  /** The code it ran first; absent for native frames. */
  readonly code: CodeId | undefined;
  /** Where it was first charged for; absent where it never was. */
  readonly entry: Place | undefined;
  /** Where it was called from; absent for the first frame of a unit. */
  readonly site: Place | undefined;
  /** How many frames it stands for. */
  readonly calls: number;
  /** Own cost by code and offset, in their order. */
  readonly places: ReadonlyMap<CodeId, ReadonlyMap<number, PlaceCost>>;
  /** Own cost that belongs to no instruction, by reason. */
  readonly apart: ReadonlyMap<string, Sum>;
  readonly children: readonly ProfileNode[];
};

/** The same while it is collected. */
type GrowingNode = Omit<ProfileNode, 'entry' | 'calls' | 'places' | 'apart' | 'children'> & {
  entry: Place | undefined;
  calls: number;
  readonly places: Map<CodeId, Map<number, PlaceCost>>;
  readonly apart: Map<string, Sum>;
  readonly children: GrowingNode[];
  /** The children by name, kind and place of the call. */
  readonly byCall: Map<string, GrowingNode>;
  /** How often stretches of code ran of which the places do not know yet. */
  readonly stretches: Map<Stretch, number>;
  readonly depth: number;
};

/** Nodes under each other at most, so that endless recursion leaves a tree that can be walked; deeper calls lie side by side. */
const deepest = 1024;

/** Frames whose nodes are remembered before those that were left are looked for. */
const mostNodes = 4096;

const sumIn = <Key>(sums: Map<Key, Sum>, key: Key): Sum => {
  const known = sums.get(key);
  if (known) return known;
  const sum = new Sum();
  sums.set(key, sum);
  return sum;
};

const costIn = ({ places }: GrowingNode, code: CodeId, offset: number): PlaceCost => {
  let offsets = places.get(code);
  if (!offsets) {
    offsets = new Map();
    places.set(code, offsets);
  }
  let cost = offsets.get(offset);
  if (!cost) {
    cost = new PlaceCost();
    offsets.set(offset, cost);
  }
  return cost;
};

/** Puts a map in the order of its keys. */
const sortKeys = <Key extends string | number, Value>(map: Map<Key, Value>): void => {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
};

/**
 * Charges the places of a node, and of all below it, for the stretches that ran. Puts them in order, because which one was met
 * first depends on the slices that the run was made in.
 */
const settle = (node: GrowingNode): void => {
  for (const [{ code, costs }, times] of node.stretches) {
    for (const { offset, amount } of costs) {
      const cost = costIn(node, code, offset);
      cost.add(amount * times);
      cost.times += times;
    }
  }
  node.stretches.clear();
  sortKeys(node.places);
  for (const offsets of node.places.values()) sortKeys(offsets);
  for (const child of node.children) settle(child);
};

const nodeOf = (frame: Frame | undefined, site: Place | undefined, depth: number): GrowingNode => ({
  name: frame?.name ?? '',
  kind: frame?.kind ?? 'call',
  code: frame?.place?.code,
  entry: undefined,
  site,
  calls: 0,
  places: new Map(),
  apart: new Map(),
  children: [],
  byCall: new Map(),
  stretches: new Map(),
  depth,
});

/**
 * Collects what a machine charges in one dimension, by call path and place. Its total is exactly what the run cost.
 * Hand `charge` to the machine as observer, before the first step or on a machine gone back to it.
 */
export class ProfileRecorder {
  readonly #root = nodeOf(undefined, undefined, 0);
  readonly #machine: Machine;
  readonly #dimension: number;
  readonly #nodes = new Map<FrameId, GrowingNode>();
  /** The frame charged last, whose node most charges go to. */
  #lastFrame: FrameId | undefined;
  #lastNode = this.#root;
  #mostNodes = mostNodes;

  constructor(machine: Machine, dimension = 0) {
    this.#machine = machine;
    this.#dimension = dimension;
  }

  get root(): ProfileNode {
    settle(this.#root);
    return this.#root;
  }

  charge({ dimension, frame, code, offset, amount, reason }: Charge): void {
    if (dimension !== this.#dimension) return;
    const node = this.#nodeOf(frame);
    if (code === undefined) {
      sumIn(node.apart, reason).add(amount);
      return;
    }
    node.entry ??= { code, offset };
    const cost = costIn(node, code, offset);
    cost.add(amount);
    if (reason === 'base') cost.times += 1;
    else sumIn(cost.extras, reason).add(amount);
  }

  /** As `charge`, for the observer's `stretch`. */
  stretch(stretch: Stretch, frame: FrameId): void {
    if (stretch.dimension !== this.#dimension) return;
    const node = this.#nodeOf(frame);
    const { stretches } = node;
    node.entry ??= { code: stretch.code, offset: stretch.costs[0]?.offset ?? 0 };
    stretches.set(stretch, (stretches.get(stretch) ?? 0) + 1);
  }

  #nodeOf(frame: FrameId): GrowingNode {
    if (frame !== this.#lastFrame) {
      this.#lastNode = this.#nodes.get(frame) ?? this.#enter(frame);
      this.#lastFrame = frame;
    }
    return this.#lastNode;
  }

  /** Finds the node of a frame by its path of callers, merging calls of the same name from the same place on the same path. */
  #enter(id: FrameId): GrowingNode {
    const frames = this.#machine
      .units()
      .map((unit) => this.#machine.frames(unit.id))
      .find((list) => list.some((f) => f.id === id));
    if (this.#nodes.size > this.#mostNodes) this.#forgetLeft();
    let node: GrowingNode = this.#root;
    let caller: GrowingNode = this.#root;
    let site: Place | undefined;
    for (const frame of frames?.toReversed() ?? []) {
      node = this.#nodes.get(frame.id) ?? this.#add(frame, site, node, caller);
      if (frame.id === id) break;
      if (node.depth < deepest) caller = node;
      site = frame.place;
    }
    return node;
  }

  /** Forgets frames that were left, of which nothing more is heard. */
  #forgetLeft(): void {
    const units = this.#machine.units();
    const alive = new Set(units.flatMap((unit) => this.#machine.frames(unit.id).map(({ id }) => id)));
    for (const id of this.#nodes.keys()) if (!alive.has(id)) this.#nodes.delete(id);
    this.#mostNodes = Math.max(mostNodes, 2 * alive.size);
  }

  #add(frame: Frame, site: Place | undefined, above: GrowingNode, shallow: GrowingNode): GrowingNode {
    const parent = above.depth < deepest ? above : shallow;
    const key = `${frame.kind} ${site?.code} ${site?.offset} ${frame.name}`;
    let node = parent.byCall.get(key);
    if (!node) {
      node = nodeOf(frame, site, parent.depth + 1);
      parent.children.push(node);
      parent.byCall.set(key, node);
    }
    node.calls += 1;
    this.#nodes.set(frame.id, node);
    return node;
  }
}

/** Cost of a node and all below it. */
export const totalOf = (node: ProfileNode): bigint => {
  let total = 0n;
  for (const offsets of node.places.values()) for (const sum of offsets.values()) total += sum.total;
  for (const sum of node.apart.values()) total += sum.total;
  for (const child of node.children) total += totalOf(child);
  return total;
};
