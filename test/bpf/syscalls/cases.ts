import { bytesOfKey, wellKnown } from '../../../engines/bpf/solana/keys.ts';
import type { CaseBuilder } from './builder.ts';
import { dataOf } from './program.ts';

/** Makes up a call of a syscall, or a few that belong together. */
export type Maker = (b: CaseBuilder) => void;

const text = (b: CaseBuilder): Uint8Array => {
  const letters = ['a', 'ß', '€', '😀', '\n', '\0', '\ufeff', ' ', 'Program log: '];
  const bytes = new TextEncoder().encode(
    Array.from({ length: b.random.below(40) }, () => b.random.pick(letters)).join(''),
  );
  if (!b.chance(40) || bytes.length === 0) return bytes;
  const damaged = b.chance(50) ? bytes.slice(0, -1) : bytes;
  const stray = [0x80, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xed, 0xa0, 0x9f, 0xef, 0xf0, 0x90, 0xf4, 0x8f, 0xf5, 0xff];
  for (let left = b.random.below(4); left > 0; left--) damaged[b.random.below(damaged.length)] = b.random.pick(stray);
  return damaged;
};

const blobs = (b: CaseBuilder, most: number, longest: number): readonly Uint8Array[] =>
  Array.from({ length: b.random.below(most + 1) }, () => b.bytes(b.random.below(b.chance(5) ? longest * 8 : longest)));

const memoryCall =
  (name: string): Maker =>
  (b) => {
    const size = b.random.below(b.chance(10) ? 900 : 70);
    const bytes = b.bytes(size);
    const same = b.chance(50) ? bytes : bytes.map((byte) => (b.chance(5) ? byte + 1 : byte));
    const first = b.at(bytes, 1);
    // Near enough to overlap now and then.
    const second = b.chance(30) ? first + BigInt(b.random.below(2 * size + 2)) - BigInt(size) : b.at(same, 1);
    b.call(name, ...(b.chance(50) ? [first, second] : [second, first]), b.size(size), b.room(4, 4));
  };

const hashCall =
  (name: string): Maker =>
  (b) => {
    const all = blobs(b, 5, 100);
    b.call(name, b.slices(all), b.size(all.length), b.room(64));
  };

const addressCall =
  (name: string): Maker =>
  (b) => {
    const all = blobs(b, b.chance(10) ? 18 : 5, 34);
    const many = b.slices(all);
    const [program, target] = [b.at(b.bytes(32), 1), b.room(32, 1)];
    b.call(name, many, b.size(all.length), program, target, b.chance(10) ? target + 5n : b.room(1, 1));
  };

const sysvarCall =
  (name: string): Maker =>
  (b) =>
    b.call(name, b.room(96, 16));

