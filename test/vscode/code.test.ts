import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, reload, type Workspace } from './gestures.ts';
import { until } from './until.ts';

/** Runs code that it writes itself, which lies in no file. */
const program = `push 0x600160005500 ; push1 1, push1 0, sstore, stop
push 0
mstore
push 6              ; size
push 26             ; offset
push 0              ; value
create
stop
`;
const create = 7;

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace([], { 'create.easm': program });
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

/** The line of SSTORE in the listing, below two lines about it and an empty one. */
const sstore = 6;
const line = '0x0004: SSTORE';

test('stepping into code that came up at run time shows its listing', async () => {
  await window.openFile('create.easm');
  await window.editor.toggleBreakpoint(create);
  await window.press('F5');
  await window.debug.stopped();
  await window.editor.stopsAt(create);
  await window.press('F11');
  const frames = await until(
    'a second frame',
    () => window.debug.callStack(),
    (frames) => frames.length === 2,
  );
  assert.match(frames[0] ?? '', /CREATE/);
  assert.match(frames[1] ?? '', /line 7, create\.easm/);
  await window.editor.stopsAt(4);
  assert.equal(await window.editor.line(sstore), line);
  await window.editor.toggleBreakpoint(sstore);
});

test('its listing and breakpoint survive a reload, which ends the session', async () => {
  await reload(window);
  assert.match((await window.activeTab()) ?? '', /CREATE/);
  assert.equal(await window.editor.line(sstore), line);
  assert.ok(await window.editor.hasBreakpoint(sstore));
});

test('the breakpoint stops the next session', async () => {
  await window.openFile('create.easm');
  await window.press('F5');
  await window.debug.stopped();
  await window.editor.stopsAt(create);
  await window.press('F5');
  await window.editor.stopsAt(sstore);
});
