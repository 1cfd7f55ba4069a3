import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { chooseInExplorer, makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const file = 'storage-loop.easm';
const listing = 'storage-loop.listing.easm';
/** The first instruction of the sample. */
const first = 7;

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace([join(samples, 'evm', file)]);
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});
beforeEach(() => window.command('View: Close All Editors'));

/** Presses a button of the active editor's title. */
const pressInTitle = (name: RegExp) =>
  window.page.locator('.editor-group-container.active .editor-actions').getByRole('button', { name }).click();

const isListed = async () => {
  await until(
    'the listing',
    () => window.activeTab(),
    (tab) => tab === listing,
  );
  await window.editor.focused();
  assert.match(await window.editor.text(), /0x0000: PUSH1 0x03/);
};

/** No breakpoint is set, so that the session stops at its entry. */
const isDebugged = async () => {
  await window.debug.stopped();
  await window.editor.stopsAt(first);
  await window.press('Shift+F5');
  await window.debug.ended();
};

test('the Command Palette lists the file in front', async () => {
  await window.openFile(file);
  await window.command('Gaslamp: Open as Listing');
  await isListed();
});

test('the Command Palette debugs the file in front', async () => {
  await window.openFile(file);
  await window.command('Gaslamp: Debug');
  await isDebugged();
});

test("the editor's title lists the file", async () => {
  await window.openFile(file);
  await pressInTitle(/Open as Listing/);
  await isListed();
});

test("the editor's title debugs the file", async () => {
  await window.openFile(file);
  await pressInTitle(/^Debug\b/);
  await isDebugged();
});

test('the Explorer debugs a file that is not open', async () => {
  await window.command('View: Show Explorer');
  await chooseInExplorer(window, file, 'Debug');
  await isDebugged();
});

test('the Command Palette shows the reference of instructions', async () => {
  await window.openFile(file);
  await window.command('Gaslamp: Open Instruction Reference');
  await window.frameWith('h1:text-is("Instructions of EVM")');
});
