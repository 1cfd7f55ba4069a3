import { defaultFeatures, type Feature, type FeatureSet } from '../../../engines/bpf/solana/features.ts';
import { wellKnown } from '../../../engines/bpf/solana/keys.ts';
import { type Maker, makers } from './cases.ts';
import type { World } from './chain.ts';
import { curveMakers } from './curve-cases.ts';
import { lenientFileOf, strictFileOf } from './file.ts';
import type { Difference } from './fuzz.ts';

/** What makes up cases, by syscall. */
export const all: Readonly<Record<string, Maker>> = { ...makers, ...curveMakers };

const without = (...names: readonly Feature[]): FeatureSet =>
  new Set([...defaultFeatures].filter((each) => !names.includes(each)));

export type NamedWorld = World & {
  readonly name: string;
  /** Cases of each syscall, and of each that is slow. */
  readonly counts: readonly [number, number];
};

const mainnet = { loader: wellKnown.loader2, features: defaultFeatures, fileOf: strictFileOf };

/** Chains with different programs and features. */
export const worlds: readonly NamedWorld[] = [
  { ...mainnet, name: 'on mainnet', counts: [12, 3] },
  { ...mainnet, name: 'on mainnet, from version 0', fileOf: lenientFileOf, counts: [8, 2] },
  { ...mainnet, name: 'without alignment', loader: wellKnown.loader1, fileOf: lenientFileOf, counts: [8, 2] },
  {
    ...{ ...mainnet, name: 'with features to come', counts: [8, 2] },
    features: new Set<Feature>([
      ...defaultFeatures,
      'blake3_syscall_enabled',
      'enable_big_mod_exp_syscall',
      'enable_sha512_syscall',
      'remaining_compute_units_syscall_enabled',
    ]),
  },
  {
    ...{ ...mainnet, name: 'as it was before', counts: [8, 2] },
    features: without(
      'abort_on_invalid_curve',
      'alt_bn128_little_endian',
      'disable_fees_sysvar',
      'enable_alt_bn128_g2_syscalls',
      'enable_bls12_381_syscall',
      'poseidon_enforce_padding',
      'syscall_parameter_address_restrictions',
    ),
  },
  {
    ...{ ...mainnet, name: 'long ago', counts: [4, 1] },
    features: without(
      'curve25519_syscall_enabled',
      'deplete_cu_meter_on_vm_failure',
      'enable_alt_bn128_compression_syscall',
      'enable_alt_bn128_syscall',
      'enable_bls12_381_syscall',
      'enable_get_epoch_stake_syscall',
      'enable_poseidon_syscall',
      'get_sysvar_syscall_enabled',
      'last_restart_slot_sysvar',
    ),
  },
];

/** What differs, for a person. */
export const told = ({ seed, case: { calls }, expected, found }: Difference): string => {
  const lines = calls.map(({ name, args }) => `${name} ${args.map((each) => `0x${each.toString(16)}`).join(' ')}`);
  return [`GASLAMP_SEED=${seed}`, ...lines, 'Agave:', ...expected.logs, 'ours:', ...found.logs].join('\n');
};
