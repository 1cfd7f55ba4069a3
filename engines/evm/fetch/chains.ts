import type { ForkId } from '../forks.ts';

/** What a block tells of when it was made, and by which rules. */
export type Header = {
  readonly number: bigint;
  /** Seconds since 1970. */
  readonly timestamp: bigint;
  readonly difficulty: bigint;
  /** Fields that came with later forks, if they are there. */
  readonly has: (field: string) => boolean;
};

type Start = readonly [fork: ForkId, first: bigint];

/** First blocks of forks, and first moments of those after the Merge, newest first. */
type Chain = { readonly times: readonly Start[]; readonly blocks: readonly Start[] };

const mainnet: Chain = {
  times: [
    ['bpo2', 1767747671n],
    ['bpo1', 1765290071n],
    ['osaka', 1764798551n],
    ['prague', 1746612311n],
    ['cancun', 1710338135n],
    ['shanghai', 1681338455n],
  ],
  blocks: [
    ['paris', 15537394n],
    ['london', 12965000n],
    ['berlin', 12244000n],
    ['istanbul', 9069000n],
    ['petersburg', 7280000n],
    ['byzantium', 4370000n],
    ['spurious', 2675000n],
    ['tangerine', 2463000n],
    ['homestead', 1150000n],
    ['frontier', 0n],
  ],
};
const sepolia: Chain = {
  times: [
    ['bpo2', 1761607008n],
    ['bpo1', 1761017184n],
    ['osaka', 1760427360n],
    ['prague', 1741159776n],
    ['cancun', 1706655072n],
    ['shanghai', 1677557088n],
  ],
  blocks: [
    ['paris', 1735371n],
    ['london', 0n],
  ],
};

/** By chain id. */
const chains: ReadonlyMap<bigint, Chain> = new Map([
  [1n, mainnet],
  [11155111n, sepolia],
]);

/** Forks that only a field of theirs in the header tells apart, newest first; forks in one row look alike. */
const shapes: readonly (readonly [field: string, forks: readonly ForkId[]])[] = [
  ['requestsHash', ['osaka', 'prague', 'bpo2', 'bpo1']],
  ['parentBeaconBlockRoot', ['cancun']],
  ['withdrawalsRoot', ['shanghai']],
];
const older: readonly ForkId[] = [
  'berlin',
  'istanbul',
  'petersburg',
  'constantinople',
  'byzantium',
  'spurious',
  'tangerine',
  'homestead',
  'frontier',
];

/** The forks that a block may have been made by, likeliest first: one where the chain is known. */
export const forksOf = (chainId: bigint, header: Header): readonly [ForkId, ...ForkId[]] => {
  const chain = chains.get(chainId);
  const start =
    chain?.times.find(([, first]) => header.timestamp >= first) ??
    chain?.blocks.find(([, first]) => header.number >= first);
  if (start) return [start[0]];
  const [first, ...others] = shapes.find(([field]) => header.has(field))?.[1] ?? [];
  if (first) return [first, ...others];
  if (header.has('baseFeePerGas')) return header.difficulty === 0n ? ['paris', 'london'] : ['london'];
  return ['berlin', ...older.slice(1)];
};
