import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { loadElf } from '../../../engines/bpf/elf/load.ts';
import { solana } from '../../../engines/bpf/index.ts';
import { verify } from '../../../engines/bpf/isa/verifier.ts';
import { linkObject } from '../../../engines/bpf/linker/link.ts';
import { LinkError } from '../../../engines/bpf/linker/object.ts';
import type { Code } from '../../../engines/code.ts';
import { ElfError } from '../../../engines/elf/bytes.ts';
import { DebugInfo } from '../../../engines/elf/debug-info.ts';
import { readElf } from '../../../engines/elf/elf.ts';
import type { LoadOptions } from '../../../engines/engine.ts';
import { newSeed, randomFrom } from '../../harness/random.ts';
import { judged } from '../assembly/judged.ts';
import { isSyscall, known, rules } from '../assembly/programs.ts';
import { skipped } from '../oracle.ts';

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const greeting = Uint8Array.from(readFileSync(fixture('greeting.o')));
/** Version 2 has other instructions than those that compilers write. */
const linkable = ['v0', 'v1', 'v3'];
const link = (object: Uint8Array, version: string) => linkObject(object, version, (name) => known.has(name));

describe('what clang compiled', () => {
  for (const version of linkable) {
    test(`${version}: becomes a program that is loaded as it was linked`, () => {
      const { program } = link(greeting, version);
      const executable = loadElf(program, rules);
      assert.equal(executable.version, version);
      assert.deepEqual(verify(executable.text, version), []);
      const calls = [...executable.functions.values()];
      if (version !== 'v3') assert.ok(calls.length >= 3, String(calls));
      assert.ok(isSyscall(0x207559bd));
    });

    test(`${version}: has the names and lines that the compiler tells`, () => {
      const { withDebugInfo } = link(greeting, version);
      const elf = readElf(withDebugInfo);
      const debug = new DebugInfo(elf);
      assert.equal(debug.functionAt(elf.entry)?.name, 'entrypoint');
      const line = debug.lineAt(elf.entry);
      const source = readFileSync(fixture('greeting.c'), 'utf8').split('\n');
      assert.match(source[(line?.line ?? 0) - 1] ?? '', /u64 accounts =/);
      assert.match(line?.file ?? '', /greeting\.c$/);
    });
  }

  test('does on Agave what it says', { skip: skipped }, () => {
    const programs = linkable.map((name) => ({
      ...{ name, isRun: true },
      elf: Buffer.from(link(greeting, name).program).toString('base64'),
    }));
    for (const { name, refusal, logs } of judged(programs)) {
      assert.equal(refusal, undefined, name);
      assert.deepEqual(
        logs?.filter((each) => each.startsWith('Program log')),
        // Without accounts: 3 * 5 * 7 * 11, and 9 more.
        ['hello', 'world', '0x483, 0x48c, 0x0, 0x0, 0x3'].map((text) => `Program log: ${text}`),
        name,
      );
    }
  });
});

test('an object file is a program like another, at its source lines', () => {
  const file = { uri: 'file:///w/greeting.o', name: 'greeting.o', bytes: greeting, languageId: undefined };
  assert.equal(solana.claim(file).claimed, true);
  const options = { version: 'v3', launch: {}, limits: {} } as unknown as LoadOptions;
  assert.equal(solana.versionFor?.(file, options), undefined);
  const program = solana.load(file, options);
  const [source] = program.sources;
  assert.deepEqual(source?.uris, ['file:///w/greeting.c']);
  const listing = solana.listing(program.codes[0] as Code, 'v3');
  assert.match(listing, /^product:$/m);
  assert.match(listing, /^entrypoint:\n .*# 15: 0x100000078 {2}greeting\.c:25$/m);
});

const compiler = ['clang', 'clang-14'].find((name) => spawnSync(name, ['--version']).status === 0);
const needsCompiler = { skip: compiler === undefined && 'clang is not installed' };

const compile = (t: TestContext, source: string): Uint8Array => {
  const folder = mkdtempSync(join(tmpdir(), 'gaslamp-link-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.c'), source);
  const { status, stderr } = spawnSync(
    compiler ?? '',
    ['-target', 'bpf', '-O2', '-mcpu=v2', '-c', 'a.c', '-o', 'a.o'],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stderr);
  return Uint8Array.from(readFileSync(join(folder, 'a.o')));
};

describe('what cannot be linked', () => {
  const cases: readonly [what: string, source: string, message: RegExp][] = [
    ['memory of its own', 'int n = 5; int entrypoint(void) { return n++; }', /memory of its own in \.data/],
    ['no entry', 'int start(void) { return 0; }', /no function "entrypoint"/],
    ['a name of nobody', 'int other(int); int entrypoint(int a) { return other(a) + 1; }', /needs other/],
    [
      'a helper of Linux',
      'int (*const now)(void) = (void *)5; int entrypoint(void) { return now() + 1; }',
      /function 5/,
    ],
  ];
  for (const [what, source, message] of cases) {
    test(`${what} is told`, needsCompiler, (t) => {
      const object = compile(t, source);
      for (const version of linkable) assert.throws(() => link(object, version), { message });
    });
  }

  test('the version that has other instructions is told', () => {
    assert.throws(() => link(greeting, 'v2'), { message: /choose v0, v1 or v3/ });
  });

  test('other files are told apart', () => {
    assert.throws(() => link(link(greeting, 'v3').program, 'v3'), { message: /no object file for BPF/ });
  });

  test('damaged ones fail in an error of their own', (t) => {
    const random = randomFrom(newSeed());
    t.diagnostic(`GASLAMP_SEED=${random.seed}`);
    for (let i = 0; i < 600; i++) {
      const damaged = Uint8Array.from(greeting.subarray(0, greeting.length - (i % 3 === 0 ? random.below(2000) : 0)));
      for (let n = random.below(6); n >= 0; n--)
        damaged[random.below(damaged.length)] = random.pick([0, 1, 255, 64, 7]);
      try {
        link(damaged, random.pick(linkable));
      } catch (error) {
        if (!(error instanceof LinkError || error instanceof ElfError)) throw error;
      }
    }
  });
});
