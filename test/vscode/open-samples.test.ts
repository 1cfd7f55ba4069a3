import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { endSession, pressInToolbar } from './gestures.ts';
import { until } from './until.ts';
import { useWindow } from './use-window.ts';

/** No folder is open, as when somebody has just installed the extension. */
const vscode = useWindow({});

const open = async (title: string) => {
  await vscode.window.command('Gaslamp: Open Samples');
  await vscode.window.choose(title);
};

const inFront = (name: string) =>
  until(
    `${name} in front`,
    () => vscode.window.activeTab(),
    (tab) => tab === name,
  );

const printed = (expected: RegExp) =>
  until(
    `${expected} in the console`,
    async () => (await vscode.window.debug.console()).join('\n'),
    (text) => expected.test(text),
  );

const lineOf = async (file: string, text: string) =>
  (await readFile(join(samples, 'evm', file), 'utf8')).split('\n').findIndex((line) => line.startsWith(text)) + 1;

test('a sample opens without a folder, with hovers, and F5 debugs it after asking what is called', async () => {
  const { window } = vscode;
  await open('Counter');
  await inFront('counter.easm');
  const jump = await lineOf('counter.easm', '    push 0 calldataload');
  assert.match(await window.editor.hover(jump, 'calldataload'), /CALLDATALOAD/);
  await window.press('F5');
  await window.choose('increment');
  await window.debug.stopped();
  await window.editor.stopsAt(jump);
  await window.press('F5');
  await endSession(window);
  await printed(/storage\[0x0\]/);
});

test('what was changed in a sample is there when it is opened again, and can be undone', async () => {
  const { window } = vscode;
  await open('Counter');
  await inFront('counter.easm');
  await window.editor.focused();
  await window.press('ControlOrMeta+Home');
  await window.type('; mine');
  await window.press('ControlOrMeta+s');
  await window.page.locator('.tab.active:not(.dirty)').waitFor();
  await window.command('View: Close All Editors');
  await open('Counter');
  await inFront('counter.easm');
  assert.match(await window.editor.line(1), /^; mine/);
  await window.command('Gaslamp: Open Samples');
  const row = window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Counter' });
  await row.hover();
  await row.getByRole('button', { name: 'Open It as It Was at First' }).click();
  await until(
    'the first line as it was',
    () => window.editor.line(1),
    (line) => line.startsWith('; A contract'),
  );
});

test('a sample of several files opens all of them, and F5 debugs its scenario', async () => {
  const { window } = vscode;
  await window.command('View: Close All Editors');
  await open('Re-entrancy');
  await inFront('reentrancy.gaslamp.json');
  const tabs = window.page.locator('.tab');
  await until(
    'a tab for each file',
    () => tabs.evaluateAll((all) => all.map((tab) => tab.getAttribute('data-resource-name'))),
    // The sample of the test before may come to the front once more when it was saved.
    (names) => ['bank.easm', 'reentrancy.gaslamp.json', 'thief.easm'].every((name) => names.includes(name)),
  );
  await window.editor.focused();
  await window.press('F5');
  await window.debug.stopped();
  await inFront('thief.easm');
  await window.editor.stopsAt(await lineOf('thief.easm', '    calldatasize'));
  await window.press('F5');
  await printed(/Ended; nothing was returned/);
  await pressInToolbar(window, 'step-back');
  await window.debug.stopped();
  await window.press('Shift+F5');
  await window.debug.ended();
});

test('an artifact of a compiler opens as a listing', async () => {
  const { window } = vscode;
  await open('Compiled token');
  await window.page.getByText('Code in Token.json').waitFor();
  await window.page.keyboard.press('Enter');
  await until(
    'the listing',
    () => window.activeTab(),
    (tab) => /^Token.*easm$/.test(tab ?? ''),
  );
});
