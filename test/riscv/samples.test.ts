import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isScenario } from '../../engines/claim.ts';
import type { CkbMachine } from '../../engines/riscv/ckb/machine.ts';
import { ckb } from '../../engines/riscv/index.ts';
import { assembly } from '../../engines/riscv/language.ts';
import { findTarget, loadOptions } from '../../engines/scenario.ts';
import { nameOf } from '../../engines/uri.ts';
import { runDebugger } from './debugger.ts';
import { assemble } from './programs.ts';
import { hexOf } from './transactions.ts';

const folder = new URL('../../samples/ckb/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const programs = readdirSync(folder).filter((name) => name.endsWith('.rv.s'));

const limits = { steps: 1e7, memory: 2 ** 26 };

/** A sample before its first step, as F5 starts it without any configuration. */
const start = async (name: string, chosen?: string) => {
  const target = await findTarget([ckb], { program: `/ckb/${name}` }, async (uri) => ({
    uri,
    name: nameOf(uri),
    bytes: bytesOf(nameOf(uri)),
  }));
  const options = loadOptions(target, limits);
  const version = chosen ?? ckb.versionFor?.(target.file, options)?.version ?? ckb.defaultVersion;
  return { version, machine: ckb.load(target.file, { ...options, version }).start() as CkbMachine };
};

const run = async (name: string, chosen?: string) => {
  const { version, machine } = await start(name, chosen);
  let output = '';
  machine.observer = { output: ({ text }) => (output += text) };
  const stop = machine.run({}, limits.steps);
  assert.ok(stop.kind === 'ended', stop.kind);
  const [code] = stop.outcome.data;
  return { code, cycles: machine.cycles, output, version };
};

test('every sample assembles without any problem', () => {
  for (const name of programs)
    assert.deepEqual(assembly.parse(textOf(name), { version: ckb.defaultVersion }).problems, [], name);
});

test('every sample that needs nothing around it ends and costs as in ckb-debugger', async () => {
  for (const name of programs) {
    // Version 0 knows no B, and gets `jalr ra, ra`, of which a call is made, wrong.
    for (const version of [1, 2]) {
      const ours = await run(name, `vm${version}`);
      const theirs = runDebugger({ program: assemble(textOf(name)), version });
      assert.equal(
        ours.code === undefined ? undefined : (ours.code << 24) >> 24,
        theirs.exitCode,
        `${name} ${version}`,
      );
      if (theirs.exitCode !== undefined) assert.equal(ours.cycles, theirs.cycles, `${name} ${version}`);
    }
  }
});

test('they end as they say', async () => {
  const codes = new Map(await Promise.all(programs.map(async (name) => [name, (await run(name)).code] as const)));
  assert.deepEqual(Object.fromEntries(codes), {
    'blake2b.rv.s': 0,
    'carry.rv.s': 0,
    'hash-lock.rv.s': 1,
    'pipeline.rv.s': 0,
    'sum.rv.s': 0,
    'write-to-code.rv.s': undefined,
  });
  for (const name of readdirSync(folder).filter(isScenario)) {
    const { code, output, version } = await run(name);
    assert.deepEqual([code, output.trim(), version], [0, 'unlocked', 'vm2'], name);
  }
});

test('the lock in assembly and the one in C open for the same, and for nothing else', async () => {
  const scenario = JSON.parse(textOf('hash-lock-assembly.gaslamp.json'));
  const codeFor = (program: string, changes: object) => {
    const file = { uri: `file:///ckb/${program}`, name: program, bytes: bytesOf(program) };
    const { scriptArgs, witness } = scenario;
    const launch = { scriptArgs, witness, ...changes };
    const stop = ckb.load(file, { version: 'vm2', limits, launch }).start().run({}, limits.steps);
    return stop.kind === 'ended' ? stop.outcome.data[0] : stop.kind;
  };
  for (const program of ['hash-lock.rv.s', 'hash-lock.elf']) {
    assert.deepEqual(
      [
        codeFor(program, {}),
        codeFor(program, { scriptArgs: '0x00' }),
        codeFor(program, { witness: hexOf(new Uint8Array(129)) }),
        codeFor(program, { witness: '0x00' }),
      ],
      [0, 1, 2, 3],
      program,
    );
  }
});

test('turning words by the B extension makes the same hash cheaper', async () => {
  const { machine } = await start('blake2b.rv.s');
  const spent = new Map<string, number>();
  while (machine.outcome === undefined) {
    const name = machine.frames(0)[0]?.name ?? '';
    const before = machine.cycles;
    machine.run({ step: machine.steps + 1 }, 1);
    spent.set(name, (spent.get(name) ?? 0) + machine.cycles - before);
  }
  const turns = 12 * 8 * 4;
  assert.equal((spent.get('plain') ?? 0) - (spent.get('turned') ?? 0), 2 * turns);
});
