import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, pressInToolbar, type Workspace } from './gestures.ts';
import { until } from './until.ts';

let workspace: Workspace;
let window: Window;

before(async () => {
  const files = ['sum.rv.s', 'hash-lock.c', 'hash-lock.elf', 'hash-lock.gaslamp.json'];
  workspace = await makeWorkspace(files.map((file) => join(samples, 'ckb', file)));
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

test('a script in assembly is stepped both ways, and its registers are seen', async () => {
  await window.openFile('sum.rv.s');
  await window.editor.toggleBreakpoint(24);
  await window.press('F5');
  await window.editor.stopsAt(24);
  await window.debug.expand('Registers');
  await window.debug.variableIs('sp', /^0x3fffe0\b/);
  await pressInToolbar(window, 'step-back');
  await window.editor.stopsAt(23);
  await window.press('F5');
  await window.editor.stopsAt(24);
  await window.press('F5');
  await window.debug.variableIs('sp', /^0x3fffd0\b/);
  await window.press('Shift+F5');
  await window.debug.ended();
});

test('a breakpoint in C stops a script that was built from it', async () => {
  await window.openFile('hash-lock.c');
  await window.editor.goToLine(91);
  await window.editor.toggleBreakpoint(91);
  await window.openFile('hash-lock.gaslamp.json');
  await window.press('F5');
  await window.editor.stopsAt(91);
  await until(
    'the call stack',
    () => window.debug.callStack(),
    (frames) => frames.join().includes('unlock'),
  );
  await window.press('Shift+F5');
  await window.debug.ended();
});
