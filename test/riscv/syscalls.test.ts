import assert from 'node:assert/strict';
import { test } from 'node:test';
import { syscalls } from '../../engines/riscv/ckb/syscalls/table.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { witnessOffset } from './mock.ts';
import { endingsOf } from './syscall-differences.ts';
import { generate } from './syscall-fuzz.ts';
import type { Call, Generated, SpawnArguments, Way } from './syscall-program.ts';

/** Runs a program on ours and on ckb-debugger, in a transaction with some of everything; all that both say is equal. */
const check = (generated: Generated, seed: number, maxCycles?: number) => {
  const { ours, theirs } = endingsOf({ generated, seed, maxCycles });
  assert.deepEqual(ours, theirs, `GASLAMP_SEED=${seed}`);
  return ours;
};

const way = (...calls: readonly Call[]): Way => ({ calls, code: 0 });
const to = (number: number, ...takes: Call['takes']): Call => ({ number, takes });
const [exec, asCode, spawn, wait, processId, pipe, write, read, inherited, close] = [
  ...[2043, 2091, 2601, 2602, 2603, 2604, 2605, 2606, 2607, 2608],
];
const self = [0, 3, 0, 0] as const;
const length = (call: Call, bytes: number): Call => ({ ...call, length: BigInt(bytes) });
const times = <Value>(count: number, value: Value): readonly Value[] => new Array(count).fill(value);

const program = (ways: readonly Way[], spawns: readonly SpawnArguments[] = []): Generated => ({
  ways,
  spawns,
  version: 2,
});
const starts = (n: number): Call => to(spawn, ...self, `spawn${n}`);

const cases: readonly (readonly [name: string, program: Generated])[] = [
  [
    'more processes than there may be',
    program([way(...times(19, starts(0))), way(to(wait, 0, 'buf'))], [{ argc: 1, ends: [] }]),
  ],
  [
    'processes that come and go',
    program(
      [way(...times(6, starts(0)), ...[1, 2, 3, 3, 9].map((id) => to(wait, id, 'buf'))), way(to(processId))],
      [{ argc: 1, ends: [] }],
    ),
  ],
  [
    'more pipes than there may be',
    program([way(...times(34, to(pipe, 'buf')), to(close, 2), to(close, 2), to(close, 3), to(pipe, 'buf'))]),
  ],
  [
    'a reader waits for a writer',
    program(
      [
        way(
          to(pipe, 'buf'),
          to(pipe, 'buf'),
          starts(0),
          length(to(write, 3, 'ways', 'len'), 40),
          length(to(read, 4, 'buf', 'len'), 99),
          to(wait, 1, 'buf'),
        ),
        way(
          length(to(inherited, 'buf', 'len'), 8),
          length(to(read, 2, 'buf+64', 'len'), 16),
          length(to(read, 2, 'buf+80', 'len'), 99),
          length(to(write, 5, '_start', 'len'), 33),
        ),
      ],
      [{ argc: 1, ends: [2, 5] }],
    ),
  ],
  [
    'a writer waits for readers, and one closes its end',
    program(
      [
        way(
          to(pipe, 'buf'),
          starts(0),
          ...times(3, length(to(read, 2, 'buf', 'len'), 50)),
          to(close, 2),
          to(wait, 1, 'buf'),
          to(wait, 1, 'buf'),
        ),
        way(length(to(write, 3, 'ways', 'len'), 400), length(to(write, 3, 'ways', 'len'), 1)),
      ],
      [{ argc: 1, ends: [3] }],
    ),
  ],
  [
    'the other end is closed while one waits, and before',
    program(
      [
        way(
          to(pipe, 'buf'),
          starts(0),
          length(to(read, 2, 'buf', 'len'), 50),
          length(to(read, 2, 'buf', 'len'), 50),
          length(to(write, 2, 'buf', 'len'), 50),
        ),
        way(),
      ],
      [{ argc: 1, ends: [3] }],
    ),
  ],
  ['all wait', program([way(to(pipe, 'buf'), length(to(read, 2, 'buf', 'len'), 1))])],
  ['a process waits for itself', program([way(to(wait, 0, 'buf'))])],
  [
    'ends that are not its own',
    program(
      [way(to(pipe, 'buf'), starts(0), starts(1)), way()],
      [
        { argc: 1, ends: [7] },
        { argc: 1, ends: [2] },
      ],
    ),
  ],
  [
    'programs out of a witness',
    program(
      [
        way(
          to(spawn, 0, 1, 1, BigInt(witnessOffset) << 32n, 'spawn0'),
          to(exec, 0, 1, 1, BigInt(witnessOffset) << 32n, 2, 'argv'),
        ),
        way(),
        way(),
      ],
      [{ argc: 1, ends: [] }],
    ),
  ],
  [
    'exec in a process that others wait for',
    program(
      [way(starts(0), to(wait, 1, 'buf')), way(to(exec, ...self, 2, 'argv')), way(to(processId))],
      [{ argc: 1, ends: [] }],
    ),
  ],
  ['arguments that cannot be read', program([way(to(exec, ...self, 1, 0x3ffffc)), way()])],
  ['endless arguments', program([way(to(exec, ...self, -1, 'argv')), way()])],
  [
    'code of whole pages',
    program([way(to(asCode, 0x80000, 4096, 0, 4096, 0, 3), to(asCode, 0x80000, 4096, 0, 4096, 0, 3)), way()]),
  ],
  ['code off a page', program([way(to(asCode, 0x80008, 4096, 0, 100, 0, 3)), way()])],
  [
    'code longer than the data',
    program([
      way(
        to(asCode, 0x80000, 1 << 20, 0, 1 << 19, 0, 3),
        to(asCode, 0x80000, 0, 0, 0, 0, 3),
        to(asCode, 0x80000, 0, 0, 0, 9, 3),
      ),
    ]),
  ],
  ['code beyond the memory', program([way(to(asCode, 0x3ff000, 8192, 0, 100, 0, 3))])],
];

