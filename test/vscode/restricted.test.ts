import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { chooseInExplorer, endSession, makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const file = 'storage-loop.easm';

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace([join(samples, 'evm', file), join(samples, 'evm', 'sum.evm')]);
  window = await launch({ workspace: workspace.folder, restricted: true });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

test('Restricted Mode: hovers are there', async () => {
  await until(
    'Restricted Mode',
    () => window.statusBar(),
    (items) => items.some((item) => item.includes('Restricted Mode')),
  );
  await window.openFile(file);
  assert.match(await window.editor.hover(14, 'sstore'), /Writes value at key/);
});

test('Restricted Mode: listings are there', async () => {
  await chooseInExplorer(window, 'sum.evm', 'Open as Listing');
  await until(
    'the listing',
    () => window.editor.text(),
    (text) => text.includes('PUSH1'),
  );
});

test('Restricted Mode: F5 is answered by VS Code itself', async () => {
  await window.openFile(file);
  await window.press('F5');
  const asked = await until('a dialog', () => window.dialog(), Boolean);
  assert.match(asked ?? '', /trust/);
  await window.press('Escape');
});

test('Restricted Mode: Debug, Run and Profile say how to trust, and lead there', async () => {
  const says =
    'VS Code runs nothing in Restricted Mode; trust this folder, and contracts in it can be debugged, run and profiled.';
  for (const command of ['Debug', 'Run', 'Profile']) {
    await window.openFile(file);
    await window.command(`Gaslamp: ${command}`);
    await until(
      'the sentence',
      () => window.notifications(),
      ([message]) => message === says,
    );
    if (command === 'Profile') break;
    await window.command('Notifications: Clear All Notifications');
  }
  await window.page.getByRole('button', { name: 'Manage Trust' }).click();
  await window.page.locator('.workspace-trust-editor').waitFor();
});

test('in a folder that was trusted, Debug debugs', async () => {
  await window.page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
  await until(
    'the end of Restricted Mode',
    () => window.statusBar(),
    (items) => !items.some((item) => item.includes('Restricted Mode')),
  );
  await window.openFile(file);
  await window.command('Gaslamp: Debug');
  await endSession(window);
});
