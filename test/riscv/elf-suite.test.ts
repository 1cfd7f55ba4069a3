import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SuitesError } from '../conformance/suites.ts';
import { riscvConformance } from './conformance.ts';
import { programsIn, runElf } from './elf-suite.ts';
import { assemble } from './programs.ts';

const exits = (code: number) => assemble(`.globl _start\n_start: li a0, ${code}\n li a7, 93\n ecall`);
const faults = assemble('.globl _start\n_start: .4byte 0xffffffff');

/** The same as an object file: its type is the low byte at 16. */
const objectFile = (bytes: Uint8Array): Uint8Array => bytes.with(16, 1);

const files: Readonly<Record<string, Uint8Array | string>> = {
  passes: exits(0),
  'nested/deep/passes too.elf': exits(0),
  fails: exits(7),
  faults: faults,
  'passes.o': objectFile(exits(0)),
  'README.md': 'A suite.',
  'passes.dump': '',
  'expect-invalid/faults': faults,
  'expect-invalid/more/cut': faults.subarray(0, 100),
  'expect-invalid/object': objectFile(exits(0)),
  'expect-invalid/ends': exits(1),
};

describe('a folder of ELF files', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gaslamp-elfs-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    symlinkSync('..', join(folder, 'nested/up'));
    symlinkSync('nowhere', join(folder, 'nested/dangling'));
    symlinkSync('../passes', join(folder, 'nested/link'));
  });
  after(() => rmSync(folder, { recursive: true }));

  test('holds the ELF files at any depth, and no folder twice', () => {
    assert.deepEqual(programsIn(folder), [
      ...['expect-invalid/ends', 'expect-invalid/faults', 'expect-invalid/more/cut', 'expect-invalid/object'],
      ...['fails', 'faults', 'nested/deep/passes too.elf', 'nested/link', 'passes'],
    ]);
  });

  test('passes where a program ends with 0, or has to be refused and is', async () => {
    const ok = programsIn(folder).filter((name) => runElf(folder, name).ok);
    assert.deepEqual(ok, [
      ...['expect-invalid/faults', 'expect-invalid/more/cut', 'expect-invalid/object'],
      ...['nested/deep/passes too.elf', 'nested/link', 'passes'],
    ]);
    assert.deepEqual(await riscvConformance({ folder, filter: 'passes' }), { passed: 2, failed: 0, skipped: 0 });
  });

  test('that is empty, or no folder, is told of in a sentence', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const refuses = (path: string, sentence: RegExp) =>
      assert.rejects(
        riscvConformance({ folder: path }),
        (error) => error instanceof SuitesError && sentence.test(error.message),
      );
    await refuses(empty, /^There are no ELF files in .*empty; name the folder that holds them\.$/);
    await refuses(join(folder, 'nowhere'), /nowhere is no folder; name the one that holds ELF files\.$/);
    await refuses(join(folder, 'passes'), /passes is no folder; /);
  });
});
