import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';

let window: Window;
before(async () => {
  window = await launch({ workspace: samples });
});
after(() => window?.close());

test('the window is calm: no notification, no dialog, nothing open', async () => {
  assert.deepEqual(await window.notifications(), []);
  assert.equal(await window.dialog(), undefined);
  assert.equal(await window.activeTab(), undefined);
});

test('Gaslamp is among the installed extensions', async () => {
  assert.deepEqual(await window.installedExtensions('gaslamp'), ['Gaslamp']);
});