const loadsAndSwaps = (size: number, offset: number, bytes: number): Generated =>
  program(
    [
      way(
        to(asCode, 0x80000, size, offset, bytes, 0, 3),
        ...times(5, starts(0)),
        to(write, 2, 0x80000 + bytes, 0x80000),
      ),
      way(to(wait, 0, 'buf')),
    ],
    [{ argc: 1, ends: [] }],
  );

test('code that was loaded is loaded again when its process was swapped out, as on ckb-debugger', () => {
  for (const [size, offset, bytes] of [
    [4096, 0, 4096],
    [4096, 0, 100],
    [4096, 4096, 4],
    [1 << 16, 0, 5000],
  ]) {
    check(loadsAndSwaps(size, offset, bytes), 1);
  }
});

for (const [name, generated] of cases) {
  test(`${name}: as on ckb-debugger`, () => {
    const { cycles = 300_000 } = check(generated, 1);
    for (const share of [0.2, 0.6, 0.95]) check(generated, 1, Math.floor(share * cycles));
    check(generated, 1, cycles - 1);
  });
}

test('each syscall of any version, and numbers of none, does on each version as on ckb-debugger', () => {
  const numbers = [...new Set(syscalls.map(({ number }) => number)), 0, 2040, 2178, 2 ** 32];
  for (const version of [0, 1, 2]) {
    for (const number of numbers) {
      const calls = [to(number, 0, 0, 0, 0, 0, 0)];
      check({ ways: [{ calls, code: 3 }], spawns: [], version }, 1);
    }
  }
});

test('exec of version 1 with arguments of many lengths is as on ckb-debugger', () => {
  for (const count of [1, 2, 7]) {
    for (const index of [0, 1, 9]) {
      const calls = [to(exec, index, 3, 0, 0, count, 'argv')];
      check({ ...program([{ calls, code: 3 }, ...times(7, way())]), version: 1 }, count);
    }
  }
});

test('syscalls made at random are as on ckb-debugger', () => {
  const seed = newSeed();
  for (let n = 0; n < 40; n++) {
    const random = randomFrom((seed + n) >>> 0);
    const version = n % 4 === 3 ? 2 : n % 3;
    check(generate(random, version), random.seed, random.below(5) === 0 ? 2000 + random.below(600_000) : undefined);
  }
});
