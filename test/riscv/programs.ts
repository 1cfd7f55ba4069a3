import assert from 'node:assert/strict';
import { assembleProgram } from '../../engines/riscv/assembly/document.ts';
import { versions } from '../../engines/riscv/ckb/versions.ts';
import { writeElf } from '../../engines/riscv/elf-writer.ts';

/** Assembles a program for tests, which must be without problems. */
export const assemble = (text: string): Uint8Array => {
  const { image, documents } = assembleProgram([text], versions, 'vm2');
  const [document] = documents;
  const error = document.problems.find(({ severity }) => severity === 'error');
  assert.equal(error && `${error.message} (${text.slice(error.range.start, error.range.end)})`, undefined);
  return writeElf(image);
};
