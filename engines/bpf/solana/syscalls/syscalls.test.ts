import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { address, Memory } from '../../isa/memory.ts';
import { hashOfName } from '../../isa/murmur3.ts';
import { defaultFeatures, type Feature } from '../features.ts';
import { wellKnown } from '../keys.ts';
import { syscalls, syscallsByHash, syscallsFor } from './index.ts';
import { programMemory } from './memory.ts';
import { chargeReasons, type SyscallContext } from './row.ts';
import { utf8Problem } from './text.ts';

const heap = BigInt(address.heap);

/** Calls a syscall for a program whose heap begins with some bytes, and tells what it left. */
const call = (name: string, args: readonly bigint[], bytes: Uint8Array = new Uint8Array()) => {
  const memory = new Memory([{ start: address.heap, bytes, size: 4096, isWritable: true }], { hasFixedFrames: true });
  const [charges, logs]: [[bigint, string][], string[]] = [[], []];
  const [a, b, c, d, e] = Array.from({ length: 5 }, (_, index) => args[index] ?? 0n);
  const context: SyscallContext = {
    args: [a, b, c, d, e],
    memory: programMemory(memory, true),
    features: defaultFeatures,
    program: wellKnown.loader3,
    stackHeight: 1,
    remaining: 1000n,
    charge: (amount, reason) => charges.push([BigInt(amount), reason]),
    log: (line) => logs.push(line),
    sysvar: () => undefined,
    returnData: { program: wellKnown.loader3, data: new Uint8Array() },
    heapUsed: 0,
    heapSize: 4096,
    sibling: () => undefined,
    epochStake: () => 0n,
    invoke: () => 0n,
  };
  const syscall = syscallsByHash.get(hashOfName(name));
  assert.ok(syscall, name);
  return { result: syscall.run(context), charges, logs, heap: memory.bytes };
};

/** A list of slices, and behind it the bytes that they name. */
const slices = (...all: readonly Uint8Array[]): Uint8Array => {
  let at = 16 * all.length;
  const list = all.flatMap(({ length }) => {
    at += length;
    return [heap + BigInt(at - length), BigInt(length)];
  });
  const bytes = new Uint8Array(new BigUint64Array(list).buffer);
  return Uint8Array.from([...bytes, ...all.flatMap((each) => [...each])]);
};

test('a name is called by its hash', () => {
  const known = { abort: 0xb6fc1a11, sol_log_: 0x207559bd, sol_sha256: 0x11f49d86, sol_get_sysvar: 0x13c1b505 };
  for (const [name, hash] of Object.entries(known)) assert.equal(syscallsByHash.get(hash)?.name, name);
  assert.equal(syscallsByHash.size, syscalls.length);
});

test('features bring syscalls, and take them away', () => {
  const names = (features: ReadonlySet<Feature>): Set<string> =>
    new Set([...syscallsFor(features).values()].map(({ name }) => name));
  const onMainnet = names(defaultFeatures);
  assert.ok(onMainnet.has('sol_poseidon'));
  for (const name of [
    'sol_blake3',
    'sol_sha512',
    'sol_big_mod_exp',
    'sol_remaining_compute_units',
    'sol_get_fees_sysvar',
  ])
    assert.ok(!onMainnet.has(name), name);
  assert.ok(names(new Set()).has('sol_get_fees_sysvar'));
  assert.ok(names(new Set<Feature>(['blake3_syscall_enabled'])).has('sol_blake3'));
});

test('slices are hashed as one, and each is charged', () => {
  const bytes = slices(utf8ToBytes('ab'), utf8ToBytes('c'.repeat(30)));
  const { result, charges, heap: after } = call('sol_sha256', [heap, 2n, heap + 2048n], bytes);
  assert.equal(result, 0n);
  assert.deepEqual(charges, [
    [85n, 'hashing'],
    [10n, 'hashing'],
    [15n, 'hashing'],
  ]);
  // printf 'ab%s' cccccccccccccccccccccccccccccc | sha256sum
  assert.equal(bytesToHex(after.slice(2048, 2080)), 'a6e4f656c8b97cd69cd9b2442abfc6a45cbe0f4916ece1e73b7e6afc90e4ca27');
});

