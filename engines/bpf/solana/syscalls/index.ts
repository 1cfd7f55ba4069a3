import { hashOfName } from '../../isa/murmur3.ts';
import type { Feature, FeatureSet } from '../features.ts';
import { altBn128 } from './alt-bn128.ts';
import { arithmetic } from './arithmetic.ts';
import { calls } from './calls.ts';
import { curves } from './curves.ts';
import { ending } from './ending.ts';
import { hashing } from './hashing.ts';
import { introspection } from './introspection.ts';
import { logging } from './logging.ts';
import { memoryOperations } from './memory-operations.ts';
import { poseidonSyscalls } from './poseidon.ts';
import { programAddresses } from './program-addresses.ts';
import { returnData } from './return-data.ts';
import type { Syscall } from './row.ts';
import { secp256k1Syscalls } from './secp256k1.ts';
import { sysvars } from './sysvars.ts';

/** Every syscall, whatever the features. */
export const syscalls: readonly Syscall[] = [
  ...ending,
  ...logging,
  ...memoryOperations,
  ...programAddresses,
  ...hashing,
  ...poseidonSyscalls,
  ...secp256k1Syscalls,
  ...curves,
  ...altBn128,
  ...arithmetic,
  ...sysvars,
  ...returnData,
  ...introspection,
  ...calls,
];

/** Syscalls by the hashes that call them. */
export const syscallsByHash: ReadonlyMap<number, Syscall> = new Map(
  syscalls.map((each) => [hashOfName(each.name), each]),
);

/** The syscalls that there are with certain features, by the hashes that call them. */
export const syscallsFor = (features: FeatureSet): ReadonlyMap<number, Syscall> =>
  new Map([...syscallsByHash].filter(([, { feature }]) => feature === undefined || isActive(feature, features)));

const isActive = (feature: Feature | `!${Feature}`, features: FeatureSet): boolean =>
  feature.startsWith('!') ? !features.has(feature.slice(1) as Feature) : features.has(feature as Feature);
