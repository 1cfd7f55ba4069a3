import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { defaultFeatures, type Feature, type FeatureSet } from '../../engines/bpf/solana/features.ts';
import { wellKnown } from '../../engines/bpf/solana/keys.ts';
import { syscalls } from '../../engines/bpf/solana/syscalls/index.ts';
import { newSeed } from '../harness/random.ts';
import { skipped } from './oracle.ts';
import { makers } from './syscalls/cases.ts';
import { oracleSide, ownSide, type World } from './syscalls/chain.ts';
import { curveMakers } from './syscalls/curve-cases.ts';
import { lenientFileOf, strictFileOf } from './syscalls/file.ts';
import { compare, type Difference } from './syscalls/fuzz.ts';

const all = { ...makers, ...curveMakers };

const without = (...names: readonly Feature[]): FeatureSet =>
  new Set([...defaultFeatures].filter((each) => !names.includes(each)));

type NamedWorld = World & {
  readonly name: string;
  /** Cases of each syscall, and of each that is slow. */
  readonly counts: readonly [number, number];
};

const mainnet = { loader: wellKnown.loader2, features: defaultFeatures, fileOf: strictFileOf };

const worlds: readonly NamedWorld[] = [
  { ...mainnet, name: 'on mainnet', counts: [30, 8] },
  { ...mainnet, name: 'on mainnet, from version 0', fileOf: lenientFileOf, counts: [15, 3] },
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

const told = ({ seed, case: { calls }, expected, found }: Difference): string => {
  const lines = calls.map(({ name, args }) => `${name} ${args.map((each) => `0x${each.toString(16)}`).join(' ')}`);
  return [`seed ${seed}`, ...lines, 'Agave:', ...expected.logs, 'ours:', ...found.logs].join('\n');
};

describe('syscalls do what Agave does', { skip: skipped }, () => {
  for (const { name, counts, ...world } of worlds) {
    test(name, (t) => {
      const oracle = oracleSide(world);
      const own = ownSide(world, oracle);
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
