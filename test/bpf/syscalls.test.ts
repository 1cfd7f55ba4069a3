import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultFeatures, type Feature, type FeatureSet } from '../../engines/bpf/solana/features.ts';
import { type Key, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { syscalls } from '../../engines/bpf/solana/syscalls/index.ts';
import { newSeed } from '../harness/random.ts';
import { skipped } from './oracle.ts';
import { makers } from './syscalls/cases.ts';
import { oracleSide, ownSide } from './syscalls/chain.ts';
import { curveMakers } from './syscalls/curve-cases.ts';
import { compare, type Difference } from './syscalls/fuzz.ts';

const all = { ...makers, ...curveMakers };

const without = (...names: readonly Feature[]): FeatureSet =>
  new Set([...defaultFeatures].filter((each) => !names.includes(each)));

type World = {
  readonly name: string;
  readonly loader: Key;
  readonly features: FeatureSet;
  /** Cases of each syscall, and of each that is slow. */
  readonly counts: readonly [number, number];
};

const worlds: readonly World[] = [
  { name: 'on mainnet', loader: wellKnown.loader2, features: defaultFeatures, counts: [40, 10] },
  { name: 'without alignment', loader: wellKnown.loader1, features: defaultFeatures, counts: [8, 2] },
  {
    ...{ name: 'with features to come', loader: wellKnown.loader2, counts: [8, 2] },
    features: new Set<Feature>([
      ...defaultFeatures,
      'blake3_syscall_enabled',
      'enable_big_mod_exp_syscall',
      'enable_sha512_syscall',
      'remaining_compute_units_syscall_enabled',
    ]),
  },
  {
    ...{ name: 'as it was before', loader: wellKnown.loader2, counts: [8, 2] },
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
    ...{ name: 'long ago', loader: wellKnown.loader2, counts: [4, 1] },
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

const told = ({ seed, case: { calls }, expected, found }: Difference): string => {
  const lines = calls.map(({ name, args }) => `${name} ${args.map((each) => `0x${each.toString(16)}`).join(' ')}`);
  return [`seed ${seed}`, ...lines, 'Agave:', ...expected.logs, 'ours:', ...found.logs].join('\n');
};

describe('syscalls do what Agave does', { skip: skipped }, () => {
  for (const { name, loader, features, counts } of worlds) {
    test(name, (t) => {
      const oracle = oracleSide(loader, features);
      const own = ownSide(loader, features, oracle);
      const first = newSeed();
      let compared = 0;
      for (const [syscall, maker] of Object.entries(all)) {
        const count = syscall in curveMakers ? counts[1] : counts[0];
        for (let seed = first; seed < first + count; seed++) {
          const difference = compare(maker, seed, oracle, own);
          assert.equal(difference && told(difference), undefined, syscall);
          compared += 1;
        }
      }
      t.diagnostic(`${compared} cases`);
    });
  }

  test('each is among them', () => {
    const named = syscalls.map(({ name }) => name).filter((name) => !name.startsWith('sol_invoke_signed'));
    assert.deepEqual(named.toSorted(), Object.keys(all).toSorted());
  });
});