/** By the name of what is called. */
export const makers: Readonly<Record<string, Maker>> = {
  abort: (b) => b.call('abort'),
  sol_panic_: (b) => {
    const file = text(b);
    b.call('sol_panic_', b.at(file, 1), b.size(file.length));
  },
  sol_log_: (b) => {
    const message = text(b);
    b.call('sol_log_', b.at(message, 1), b.size(message.length));
  },
  sol_log_64_: (b) => b.call('sol_log_64_'),
  sol_log_pubkey: (b) => {
    const key = b.bytes(32).fill(0, 0, b.chance(20) ? b.random.below(33) : 0);
    b.call('sol_log_pubkey', b.at(key, 1));
  },
  sol_log_compute_units_: (b) => b.call('sol_log_compute_units_'),
  sol_log_data: (b) => {
    const all = blobs(b, 6, 50);
    b.call('sol_log_data', b.slices(all), b.size(all.length));
  },
  sol_create_program_address: addressCall('sol_create_program_address'),
  sol_try_find_program_address: addressCall('sol_try_find_program_address'),
  sol_sha256: hashCall('sol_sha256'),
  sol_keccak256: hashCall('sol_keccak256'),
  sol_blake3: hashCall('sol_blake3'),
  sol_sha512: hashCall('sol_sha512'),
  sol_memcpy_: memoryCall('sol_memcpy_'),
  sol_memmove_: memoryCall('sol_memmove_'),
  sol_memset_: memoryCall('sol_memset_'),
  sol_memcmp_: memoryCall('sol_memcmp_'),
  sol_alloc_free_: (b) => {
    for (let left = 3; left > 0; left--)
      b.call('sol_alloc_free_', b.number(0, 1, 7, 8, 100, 16_000, 32_768), b.number(0, 0, 0, 8));
  },
  sol_get_clock_sysvar: sysvarCall('sol_get_clock_sysvar'),
  sol_get_epoch_schedule_sysvar: sysvarCall('sol_get_epoch_schedule_sysvar'),
  sol_get_epoch_rewards_sysvar: sysvarCall('sol_get_epoch_rewards_sysvar'),
  sol_get_fees_sysvar: sysvarCall('sol_get_fees_sysvar'),
  sol_get_rent_sysvar: sysvarCall('sol_get_rent_sysvar'),
  sol_get_last_restart_slot: sysvarCall('sol_get_last_restart_slot'),
  sol_get_sysvar: (b) => {
    const { clock, epochSchedule, epochRewards, rent, slotHashes, stakeHistory, lastRestartSlot } = wellKnown;
    const given = [clock, epochSchedule, epochRewards, rent, slotHashes, stakeHistory, lastRestartSlot];
    const key = b.random.pick([...given, ...given, wellKnown.fees, wellKnown.recentBlockhashes, wellKnown.slotHistory]);
    const length = b.random.pick([0, 1, 8, 17, 33, 40, 64]);
    const offset = b.number(0, 0, 0, 1, 8, 9, 16, 32, 2n ** 64n - 8n);
    const target = b.room(length, 1);
    b.call('sol_get_sysvar', b.at(bytesOfKey(key), 1), target, offset, b.size(length));
  },
  sol_get_epoch_stake: (b) => b.call('sol_get_epoch_stake', b.chance(30) ? 0n : b.at(b.bytes(32), 1)),
  sol_set_return_data: (b) => {
    const data = b.bytes(b.random.below(b.chance(10) ? 700 : 40));
    b.call('sol_set_return_data', b.at(data, 1), b.size(data.length));
  },
  sol_get_return_data: (b) => {
    const data = b.bytes(b.random.below(40));
    b.call('sol_set_return_data', b.at(data, 1), BigInt(data.length));
    const target = b.room(40, 1);
    b.call('sol_get_return_data', target, b.size(b.random.below(45)), b.chance(10) ? target + 10n : b.room(32, 1));
  },
  sol_get_stack_height: (b) => b.call('sol_get_stack_height'),
  sol_remaining_compute_units: (b) => b.call('sol_remaining_compute_units'),
  sol_big_mod_exp: (b) => {
    const longest = b.random.pick([1, 8, 40, 70, 140, 513]);
    const number = () => {
      const bytes = b.bytes(b.random.below(longest + 1));
      if (b.chance(30)) bytes.fill(0, b.random.below(bytes.length + 1));
      if (b.chance(20) && bytes.length > 0) bytes.fill(0).fill(1, 0, 1);
      return bytes;
    };
    const modulus = number();
    if (!b.chance(10)) modulus[0] |= 1;
    b.call('sol_big_mod_exp', b.slices([number(), number(), modulus]), b.room(modulus.length, 1));
  },
  sol_get_processed_sibling_instruction: (b) => {
    const before = Array.from({ length: b.random.below(4) }, () => ({
      heap: b.bytes(b.random.below(20)),
      accounts: Array.from({ length: b.random.below(4) }, () => b.random.pick(['payer', 'program'] as const)),
    }));
    for (const each of before) b.precede(each);
    const index = b.random.below(before.length + 1);
    const sibling = before.at(-1 - index);
    const size = sibling && dataOf({ calls: [], heap: sibling.heap }).length;
    const sizes = size && b.chance(80) ? [size, sibling.accounts.length] : [1, 2];
    const header = b.at(new Uint8Array(new BigUint64Array(sizes.map(BigInt)).buffer));
    const [program, data, accounts] = [b.room(32, 1), b.room(160, 1), b.chance(10) ? header : b.room(4 * 34, 1)];
    b.call('sol_get_processed_sibling_instruction', b.number(index), header, program, data, accounts);
  },
};
