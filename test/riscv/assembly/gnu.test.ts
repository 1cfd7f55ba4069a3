import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assemble, digestOf, fixtures, isInstalled, ourSections, sectionsBy } from './gnu.ts';
import { type AssemblyProgram, corpusPrograms, generatedPrograms } from './programs.ts';

const programs = [...corpusPrograms, ...generatedPrograms()];
const known = fixtures();

describe('the bytes are those of GNU as and ld', () => {
  for (const program of programs) {
    test(program.name, () => {
      const { image, documents } = assemble(program);
      assert.deepEqual(
        documents.flatMap(({ problems }) => problems),
        [],
      );
      assert.deepEqual(digestOf(ourSections(image)), known[program.name]);
    });
  }
});

describe('compared with the tools that are installed', () => {
  for (const program of programs) {
    test(`GNU as: ${program.name}`, { skip: !isInstalled('gnu') && 'binutils for RISC-V are not installed' }, () =>
      compare(program, sectionsBy('gnu', program, assemble(program).image)),
    );
  }
});

/** LLVM loads large numbers in other ways, calls by a register of one's own by that register, and takes short forms where GNU as does not. */
const unlike = {
  'option-norvc': /^li |^call \w+,/,
  'option-rvc': /^(?:li|mv|move|sext\.w|jr|call|add|addw|addiw|jal|jalr) /,
};

describe('compared with LLVM where it should be the same', () => {
  for (const [name, others] of Object.entries(unlike)) {
    test(`llvm-mc: ${name}`, {
      skip: !isInstalled('llvm') && 'llvm-mc or binutils for RISC-V are not installed',
    }, () => {
      const lines = programs.find((program) => program.name === name)?.texts[0]?.split('\n') ?? [];
      const program = { name, texts: [lines.filter((line) => !others.test(line)).join('\n')] };
      compare(program, sectionsBy('llvm', program, assemble(program).image));
    });
  }
  const linked = programs.find(({ name }) => name === 'link');
  test('llvm-mc: link', { skip: !isInstalled('llvm') && 'llvm-mc or binutils for RISC-V are not installed' }, () => {
    if (linked) compare(linked, sectionsBy('llvm', linked, assemble(linked).image));
  });
});

/** The first difference tells which address to look at. */
const compare = (program: AssemblyProgram, theirs: ReadonlyMap<string, Uint8Array>): void => {
  for (const { name, address, bytes } of assemble(program).image.sections) {
    const other = theirs.get(name) ?? new Uint8Array(0);
    if (bytes.length === 0) continue;
    const at = bytes.findIndex((byte, i) => byte !== other[i]);
    assert.equal(at, -1, `${name} differs at 0x${(address + at).toString(16)}`);
    assert.equal(other.length, bytes.length, `size of ${name}`);
  }
};
