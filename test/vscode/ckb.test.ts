import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { chooseInExplorer, makeWorkspace, pressInToolbar, type Workspace } from './gestures.ts';
import { dialogMessage } from './rows.ts';
import { until } from './until.ts';

let workspace: Workspace;
let window: Window;

before(async () => {
  const files = ['sum.rv.s', 'hash-lock.c', 'hash-lock.elf', 'hash-lock.gaslamp.json', 'transaction.gaslamp.json'];
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

test('a transaction is debugged itself, on the version that its script asks for', async () => {
  const file = 'transaction.gaslamp.json';
  await window.openFile(file);
  const text = await readFile(join(samples, 'ckb', file), 'utf8');
  const line = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
  await window.editor.goToLine(line('"hash_type"'));
  const hovered = await until(
    'the hover',
    () => window.editor.hover(line('"hash_type"'), 'hash_type'),
    (shown) => shown.includes('name the program'),
  );
  assert.match(hovered, /"data2" name the program by the hash of its data, and run it on CKB-VM 0, 1 and 2/);
  await window.page.keyboard.press('Escape');
  await window.press('F5');
  await window.editor.stopsAt(91);
  await window.command('Debug Console: Focus on Debug Console View');
  await until(
    'the version in the Debug Console',
    () => window.page.locator('.repl').innerText(),
    (shown) =>
      /Runs on CKB-VM 2, because the "hash_type" of input\.0\.lock is "data2"/.test(shown.replaceAll('\u00a0', ' ')),
  );
  await window.press('Shift+F5');
  await window.debug.ended();
});

test('a file of ckb-debugger with several scripts asks which is meant', async () => {
  const { description, script, ...mock } = JSON.parse(
    await readFile(join(samples, 'ckb', 'transaction.gaslamp.json'), 'utf8'),
  );
  const { output } = mock.mock_info.inputs[0];
  output.type = output.lock;
  await workspace.write('tx.json', JSON.stringify(mock, undefined, 2));
  await window.command('View: Show Explorer');
  await chooseInExplorer(window, 'tx.json', 'Debug');
  await window.choose('input.0.type');
  await window.editor.stopsAt(91);
  await window.press('Shift+F5');
  await window.debug.ended();
});

test('of a scenario with several scripts, one has to be named', async () => {
  await workspace.write('several.gaslamp.json', '{ "program": "tx.json" }');
  await window.openFile('several.gaslamp.json');
  await window.press('F5');
  const shown = await until('the reason', () => dialogMessage(window.page), Boolean);
  assert.match(shown ?? '', /say in "script" which is to run: input\.0\.lock, input\.0\.type\./);
});
