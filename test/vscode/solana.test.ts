import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { skipped } from '../bpf/oracle.ts';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, pressInToolbar, type Workspace } from './gestures.ts';
import { until } from './until.ts';

let workspace: Workspace;
let window: Window;

/** What the build could not bring, where litesvm has no native part. */
const realPrograms = skipped ? [] : ['token.so', 'associated-token.so'];

before(async () => {
  const counter = ['counter.sbpf', 'counter.gaslamp.json', 'counter.idl.json'];
  const files = [
    ...counter,
    'fault.sbpf',
    'token-transfer.gaslamp.json',
    'associated-token.gaslamp.json',
    ...realPrograms,
  ];
  workspace = await makeWorkspace(files.map((file) => join(samples, 'solana', file)));
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

const consoleShows = (what: RegExp) =>
  until(
    `${what} in the Debug Console`,
    async () => (await window.debug.console()).join('\n').replaceAll('\u00a0', ' '),
    (shown) => what.test(shown),
  );

test('a program counts in its account, and a step back takes it back', async () => {
  await window.openFile('counter.sbpf');
  await window.editor.goToLine(50);
  await window.editor.toggleBreakpoint(50);
  const hovered = await window.editor.hover(50, 'stxdw');
  assert.match(hovered, /Compute units: 1/);
  await window.openFile('counter.gaslamp.json');
  await window.press('F5');
  await window.editor.stopsAt(50);
  await window.debug.makeRoomForVariables();
  await window.debug.fold('Registers');
  for (const name of ['Accounts', '0', 'value']) await window.debug.expand(name);
  await window.debug.variableIs('count', '41');
  await window.press('F10');
  await window.editor.stopsAt(51);
  await window.debug.variableIs('count', '42');
  await pressInToolbar(window, 'step-back');
  await window.editor.stopsAt(50);
  await window.debug.variableIs('count', '41');
  await window.press('Shift+F5');
  await window.debug.ended();
  await window.editor.toggleBreakpoint(50);
});

test('a fault says what lies where the program wanted to write', async () => {
  await window.openFile('fault.sbpf');
  await window.editor.toggleBreakpoint(7);
  await window.press('F5');
  await window.editor.stopsAt(7);
  await window.editor.toggleBreakpoint(7);
  await pressInToolbar(window, 'continue');
  await window.command('Debug Console: Focus on Debug Console View');
  await consoleShows(/There the program has its constants, which it can only read/);
  await window.press('Shift+F5');
  await window.debug.ended();
});

test('a program of mainnet that calls others is stepped in its listing', { skip: skipped }, async () => {
  await window.openFile('associated-token.gaslamp.json');
  await window.press('F5');
  // A request for compute units comes before the program, and has no code that could be seen.
  await until(
    'the debugger in the listing',
    () => window.editor.stoppedLine(),
    (line) => line !== undefined && line > 1000,
  );
  await window.press('F11');
  await until(
    'a second step',
    () => window.page.locator('.statusbar').innerText(),
    (shown) => /Step 2\b/.test(shown),
  );
  await pressInToolbar(window, 'continue');
  await window.command('Debug Console: Focus on Debug Console View');
  await consoleShows(/associatedToken data\.amount +→ +0/);
  await window.press('Shift+F5');
  await window.debug.ended();
});
