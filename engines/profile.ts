import type { CodeId } from './code.ts';
import type { Charge, Frame, FrameId, Machine } from './machine.ts';

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

/** What one frame name cost when called along one path. */
export type ProfileNode = {
  readonly name: string;
  readonly kind: Frame['kind'];
  /** The code it ran first; absent for native frames. */
  readonly code: CodeId | undefined;
  /** Own cost by code and offset. */
  readonly places: ReadonlyMap<CodeId, ReadonlyMap<number, Sum>>;
  /** Own cost that belongs to no instruction, by reason. */
  readonly apart: ReadonlyMap<string, Sum>;
  readonly children: readonly ProfileNode[];
};

/** The same while it is collected. */
type GrowingNode = Pick<ProfileNode, 'name' | 'kind' | 'code'> & {
  readonly places: Map<CodeId, Map<number, Sum>>;
  readonly apart: Map<string, Sum>;
  readonly children: GrowingNode[];
};

const sumIn = <Key>(sums: Map<Key, Sum>, key: Key): Sum => {
  const known = sums.get(key);
  if (known) return known;
  const sum = new Sum();
  sums.set(key, sum);
  return sum;
};

const nodeOf = (frame: Frame | undefined): GrowingNode => ({
  name: frame?.name ?? '',
  kind: frame?.kind ?? 'call',
  code: frame?.place?.code,
  places: new Map(),
  apart: new Map(),
  children: [],
});

/**
 * Collects what a machine charges in one dimension, by call path and place. Its total is exactly what the run cost.
 * Hand `charge` to the machine as observer, before the first step or on a machine gone back to it.
 */
export class ProfileRecorder {
  readonly #root = nodeOf(undefined);
  readonly #machine: Machine;
  readonly #dimension: number;
  readonly #nodes = new Map<FrameId, GrowingNode>();

  constructor(machine: Machine, dimension = 0) {
    this.#machine = machine;
    this.#dimension = dimension;
  }

  get root(): ProfileNode {
    return this.#root;
  }

  charge(charge: Charge): void {
    if (charge.dimension !== this.#dimension) return;
    const node = this.#nodes.get(charge.frame) ?? this.#enter(charge.frame);
    if (charge.code === undefined) {
      sumIn(node.apart, charge.reason).add(charge.amount);
      return;
    }
    let offsets = node.places.get(charge.code);
    if (!offsets) {
      offsets = new Map();
      node.places.set(charge.code, offsets);
    }
    sumIn(offsets, charge.offset).add(charge.amount);
  }

  /** Finds the node of a frame by its path of callers, merging calls of the same name from the same path. */
  #enter(id: FrameId): GrowingNode {
    const frames = this.#machine
      .units()
      .map((unit) => this.#machine.frames(unit.id))
      .find((list) => list.some((f) => f.id === id));
    let node: GrowingNode = this.#root;
    for (const frame of frames?.toReversed() ?? []) {
      const known = this.#nodes.get(frame.id);
      if (known) {
        node = known;
      } else {
        const parent: GrowingNode = node;
        node = parent.children.find((child) => child.name === frame.name && child.kind === frame.kind) ?? nodeOf(frame);
        if (!parent.children.includes(node)) parent.children.push(node);
        this.#nodes.set(frame.id, node);
      }
      if (frame.id === id) break;
    }
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
