import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from '../tools/build.ts';
import { noticesOf } from '../tools/notices.ts';
import { makePackage, stage } from '../tools/package.ts';
import { golden } from './golden.ts';

const temporary = async (t: TestContext): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'gaslamp-package-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

test('the .vsix holds exactly the files it should', async (t) => {
  const folder = await temporary(t);
  await stage(folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const names = files.map((file) => file.slice(folder.length + 1).replaceAll('\\', '/'));
  golden(t, new URL('golden/package-files.txt', import.meta.url), names.sort().join('\n'));
});

test('a .vsix is made', async (t) => {
  const { size } = await stat(await makePackage(await temporary(t)));
  assert.ok(size > 100_000, `it has ${size} bytes`);
});

test('what is bundled may be, by its licence', async (t) => {
  const bundles = await build({ release: true, outdir: await temporary(t) });
  const found = await noticesOf(bundles);
  assert.ok(found.some(({ name }) => name === 'vscode-languageclient'));
  assert.ok(found.some(({ name }) => name === 'Associated Token Account Program'));
  const permissive = /^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0)$/;
  assert.deepEqual(
    found.filter(({ licence }) => !permissive.test(licence)).map(({ name, licence }) => `${name}: ${licence}`),
    [],
  );
});
