import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace([], { 'a.easm': 'push 1\nclz\nstop\n', 'b.txt': 'no code' });
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

const versionIs = (expected: string | undefined) =>
  until(
    `the version ${expected}`,
    async () => (await window.statusBar()).find((text) => /^(Osaka|Prague)$/.test(text.trim())),
    (found) => found?.trim() === expected,
  );

test('the status bar says by which version a text is read, and nothing of a text that is not ours', async () => {
  await window.openFile('a.easm');
  await versionIs('Osaka');
  await window.openFile('b.txt');
  await versionIs(undefined);
});

test('another version is chosen there, and hovers and problems follow', async () => {
  await window.openFile('a.easm');
  await versionIs('Osaka');
  await window.page.locator('.statusbar-item', { hasText: 'Osaka' }).click();
  await window.choose('Prague');
  await versionIs('Prague');
  await until(
    'the problem',
    () => window.problems(),
    (rows) => rows.some((row) => /CLZ/.test(row) && /Prague/.test(row)),
  );
  assert.match(await window.editor.hover(2, 'clz'), /Not in Prague/);
});
