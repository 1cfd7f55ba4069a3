import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { SbpfDocument } from '../../../engines/bpf/assembly/document.ts';
import { loadElf } from '../../../engines/bpf/elf/load.ts';
import { writeElf } from '../../../engines/bpf/elf-writer/write.ts';
import { programOf } from '../../../engines/bpf/isa/program.ts';
import { textOf } from '../../../engines/bpf/isa/text.ts';
import { versions } from '../../../engines/bpf/isa/versions.ts';
import { skipped } from '../oracle.ts';
import type { GivenProgram } from './judge.ts';
import { judged } from './judged.ts';
import { assemble, everything, isSyscall, meeting, rules } from './programs.ts';

const given = (name: string, document: SbpfDocument, isRun: boolean): GivenProgram => ({
  name,
  elf: Buffer.from(writeElf(document)).toString('base64'),
  isRun,
});

describe('each instruction of each version', () => {
  for (const { id } of versions) {
    test(`${id}: is assembled to what it was written as, and loaded as it was assembled`, () => {
      const { lines, text } = everything(id);
      const document = assemble(text, id);
      const executable = loadElf(writeElf(document), rules);
      assert.equal(executable.version, id);
      assert.deepEqual(Buffer.from(executable.text), Buffer.from(document.bytes));
      assert.deepEqual([executable.base, executable.entry], [document.base, 0]);
      const program = programOf(executable, isSyscall);
      const written = document.statements.filter(({ row }) => row).slice(2);
      let checked = 0;
      for (const { range, row, places } of written) {
        const line = text.slice(range.start, range.end);
        const pc = ((places[0] ?? 0) - document.base) / 8;
        const decoded = program.at(pc);
        assert.equal(decoded?.row, row, line);
        if (!lines.includes(line) || !decoded || !/^(?!lddw|call|syscall|j)/.test(line)) continue;
        assert.equal(textOf(decoded, pc, { label: String, called: String }), line);
        checked += 1;
      }
      assert.ok(checked > 200, String(checked));
    });
  }

  test('is what Agave accepts', { skip: skipped }, () => {
    const programs = versions.map(({ id }) => given(id, assemble(everything(id).text, id), true));
    assert.deepEqual(
      judged(programs).map(({ name, refusal, logs }) => [name, refusal, logs?.at(-1)]),
      versions.map(({ id }) => [id, undefined, 'Program 11111111111111111111111111111112 success']),
    );
  });
});

const said = ['hello', 'world', 'hello', '0x13, 0x0, 0x0, 0x0, 0xb'].map((text) => `Program log: ${text}`);

for (const isTraced of [false, true]) {
  const how = isTraced ? ', and while it traces' : '';
  test(`addresses, functions and syscalls are found by Agave${how}`, { skip: skipped }, (t) => {
    const folder = isTraced ? mkdtempSync(join(tmpdir(), 'gaslamp-trace-')) : undefined;
    if (folder !== undefined) t.after(() => rmSync(folder, { recursive: true }));
    const aligned = (id: string) => meeting(id).replace('again:', '.align 64\nagain:');
    const programs = versions.flatMap(({ id }) => [
      given(id, assemble(meeting(id), id), true),
      given(`${id}, with a gap`, assemble(aligned(id), id), true),
    ]);
    for (const { name, refusal, logs } of judged(programs, folder)) {
      assert.equal(refusal, undefined, name);
      assert.deepEqual(
        logs?.filter((line) => line.startsWith('Program log')),
        said,
        name,
      );
    }
  });
}

test('a program of nothing but code, and one with data alone behind it, are accepted', { skip: skipped }, () => {
  const texts = [
    'mov64 r0, 0\nexit',
    '.globl e\nexit\ne: mov64 r0, 0\nexit\n.rodata\n.byte 1',
    '.base 0x100001000\nmov64 r0, 0\nexit',
  ];
  const programs = versions.flatMap(({ id }) =>
    texts.slice(0, id === 'v3' ? 2 : 3).map((text, i) => given(`${id} ${i}`, assemble(text, id), true)),
  );
  for (const { name, refusal, logs } of judged(programs))
    assert.deepEqual([name, refusal, logs?.at(-1)?.split(' ').at(-1)], [name, undefined, 'success']);
});
