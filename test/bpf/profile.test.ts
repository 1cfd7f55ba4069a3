import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { solana } from '../../engines/bpf/index.ts';
import type { SolanaMachine } from '../../engines/bpf/solana/machine.ts';
import type { LaunchProperties } from '../../engines/engine.ts';
import { Profiling } from '../../engines/profile/profiling.ts';
import { type MeterProfile, reportRun } from '../../engines/profile/report.ts';
import { subjectOf } from '../../engines/profile/test/profiled.ts';
import { type ProfileNode, totalOf } from '../../engines/profile.ts';
import { buildSamples } from '../../tools/samples.ts';
import { skipped } from './oracle.ts';
import { programOf, runOf } from './scenarios.ts';

const folder = new URL('../../samples/solana/', import.meta.url);
before(buildSamples);

const profiled = async (name: string, slice = 1e6, launch: LaunchProperties = {}) => {
  const program = await programOf({ program: new URL(name, folder).href, ...launch });
  const profiling = new Profiling(program);
  const machine = profiling.machine as SolanaMachine;
  const logs: string[] = [];
  machine.observer = { ...machine.observer, output: ({ text }) => logs.push(text) };
  while (!profiling.ending) profiling.run(slice);
  const report = reportRun(subjectOf(solana, solana.defaultVersion, program, []), profiling);
  const [meter] = report.meters;
  assert.ok(meter);
  return { machine, logs, report, meter, root: profiling.recorded[0].root };
};

const own = ['hello.sbpf', 'counter.gaslamp.json', 'no-right.gaslamp.json', 'fault.sbpf', 'call-depth.sbpf'];
const ofMainnet = ['token-transfer.gaslamp.json', 'associated-token.gaslamp.json'];

const sumOf = (costs: readonly { readonly cost: string }[]): number =>
  costs.reduce((sum, { cost }) => sum + Number(cost), 0);

/** Each way to divide the cost of a run comes to it. */
const checkSums = ({ spent, functions, causes, instructions, apart, texts }: MeterProfile): void => {
  const cost = Number(spent);
  const lines = texts.flatMap((text) => text.lines.map((line) => ({ cost: line.own })));
  assert.equal(sumOf(functions.map((each) => ({ cost: each.own }))), cost);
  assert.equal(sumOf(causes), cost);
  assert.equal(sumOf([...instructions, ...apart]), cost);
  assert.equal(sumOf([...lines, ...apart]), cost);
};

/** Compute units by program, as the chain's log says; programs of the chain itself say nothing there. */
const consumedIn = (logs: readonly string[]): ReadonlyMap<string, number> => {
  const consumed = new Map<string, number>();
  for (const line of logs) {
    const [, program = '', units] = /^Program (\w+) consumed (\d+) of \d+ compute units$/.exec(line) ?? [];
    if (units !== undefined) consumed.set(program, (consumed.get(program) ?? 0) + Number(units));
  }
  return consumed;
};

const programsIn = (root: ProfileNode, kind: ProfileNode['kind']): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  const visit = (node: ProfileNode): void => {
    if (node.kind === kind) found.set(node.name, (found.get(node.name) ?? 0) + Number(totalOf(node)));
    node.children.forEach(visit);
  };
  root.children.forEach(visit);
  return found;
};

for (const [names, skip] of [
  [own, false],
  [ofMainnet, skipped],
] as const)
  for (const name of names)
    describe(name, { skip }, () => {
      test('each compute unit stands in one function, cause, instruction and line', async () => {
        const { machine, meter, report } = await profiled(name);
        assert.equal(meter.spent, String(machine.meters()[0]?.spent));
        checkSums(meter);
        for (const slice of [1, 7, 100]) assert.deepEqual((await profiled(name, slice)).report, report, `${slice}`);
      });

      test('a program costs what the log says that it consumed', async () => {
        const { machine, logs, root } = await profiled(name);
        const consumed = [...consumedIn(logs)].map(([key, units]) => [machine.setup.nameOf(key), units] as const);
        assert.ok(consumed.length > 0);
        const isDepleted = logs.some((line) => line.includes('failed')) && machine.meters()[0]?.spent === 200_000n;
        // What a fault takes beyond is not consumed.
        if (!isDepleted) assert.deepEqual(new Map(consumed), programsIn(root, 'call'));
      });
    });

describe('an account for tokens', { skip: skipped }, () => {
  test('programs of the chain are frames without instructions', async () => {
    const { root, meter } = await profiled('associated-token.gaslamp.json');
    assert.deepEqual(
      programsIn(root, 'native'),
      new Map([
        ['Compute Budget', 150],
        ['System Program', 150],
      ]),
    );
    assert.deepEqual(meter.apart, [{ reason: 'built-in program', cost: '300' }]);
  });

  test('programs that are called stand under who calls them, and syscalls by their names', async () => {
    const { root, meter } = await profiled('associated-token.gaslamp.json');
    const called = (node: ProfileNode): readonly string[] => [
      ...(node.kind === 'call' || node.kind === 'native' ? [node.name] : []),
      ...node.children.flatMap(called),
    ];
    const [first, second] = root.children;
    assert.deepEqual([first?.name, second?.name], ['Compute Budget', 'Associated Token Account Program']);
    assert.deepEqual(new Set(second && called(second).slice(1)), new Set(['Token Program', 'System Program']));
    const calls = meter.instructions.find(({ mnemonic }) => mnemonic === 'syscall sol_invoke_signed_rust');
    assert.deepEqual([calls?.times, calls?.extras.map(({ reason }) => reason)], [4, ['call of a program']]);
  });
});

test('the heap of a program is paid for in its own frame', async () => {
  const instructions = [
    { program: 'Compute Budget', instruction: 'requestHeapFrame', args: { bytes: 65_536 } },
    { accounts: [] },
    { accounts: [] },
  ];
  const { root, meter } = await profiled('hello.sbpf', 1e6, { instructions });
  assert.deepEqual(programsIn(root, 'native'), new Map([['Compute Budget', 150]]));
  // Each of both runs has 8 for its second page.
  assert.deepEqual(programsIn(root, 'call'), new Map([['hello', 2 * (105 + 8)]]));
  assert.deepEqual(meter.apart, [
    { reason: 'built-in program', cost: '150' },
    { reason: 'heap', cost: '16' },
  ]);
});

test('causes are kinds of work and what syscalls take', async () => {
  const { meter } = await profiled('hello.sbpf');
  assert.deepEqual(meter.causes, [
    { reason: 'logging', cost: '100' },
    { reason: 'other computation', cost: '3' },
    { reason: 'calls and returns', cost: '1' },
    { reason: 'syscalls', cost: '1' },
  ]);
});

test('a fault has a cause of its own, and no instruction', async () => {
  const { meter } = await profiled('fault.sbpf');
  assert.deepEqual(meter.apart, [{ reason: 'fault', cost: '199998' }]);
});

test('a step that fails has only its own events, whatever was logged before it', async () => {
  const text =
    'entrypoint:\n  lddw r1, hi\n  mov64 r2, 2\n  call sol_log_\n  mov64 r1, -1\n  ldxb r1, [r1]\n  exit\n.rodata\nhi: .ascii "hi"\n';
  const uri = 'file:///w/x.sbpf';
  const { machine } = await runOf({ program: uri }, new Map([[uri, new TextEncoder().encode(text)]]));
  assert.ok(machine.events.some(({ id }) => id === 'fault'));
  assert.doesNotMatch(machine.events.map((event) => event.text).join('\n'), /Program log: hi/);
});
