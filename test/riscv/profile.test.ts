import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readElf } from '../../engines/elf/elf.ts';
import { readSymbols } from '../../engines/elf/symbols.ts';
import type { LaunchProperties } from '../../engines/engine.ts';
import { Profiling } from '../../engines/profile/profiling.ts';
import { type CostNode, reportRun } from '../../engines/profile/report.ts';
import { subjectOf } from '../../engines/profile/test/profiled.ts';
import { type ProfileNode, totalOf } from '../../engines/profile.ts';
import type { CkbMachine } from '../../engines/riscv/ckb/machine.ts';
import { ckb } from '../../engines/riscv/index.ts';
import { runDebugger } from './debugger.ts';

const root = new URL('../../', import.meta.url);

/** Cycles by the functions on the way to where they were spent: `_start; main; walk`. */
type Stacks = ReadonlyMap<string, number>;

/**
 * As the debugger counts, which does not count what syscalls charge for bytes, nor loading the program, and takes functions that were
 * inlined for parts of those that they stand in.
 */
const stacksOf = (root: ProfileNode): Stacks => {
  const stacks = new Map<string, number>();
  const visit = ({ name, places, children }: ProfileNode, callers: readonly string[]): void => {
    const path = [...callers, name];
    const costs = [...places.values()].flatMap((offsets) => [...offsets.values()]);
    const own = costs.reduce((sum, { total, extras }) => {
      const beyond = [...extras.values()].reduce((all, extra) => all + extra.total, 0n);
      return sum + Number(total - beyond);
    }, 0);
    const key = path.join('; ');
    if (own > 0) stacks.set(key, (stacks.get(key) ?? 0) + own);
    for (const child of children) visit(child, path);
  };
  for (const child of root.children) visit(child, []);
  return stacks;
};

/** What the debugger says of the same: with files, a line for each place that a function is called from. */
const stacksIn = (lines: readonly string[], nameAt: (address: string) => string | undefined): Stacks => {
  const stacks = new Map<string, number>();
  for (const line of lines) {
    const [, path = '', cycles] = /^(.*) (\d+)$/.exec(line) ?? [];
    const names = path.split('; ').map((each) => each.slice(each.lastIndexOf(':') + 1));
    const key = names
      .map((name) => (/^func_0x/.test(name) ? (nameAt(name.slice(5)) ?? name.slice(5)) : name))
      .join('; ');
    stacks.set(key, (stacks.get(key) ?? 0) + Number(cycles));
  }
  return stacks;
};

const profiled = (path: string, launch: LaunchProperties = {}, slice = 1e6) => {
  const bytes = new Uint8Array(readFileSync(new URL(path, root)));
  const file = { uri: `file:///${path}`, name: path.slice(path.lastIndexOf('/') + 1), bytes };
  const program = ckb.load(file, { version: 'vm2', limits: { steps: 1e8, memory: 1e9 }, launch });
  const profiling = new Profiling(program);
  while (!profiling.ending) profiling.run(slice);
  return { bytes, program, profiling, report: reportRun(subjectOf(ckb, 'vm2', program, [file]), profiling) };
};

/** Names of what stands at addresses, which the debugger does not know where only the symbol table has them. */
const namesIn = (program: Uint8Array) => {
  const symbols = readSymbols(readElf(program), 'symbols').filter(({ name }) => /^[a-z_]/.test(name));
  return (address: string) => symbols.find(({ value }) => value === Number(address))?.name;
};

describe('cycles by call stack are those of ckb-debugger', () => {
  for (const path of [
    'test/elf/fixtures/gcc-O0-dwarf5.elf',
    'test/elf/fixtures/gcc-O2-dwarf4.elf',
    'test/elf/fixtures/gcc-O2-dwarf5.elf',
    'test/elf/fixtures/clang-O2-dwarf4.elf',
    'samples/ckb/hash-lock.elf',
  ]) {
    test(path, () => {
      const { bytes, profiling } = profiled(path);
      const { profile, cycles } = runDebugger({ program: bytes, version: 2, profile: true });
      assert.deepEqual(stacksOf(profiling.recorded[0].root), stacksIn(profile, namesIn(bytes)));
      assert.equal(Number(totalOf(profiling.recorded[0].root)), cycles);
    });
  }
});

/** A lock that opens. */
const opened = () =>
  profiled('samples/ckb/hash-lock.elf', {
    scriptArgs: '0x4ded5ee4ef9e7b326e9b36e5cad863cfda7358a8fa78c904b98633644bae726c',
    witness: '0x6f70656e20736573616d65',
  });

/** Mnemonics of a kind, as the cycle table of CKB-VM groups them. */
const memory = /^(l[bhwd]u?|s[bhwd])$/;
const multiplication = /^(mul|div|rem)/;
const branches = /^(b(eq|ne|lt|ge)u?|jalr?)$/;

test('causes come to the cycles of a run, and what fusion saved stands apart', () => {
  const { program, report } = opened();
  const [meter] = report.meters;
  const expected = new Map<string, number>();
  let saved = 0;
  const machine = program.start() as CkbMachine;
  while (!machine.outcome) {
    const step = machine.vm.codeAt(machine.offset)?.stepAt(machine.offset);
    if (!step) throw new Error('No step is there.');
    const parts = step.fusion?.parts ?? [step];
    const names = parts.map(({ row }) => row.base.mnemonic);
    const kind = names.some((name) => memory.test(name))
      ? 'loads and stores'
      : names.some((name) => multiplication.test(name))
        ? 'multiplication and division'
        : names.some((name) => branches.test(name))
          ? 'branches and jumps'
          : names.includes('ecall')
            ? 'syscalls'
            : 'other computation';
    expected.set(kind, (expected.get(kind) ?? 0) + step.cycles);
    if (step.fusion) saved += step.cycles - parts.reduce((sum, { cycles }) => sum + cycles, 0);
    machine.step();
  }
  const causes = new Map(meter.causes.map(({ reason, cost }) => [reason, Number(cost)]));
  assert.equal(
    [...causes.values()].reduce((sum, cost) => sum + cost),
    machine.cycles,
  );
  for (const [kind, cycles] of expected) assert.equal(causes.get(kind), cycles, kind);
  assert.deepEqual(
    [...causes.keys()].filter((cause) => !expected.has(cause)),
    ['program load', 'data loading', 'debug'],
  );
  assert.ok(saved < 0);
  assert.equal(meter.saved, String(saved));
});

test('a profile is the same whatever slices the run was made in', () => {
  for (const path of ['samples/ckb/blake2b.rv.s', 'samples/ckb/hash-lock.elf']) {
    const { report } = profiled(path);
    for (const slice of [1, 7, 100]) assert.deepEqual(profiled(path, {}, slice).report, report, `${slice}`);
  }
});

test('functions that were inlined have cycles of their own, under those that they stand in', () => {
  const [{ functions, tree, spent }] = opened().report.meters;
  const named = (name: string) => functions.find((each) => each.name === name);
  const [mix, rotate] = [named('mix'), named('rotate')];
  assert.deepEqual([mix?.kind, rotate?.kind], ['function', 'inlined']);
  assert.equal(Number(mix?.total), Number(mix?.own) + Number(rotate?.total));
  assert.equal(
    functions.reduce((sum, { own }) => sum + Number(own), 0),
    Number(spent),
  );
  const under = (node: CostNode, name: string): CostNode | undefined =>
    node.name === name ? node : node.children.map((child) => under(child, name)).find((found) => found);
  const node = under(tree, 'mix');
  assert.deepEqual(node?.children.find(({ name }) => name === 'rotate')?.kind, 'inlined');
});
