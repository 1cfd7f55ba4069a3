import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSbpf, type SbpfDocument } from '../../../engines/bpf/assembly/document.ts';
import { listingOf } from '../../../engines/bpf/assembly/listing.ts';
import { loadElf } from '../../../engines/bpf/elf/load.ts';
import { writeElf } from '../../../engines/bpf/elf-writer/write.ts';
import { instructions } from '../../../engines/bpf/isa/instructions.ts';
import { hashOfName, hashOfPc } from '../../../engines/bpf/isa/murmur3.ts';
import { programOf } from '../../../engines/bpf/isa/program.ts';
import { versions } from '../../../engines/bpf/isa/versions.ts';
import { encodeBase58 } from '../../../engines/bpf/solana/base58.ts';
import { newSeed, randomFrom } from '../../harness/random.ts';
import { programIds, skipped } from '../oracle.ts';
import { newSvm, readAccount } from '../oracle-run.ts';
import { assemble, isSyscall, known, meeting, names, rules } from './programs.ts';

describe('a listing', () => {
  const check = (name: string, program: ReturnType<typeof programOf>) => {
    const listing = listingOf(name, program, names);
    const document = parseSbpf(listing, 'v1', known);
    assert.deepEqual(
      document.problems
        .filter(({ severity }) => severity === 'error')
        .map(({ message, range }) => [message, listing.slice(range.start, range.end)]),
      [],
    );
    assert.deepEqual(Buffer.from(document.bytes), Buffer.from(program.text), name);
    assert.deepEqual([document.version, document.base], [program.version, program.base]);
    return document;
  };

  test('of any code assembles to it', (t) => {
    const random = randomFrom(newSeed());
    t.diagnostic(`GASLAMP_SEED=${random.seed}`);
    const opcodes = instructions.flatMap(({ forms }) =>
      Object.values(forms).flatMap((form) => (form ? [form.opcode, form.opcode + 8] : [])),
    );
    for (let round = 0; round < 200; round++) {
      const { id: version } = random.pick(versions);
      const text = Uint8Array.from({ length: 1 + random.below(400) }, () => random.below(256));
      for (let at = 0; at + 8 <= text.length; at += 8) {
        if (random.below(8) > 0) text[at] = random.pick(opcodes);
        if (random.below(2) > 0) text[at + 1] = random.below(11) | (random.pick([0, 1, random.below(11)]) << 4);
        if (random.below(2) > 0)
          text.set(
            random.pick([
              [0, 0],
              [random.below(20), 0],
              [256 - random.below(20), 255],
            ]),
            at + 2,
          );
        if (random.below(2) > 0)
          text.set(
            random.pick([
              [0, 0, 0, 0],
              [random.below(64), 0, 0, 0],
              [255, 255, 255, 255],
            ]),
            at + 4,
          );
      }
      const slots = text.length >> 3;
      const entry = random.below(Math.max(1, slots));
      const functions = new Map([
        [hashOfName('entrypoint'), entry],
        [random.below(2 ** 32), random.below(slots + 1)],
        ...[entry, random.below(slots + 1), random.below(slots + 1)].map((pc) => [hashOfPc(pc), pc] as const),
      ]);
      const view = new DataView(text.buffer);
      for (let at = 0; at + 8 <= text.length; at += 8) {
        if (random.below(6) > 0) continue;
        view.setUint16(at, 0x1085, true);
        view.setUint16(at + 2, 0, true);
        view.setUint32(at + 4, random.pick([...functions.keys(), hashOfName('sol_log_')]), true);
      }
      check('random', programOf({ version, text, base: 0x1_0000_0000, entry, functions }, isSyscall));
    }
  });

  for (const { id } of versions) {
    test(`${id}: of what was assembled has the same instructions`, () => {
      const document = assemble(meeting(id), id);
      const executable = loadElf(writeElf(document), rules);
      const again = check('meeting', programOf(executable, isSyscall));
      const rows = ({ statements }: SbpfDocument) =>
        statements.flatMap(({ row, places }) => (row && places.length === 1 ? [`${places[0]} ${row.mnemonic}`] : []));
      for (const row of rows(document)) assert.ok(rows(again).includes(row), row);
    });
  }

  for (const [name, id] of Object.entries(programIds)) {
    test(`of the program ${name} assembles to it`, { skip: skipped }, () => {
      const svm = newSvm();
      const account = readAccount(svm, id as never);
      const data = account?.data.length === 36 ? programData(svm, account.data) : account?.data;
      if (!data) return;
      const document = check(name, programOf(loadElf(data, { ...rules, isDeployment: false }), isSyscall));
      assert.ok(document.statements.length > 100);
    });
  }
});

const remarksIn = (text: string, version = 'v3'): readonly string[] => {
  const executable = loadElf(writeElf(assemble(text, version)), rules);
  const listing = listingOf('texts', programOf(executable, isSyscall), names);
  return listing.split('\n').flatMap((line) => (line.includes('lddw') ? [line.replace(/^.*# \d+: \w+ */, '')] : []));
};

describe('behind what is loaded stands', () => {
  for (const version of ['v0', 'v3']) {
    const loading = (data: string, behind = '') =>
      remarksIn(`entrypoint: lddw r1, text\n${behind}\nexit\n.rodata\n.byte 0\ntext: ${data}`, version);

    test(`${version}: a text, up to the length that is given with it or to what nobody reads`, () => {
      assert.deepEqual(loading('.asciz "one\\n# two"'), ['"one\\n# two"']);
      assert.deepEqual(loading('.ascii "firstsecond"', 'mov64 r2, 5'), ['"first"']);
      assert.deepEqual(loading('.ascii "ok"', 'mov64 r2, 2'), ['"ok"']);
      assert.deepEqual(loading(`.asciz "${'long '.repeat(20)}"`), [`"${'long '.repeat(8)}"…`]);
    });

    test(`${version}: nothing for what is no text`, () => {
      for (const data of ['.quad 5', '.asciz "abc"', '.zero 8', '.byte 0x80, 0x81'])
        assert.deepEqual(loading(data), ['']);
      assert.deepEqual(loading('.byte 0x61, 0, 0x62', 'mov64 r2, 3'), ['']);
      assert.deepEqual(remarksIn('entrypoint: lddw r1, 0x400000000\nlddw r1, -1\nexit', version), ['', '']);
    });

    test(`${version}: the function`, () => {
      const text = 'entrypoint: lddw r1, work\ncallx r1\ncall work\nexit\nwork: exit';
      assert.deepEqual(remarksIn(text, version), ['→ function_5']);
    });
  }
});

test('a number that happens to be the address of a constant is no text', () => {
  const loading = (number: number, behind = '') =>
    remarksIn(`entrypoint: lddw r1, ${number}\n${behind}\nexit\n.rodata\n.asciz "hello world"\n.asciz "goodbye"`);
  assert.deepEqual([loading(5), loading(0), loading(12)], [[''], ['"hello world"'], ['"goodbye"']]);
  assert.deepEqual(loading(6, 'mov64 r2, 5'), ['"world"']);
});

/** What an upgradeable program points to, behind its header. */
const programData = (svm: ReturnType<typeof newSvm>, pointer: Uint8Array): Uint8Array | undefined => {
  const key = encodeBase58(pointer.subarray(4));
  return readAccount(svm, key as never)?.data.slice(45);
};
