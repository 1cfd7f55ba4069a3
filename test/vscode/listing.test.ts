import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { extensionHost, launch, type Window } from './driver.ts';
import { chooseInExplorer, endSession, makeWorkspace, pressInToolbar, reload, type Workspace } from './gestures.ts';
import { until } from './until.ts';

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace([join(samples, 'erc20', 'Token.json')], {
    'picture.bin': Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0xff]),
  });
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

/** Where the free memory pointer is written: the third instruction of every contract that solc compiled. */
const mstore = 6;

test('an artifact opens as a listing through the Explorer, with the parts to choose from', async () => {
  await chooseInExplorer(window, 'Token.json', 'Open as Listing');
  await window.choose('Token');
  await until(
    'the listing',
    () => window.activeTab(),
    (tab) => tab === 'Token.runtime.easm',
  );
  await window.editor.focused();
  assert.equal(await window.editor.line(mstore), '0x0004: MSTORE');
});

test('hovering an opcode tells what it does and costs', async () => {
  const hover = await window.editor.hover(mstore, 'MSTORE');
  assert.match(hover, /MSTORE\s+; \[offset, value\] → \[\]/);
  assert.match(hover, /Gas: 3 \+ memory growth/);
});

test('F5 asks what is called, and stops at the breakpoint in the listing', async () => {
  await window.editor.toggleBreakpoint(mstore);
  await window.press('F5');
  await window.choose('No call data');
  const [frame, ...others] = await window.debug.stopped();
  assert.match(frame ?? '', /line 6, Token\.runtime\.easm/);
  assert.deepEqual(others, []);
  await window.editor.stopsAt(mstore);
  await window.debug.expand('Stack');
  await window.debug.variableIs('0', /^0x40\b/);
  await window.debug.variableIs('1', /^0x80\b/);
});

test('hovering the next instruction tells the exact charge and its reasons', async () => {
  assert.match(await window.editor.hover(mstore, 'MSTORE'), /12 gas: 3 base, 9 memory/);
});

test('a step goes over the instruction, and a step back undoes it', async () => {
  await window.press('F10');
  await window.editor.stopsAt(mstore + 1);
  await until(
    'an empty stack',
    () => window.debug.variables(),
    (rows) => !rows.some(({ value }) => value.startsWith('0x80')),
  );
  await pressInToolbar(window, 'step-back');
  await window.editor.stopsAt(mstore);
  await window.debug.variableIs('1', /^0x80\b/);
});

test('storage shows what the constructor wrote', async () => {
  await window.debug.expand('Storage');
  const rows = await until(
    'the storage',
    () => window.debug.variables(),
    (rows) => rows.some(({ name, value }) => /^0x[0-9a-f]+/.test(name) && value !== '0x0'),
  );
  assert.ok(rows.length > 0);
});

test('at its end the session stays and tells the outcome; a step back leads into it, and Continue ends it', async () => {
  await window.press('F5');
  const [said] = await until(
    'the outcome',
    () => window.debug.console(),
    (lines) => lines.length > 0,
  );
  assert.match(said ?? '', /^✘ Reverted without a reason\.$/m);
  const last = await until(
    'the last instruction',
    () => window.editor.stoppedLine(),
    (line) => line !== undefined && line !== mstore,
  );
  assert.match(await window.editor.line(last!), /REVERT/);
  await pressInToolbar(window, 'step-back');
  await pressInToolbar(window, 'step-back');
  await window.editor.stopsAt(last! - 1);
  await window.press('F5');
  await window.editor.stopsAt(last!);
  await endSession(window);
});

test('after a reload the listing and its breakpoint are there', async () => {
  await reload(window);
  await until(
    'the listing',
    () => window.activeTab(),
    (tab) => tab === 'Token.runtime.easm',
  );
  await window.editor.goToLine(mstore);
  assert.equal(await window.editor.line(mstore), '0x0004: MSTORE');
  assert.ok(await window.editor.hasBreakpoint(mstore));
});

const unwatched = extensionHost === 'web' && 'after a reload VS Code tells an extension in the browser of no changes';

test('a listing follows its file', { skip: unwatched }, async () => {
  await workspace.write('Token.json', '{ "bytecode": "0x6001600255", "deployedBytecode": "0x6003600455" }');
  await until(
    'the new code',
    () => window.editor.line(mstore),
    (line) => line === '0x0004: SSTORE',
  );
});

test('a file that no machine takes is refused with the reason', async () => {
  await window.command('View: Show Explorer');
  await chooseInExplorer(window, 'picture.bin', 'Open as Listing');
  const [reason] = await until(
    'the reason',
    () => window.notifications(),
    (messages) => messages.length > 0,
  );
  assert.match(reason ?? '', /^picture\.bin .*\.$/);
});
