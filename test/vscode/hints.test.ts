import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const text = `start:
  push 3            ; [count]
loop:
  push 1
  swap1
  sub               ; [left]
  dup1
  jumpi @loop
  stop
`;

let workspace: Workspace;
let window: Window;
before(async () => {
  workspace = await makeWorkspace([], { 'count.easm': text, 'it.gaslamp.json': '{ "program": "count.easm" }' });
  window = await launch({
    workspace: workspace.folder,
    userSettings: { 'editor.codeLens': true, 'editor.inlayHints.enabled': 'on', 'gaslamp.hints.stack': true },
  });
  await window.openFile('count.easm');
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

const line = (number: number, wanted: RegExp) =>
  until(
    `${wanted} in line ${number}`,
    () => window.editor.line(number),
    (text) => wanted.test(text),
  );

const lens = (title: string) => window.page.locator('.codelens-decoration a', { hasText: title });

test('what a line costs and leaves on the stack stands in front of it, in columns', async () => {
  // It moves the lines below it when it comes.
  await lens('Debug').waitFor();
  await line(2, /^ +3 +1 ?push 3 +; \[count\]$/);
  await line(8, /^ +13 +1 ?jumpi @loop$/);
  const column = async (number: number, word: string) => (await window.editor.line(number)).indexOf(word);
  assert.equal(await column(2, 'push'), await column(8, 'jumpi'));
});

test('Debug above the start debugs, and Run runs to the end', async () => {
  await lens('Debug').click();
  await window.debug.stopped();
  await window.press('Shift+F5');
  await until(
    'the end of the session',
    () => window.page.locator('.debug-toolbar').isVisible(),
    (visible) => !visible,
  );
  await lens('Run').click();
  await until(
    'the outcome in the Debug Console',
    () => window.page.locator('.repl').innerText(),
    (said) => said.includes('Ended; nothing was returned.'),
  );
});

test('Debug above a scenario debugs its program', async () => {
  await window.openFile('it.gaslamp.json');
  await lens('Debug').click();
  await until(
    'the program',
    () => window.activeTab(),
    (tab) => tab === 'count.easm',
  );
  await window.debug.stopped();
  await window.press('Shift+F5');
  await window.debug.ended();
});
