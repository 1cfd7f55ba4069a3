import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openProgram } from '../../engines/bpf/open.ts';
import { readProfile } from '../../engines/profile/json.ts';
import { root, samples } from '../../tools/paths.ts';
import { golden } from '../golden.ts';

const program = join(root, 'dist', 'gaslamp.js');

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'gaslamp-cli-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the bundle as a program, in the folder of the samples. */
const gaslamp = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: join(samples, 'evm'),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

/** What it writes where all is well. */
const written = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = gaslamp(...args);
  assert.deepEqual([status, stderr], [0, '']);
  return stdout;
};

/** The sentence with which it ends. */
const refused = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = gaslamp(...args);
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /^\S[^\n]*[.?]\n$/, 'one sentence');
  return stderr;
};

const write = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('gaslamp profile', () => {
  test('prints tables', (t) => {
    golden(t, new URL('golden/storage-loop.txt', import.meta.url), written('profile', 'storage-loop.easm'));
  });

  test('takes a scenario, with the contracts that it names', (t) => {
    golden(t, new URL('golden/till.txt', import.meta.url), written('profile', 'till.gaslamp.json'));
  });

  test('takes programs of Solana: assembly, scenarios and files that were linked', (t) => {
    const solana = (name: string) => join(samples, 'solana', name);
    golden(t, new URL('golden/hello.txt', import.meta.url), written('profile', solana('hello.sbpf')));
    const text = written('profile', solana('counter.gaslamp.json'));
    golden(t, new URL('golden/count.txt', import.meta.url), text);
    const file = { uri: 'file:///hello.sbpf', name: 'hello.sbpf', bytes: readFileSync(solana('hello.sbpf')) };
    const linked = join(folder, 'linked.so');
    writeFileSync(linked, openProgram(file, 'v3').bytes);
    const [units] = readProfile('linked', written('profile', linked, '--json')).meters;
    assert.equal(units?.spent, '105');
    assert.deepEqual(
      units?.texts.map(({ name }) => name),
      ['linked.sbpf'],
    );
  });

  test('writes JSON that is the same wherever it is run, and whose sum is what the run cost', (t) => {
    const text = written('profile', 'counter.easm', '--calldata', '0xd09de08a', '--json');
    golden(t, new URL('golden/counter.profile.json', import.meta.url), text);
    const [gas] = readProfile('counter', text).meters;
    const lines = gas?.texts.flatMap((each) => each.lines) ?? [];
    assert.equal(
      lines.reduce((sum, { own }) => sum + BigInt(own), 0n),
      BigInt(gas?.spent ?? 0),
    );
    assert.doesNotMatch(text, /file:|\/samples\//);
  });

  test('calls a function by its name, of an artifact', () => {
    const file = join(samples, 'erc20', 'Token.json');
    const args = ['0x0000000000000000000000000000000000000b0b', '250'];
    const text = written('profile', file, '--function', 'transfer', '--args', ...args, '--fork', 'cancun', '--json');
    const { version, ending, meters } = readProfile('Token', text);
    assert.equal(version, 'cancun');
    assert.match(ending.text, /^Returned/);
    assert.ok(meters[0]?.instructions.some(({ mnemonic }) => mnemonic === 'SSTORE'));
  });

  test('says that a limit ended the run', () => {
    const path = write('endless.easm', 'again: jump @again');
    assert.match(written('profile', path, '--steps', '1000'), /Stopped after 1,000 steps, the limit for one run/);
  });

  test('writes a CPU profile and a file for speedscope', () => {
    const cpu = JSON.parse(written('profile', 'storage-loop.easm', '--cpuprofile'));
    assert.equal(cpu.endTime, 22_611);
    const speedscope = JSON.parse(written('profile', 'storage-loop.easm', '--speedscope'));
    assert.equal(speedscope.profiles[0].endValue, 22_611);
  });

  test('tells what it takes', () => {
    const help = written('--help');
    for (const option of ['--json', '--compare', '--function', '--args', '--fork'])
      assert.ok(help.includes(option), option);
  });
});

describe('gaslamp profile --compare', () => {
  test('is content with a run that costs the same as the one kept', () => {
    const kept = write('kept.json', written('profile', 'storage-loop.easm', '--json'));
    assert.match(written('profile', 'storage-loop.easm', '--compare', kept), /Nothing costs more or less than before/);
  });

  test('ends with 1 where something costs more than in the profile that was kept', (t) => {
    const kept = write('old.json', written('profile', 'storage-loop.easm', '--json'));
    const edited = readFileSync(join(samples, 'evm', 'storage-loop.easm'), 'utf8').replace('push 3 ', 'push 4 ');
    const { status, stdout } = gaslamp('profile', write('storage-loop.easm', edited), '--compare', kept);
    assert.equal(status, 1);
    golden(t, new URL('golden/edited.txt', import.meta.url), stdout);
  });

  test('runs the other program too, and finds where the two part: forks', (t) => {
    const file = 'storage-loop.easm';
    const { status, stdout } = gaslamp('profile', file, '--fork', 'berlin', '--compare', file, '--fork', 'istanbul');
    assert.equal(status, 1);
    golden(t, new URL('golden/forks.txt', import.meta.url), stdout);
  });

  test('of two inputs', () => {
    const file = 'counter.easm';
    const inputs = ['--calldata', '0xd09de08a', '--compare', file, '--calldata', '0x06661abd'];
    const { status, stdout } = gaslamp('profile', file, ...inputs, '--json');
    assert.equal(status, 1);
    const { divergence, meters } = JSON.parse(stdout);
    assert.equal(divergence.after.name, 'counter.easm');
    assert.ok(meters[0].labels.some(({ name }: { name: string }) => name === 'increment'));
  });
});

describe('a mistake ends with one sentence and exit code 1', () => {
  test('on the command line', () => {
    assert.match(refused('profil', 'a'), /There is no command "profil"/);
    assert.match(refused('profile'), /The file to profile is missing/);
    assert.match(refused('profile', 'a.easm', 'b.easm'), /"b\.easm" stands where an option is expected/);
    assert.match(refused('profile', 'sum.evm', '--jsn'), /There is no option "--jsn"; write "--json" if that is meant/);
    assert.match(refused('profile', 'sum.evm', '--fork'), /"--fork" needs a value/);
    assert.match(refused('profile', 'sum.evm', '--steps', 'many'), /"--steps" takes a whole number/);
    assert.match(refused('profile', 'sum.evm', '--storage', '{'), /"--storage" takes JSON/);
    assert.match(refused('profile', 'sum.evm', '--compare'), /"--compare" needs a profile or a program/);
  });

  test('in a file', () => {
    assert.match(refused('profile', 'gone.easm'), /There is no file gone\.easm/);
    assert.match(refused('profile', '.'), /^\. cannot be read: /);
    assert.match(refused('profile', write('empty.easm', '')), /empty\.easm is empty/);
    assert.match(refused('profile', write('broken.easm', 'pusch 1')), /pusch/);
    assert.match(refused('profile', 'sum.evm', '--fork', 'hamburg'), /has no version "hamburg"/);
    assert.match(refused('profile', 'sum.evm', '--gas', 'lots'), /gas/);
    assert.match(refused('profile', write('x.gaslamp.json', '{')), /cannot be read as JSON/);
  });

  test('in what is compared with', () => {
    assert.match(refused('profile', 'sum.evm', '--compare', 'gone.json'), /There is no file gone\.json/);
    const torn = write('torn.profile.json', '{"vm": ');
    assert.match(refused('profile', 'sum.evm', '--compare', torn), /is no profile, for it cannot be read as JSON/);
    const other = write('other.json', '{"vm": "evm", "meters": [{}]}');
    assert.match(refused('profile', 'sum.evm', '--compare', other), /is no profile of Gaslamp: "program" is missing/);
    const kept = write('kept2.json', written('profile', 'sum.evm', '--json'));
    assert.match(
      refused('profile', 'sum.evm', '--compare', kept, '--fork', 'london'),
      /"--fork" says how a program is run/,
    );
  });
});

describe('gaslamp trace', () => {
  test('writes the steps of a program, a line each, which are a program again', () => {
    const lines = written('trace', 'counter.easm', '--calldata', '0xd09de08a');
    const steps = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual([steps[0].pc, steps[0].opName, steps[0].depth], [0, 'PUSH0', 1]);
    const spent = (json: string): bigint => BigInt(JSON.parse(json).meters[0].functions[0].total);
    const total = spent(written('profile', 'counter.easm', '--calldata', '0xd09de08a', '--json'));
    assert.equal(BigInt(steps.at(-1).gasUsed), total);
    assert.equal(spent(written('profile', write('counter.jsonl', lines), '--json')), total);
  });

  test('has no forms to choose from', () => {
    assert.match(refused('trace', 'counter.easm', '--json'), /leave them out/);
  });
});
