import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { extensionHost } from './driver.ts';
import { useWindow } from './use-window.ts';

const vscode = useWindow({ workspace: samples });

test('the window is calm: no notification, no dialog, nothing open', async () => {
  const { window } = vscode;
  assert.deepEqual(await window.notifications(), []);
  assert.equal(await window.dialog(), undefined);
  assert.equal(await window.activeTab(), undefined);
});

const elsewhere = extensionHost === 'web' && 'VS Code does not list an extension that a page brings along';

test('Gaslamp is among the installed extensions', { skip: elsewhere }, async () => {
  assert.deepEqual(await vscode.window.installedExtensions('gaslamp'), ['Gaslamp']);
});
