import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const readBytes = (file: string | URL): Uint8Array => new Uint8Array(readFileSync(file));

const folder = new URL('fixtures/', import.meta.url);

/** An ELF, and what independent tools say of it (`tools/elf-fixtures.ts` makes both). */
export type Fixture = {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The lines that begin with one of these words. */
  expected(...words: readonly string[]): readonly string[];
};

export const fixtures: readonly Fixture[] = readdirSync(folder)
  .filter((file) => file.endsWith('.elf'))
  .sort()
  .map((file) => {
    const name = file.replace(/\.elf$/, '');
    const lines = readFileSync(new URL(`${name}.txt`, folder), 'utf8')
      .replaceAll('\r', '')
      .trimEnd()
      .split('\n');
    return {
      name,
      path: fileURLToPath(new URL(file, folder)),
      bytes: readBytes(new URL(file, folder)),
      expected: (...words) => lines.filter((line) => words.includes(line.slice(0, line.indexOf(' ')))),
    };
  });

export const fixture = (name: string): Fixture => {
  const found = fixtures.find((each) => each.name === name);
  if (!found) throw new Error(`There is no fixture ${name}.`);
  return found;
};

/** Asserts that two lists of lines are the same, and shows where they part. */
export const sameLines = (actual: readonly string[], expected: readonly string[]): void => {
  const at = Array.from({ length: Math.max(actual.length, expected.length) }).findIndex(
    (_, index) => actual[index] !== expected[index],
  );
  const around = (lines: readonly string[]) => lines.slice(Math.max(0, at - 3), at + 5);
  if (at >= 0) assert.deepEqual(around(actual), around(expected), `line ${at} is another`);
};
