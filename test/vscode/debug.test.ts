import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileVariable } from '../../extension/launch.ts';
import { launch, type Window } from './driver.ts';
import { endSession, makeWorkspace, pressInToolbar, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const program = `; Writes a number to storage.
    push 1
    push 0
    sstore
    stop
`;

/** Two configurations; F5 takes the first. */
const configurations = [
  { type: 'gaslamp', request: 'launch', name: 'File in front', program: fileVariable },
  { type: 'gaslamp', request: 'launch', name: 'Wrong', program: fileVariable, version: 'atlantis' },
];

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace([], {
    'write.easm': program,
    '.vscode/launch.json': JSON.stringify({ version: '0.2.0', configurations }),
  });
  // VS Code would save the file by itself, after a while or at the start of a session.
  const userSettings = { 'files.autoSave': 'off', 'debug.saveBeforeStart': 'none' };
  window = await launch({ workspace: workspace.folder, theme: 'dark', userSettings });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

test('F5 debugs what is in the editor, saved or not', async () => {
  await window.openFile('write.easm');
  await window.editor.toggleBreakpoint(4);
  await window.editor.goToLine(2);
  await window.press('End');
  await window.press('Backspace');
  await window.type('42');
  await window.page.locator('.tab.active.dirty').waitFor();
  await window.press('F5');
  await window.debug.stopped();
  await window.editor.stopsAt(4);
  await window.debug.expand('Stack');
  await window.debug.variableIs('1', /^0x2a\b/);
});

test('a restart takes what is in the editor by then', async () => {
  await window.editor.goToLine(2);
  await window.press('End');
  await window.press('Backspace');
  await window.type('3');
  await pressInToolbar(window, 'restart');
  await window.debug.variableIs('1', /^0x2b\b/);
  await window.editor.stopsAt(4);
});

test('a file that is deleted while it is debugged goes on being debugged', async () => {
  await workspace.remove('write.easm');
  await window.press('F10');
  await window.editor.stopsAt(5);
  await window.debug.expand('Storage');
  await window.debug.variableIs('0x0', /^0x2b\b/);
  await pressInToolbar(window, 'step-back');
  await window.editor.stopsAt(4);
  await window.press('F5');
  await window.editor.stopsAt(5);
  await endSession(window);
});

test('a wrong launch setting is refused in one sentence that names it', async () => {
  await window.command('Debug: Select and Start Debugging');
  await window.choose('Wrong', 'debug Wrong');
  const refusal = await until(
    'the refusal',
    () => window.dialog(),
    (dialog) => dialog !== undefined,
  );
  assert.match(refusal ?? '', /has no version "atlantis"; "version" takes one of .*osaka/);
});