test('Poseidon is that of circomlib', () => {
  const bytes = slices(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2));
  const { result, heap: after } = call('sol_poseidon', [0n, 0n, heap, 2n, heap + 2048n], bytes);
  assert.equal(result, 0n);
  const expected = [13, 84, 225, 147, 143, 138, 140, 28, 125, 235, 94, 3, 85, 242, 99, 25, 32, 123, 132, 254, 156, 162];
  assert.deepEqual([...after.slice(2048, 2070)], expected);
});

test('points of BLS12-381 are added outside the group too, but for those whose x is 0', () => {
  const add = (x: number, y: string) => {
    const point = hexToBytes(x.toString(16).padStart(96, '0') + y.padStart(96, '0'));
    return call('sol_curve_group_op', [0x85n, 0n, heap, heap, heap + 2048n], point).result;
  };
  // 4³ + 4 has a root, and 0³ + 4 has 2.
  const root = '0a989badd40d6212b33cffc3f3763e9bc760f988c9926b26da9dd85e928483446346b8ed00e1de5d5ea93e354abe706c';
  assert.equal(add(4, root), 0n);
  assert.equal(add(0, '2'), 1n);
});

test('what cannot be, is refused in the words of the chain', () => {
  const huge = 2n ** 64n - 1n;
  const refusals: readonly [name: string, args: readonly bigint[], text: string][] = [
    ['abort', [], 'SBF program panicked'],
    ['sol_memcpy_', [heap, heap + 4n, 5n], 'Overlapping copy'],
    ['sol_memset_', [heap, 0n, huge], `Access violation writing ${huge} bytes at address 0x300000000 (in heap region)`],
    ['sol_log_', [heap, 2n ** 63n], 'InvalidLength'],
    ['sol_log_data', [heap + 4n, 1n], 'Unaligned pointer'],
    ['sol_sha256', [heap, 20_001n, heap], 'Hashing too many sequences'],
    ['sol_set_return_data', [heap, 1025n], 'Return data too large (1025 > 1024)'],
    ['sol_get_rent_sysvar', [BigInt(address.input)], 'Invalid pointer'],
    ['sol_get_rent_sysvar', [heap], 'Unsupported sysvar'],
    ['sol_curve_group_op', [9n], 'InvalidAttribute'],
    ['sol_poseidon', [1n], 'Invalid parameters.'],
  ];
  for (const [name, args, message] of refusals) assert.throws(() => call(name, args), { message }, name);
});

test('bytes that are no text are told as Rust tells them', () => {
  const problems: readonly [hex: string, problem: string | undefined][] = [
    ['e282ac', undefined],
    ['61ff', 'invalid utf-8 sequence of 1 bytes from index 1'],
    ['e28241', 'invalid utf-8 sequence of 2 bytes from index 0'],
    ['f09f9841', 'invalid utf-8 sequence of 3 bytes from index 0'],
    ['eda080', 'invalid utf-8 sequence of 1 bytes from index 0'],
    ['61f09f', 'incomplete utf-8 byte sequence from index 1'],
  ];
  for (const [hex, problem] of problems) assert.equal(utf8Problem(hexToBytes(hex)), problem, hex);
  const message = 'invalid utf-8 sequence of 1 bytes from index 1: [97, 255]';
  assert.throws(() => call('sol_log_', [heap, 2n], Uint8Array.of(0x61, 0xff)), { message });
});

test('a row says all that is shown of it', () => {
  assert.equal(new Set(chargeReasons).size, chargeReasons.length);
  for (const { name, doc, cost, source, result, parameters } of syscalls) {
    assert.match(doc, /^[A-Z][^\n]*\.$/, name);
    assert.ok(cost && source && result, name);
    assert.ok(parameters.length <= 5, name);
  }
});
