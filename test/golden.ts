import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const rewriting = process.env.UPDATE_GOLDEN === '1';

/**
 * Asserts that `actual` is the text of a file kept beside the test; `UPDATE_GOLDEN=1` writes the file instead.
 * Give the file as `new URL('golden/hover.md', import.meta.url)`. Line ends are LF, and a final one is added if there is none.
 */
export const golden = (t: TestContext, file: string | URL, actual: string): void => {
  const path = typeof file === 'string' ? file : fileURLToPath(file);
  const text = actual.replaceAll('\r\n', '\n').replace(/\n?$/, '\n');
  const expected = read(path);
  if (text === expected) return;
  if (rewriting) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    t.diagnostic(`wrote ${path}`);
    return;
  }
  if (expected === undefined)
    assert.fail(`There is no golden file ${path}; UPDATE_GOLDEN=1 writes it. It would be:\n${text}`);
  assert.equal(text, expected, `The text differs from ${path}; if it is right, UPDATE_GOLDEN=1 rewrites the file.`);
};

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
