import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, pressInToolbar, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const program = `; Keeps 40 + 2.
    push 40
    push 2
    add
    push 0 sstore
    stop
`;

const configurations = [
  { type: 'gaslamp', request: 'launch', name: 'Sum', program: '$' + '{workspaceFolder}/sum.easm' },
];

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace([], {
    'sum.easm': program,
    '.vscode/launch.json': JSON.stringify({ version: '0.2.0', configurations }),
  });
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

const said = (line: RegExp) =>
  until(
    `${line} in the Debug Console`,
    () => window.debug.console(),
    (lines) => lines.some((each) => line.test(each)),
  );

test('a value that is changed in the Variables view has its consequences, and what was known is dropped', async () => {
  await window.openFile('sum.easm');
  await window.editor.toggleBreakpoint(4);
  await window.press('F5');
  await window.debug.stopped();
  await window.editor.stopsAt(4);
  await window.press('F10');
  await window.editor.stopsAt(5);
  await pressInToolbar(window, 'step-back');
  await window.editor.stopsAt(4);
  await window.debug.expand('Stack');
  await window.debug.variableIs('0', '0x2');
  const row = window.page.locator('.debug-variables .monaco-list-row').filter({ hasText: '0x2' }).first();
  await row.click();
  await window.press('F2');
  await window.page.locator('.debug-variables input').fill('stack[1] * 2');
  await window.press('Enter');
  await window.debug.variableIs('0', '0x50 (80)');
  await said(/What came after step 2 was dropped/);
  await window.press('F10');
  await window.debug.variableIs('0', '0x78 (120)');
});

test('the Disassembly View shows addresses, bytes, and the lines they come from', async () => {
  await window.command('Open Disassembly View');
  const rows = window.page.locator('.disassembly-view .monaco-list-row, .disassembly-view .monaco-table-tr');
  const texts = await until(
    'the disassembly',
    () => rows.allInnerTexts(),
    (all) => all.some((text) => text.includes('SSTORE')),
  );
  const shown = texts.map((text) => text.replaceAll(/\s+/g, ' '));
  assert.ok(
    shown.some((text) => /0x100000002 60 02 PUSH1 0x02/.test(text)),
    shown.join('\n'),
  );
  assert.ok(shown.some((text) => text.includes('push 2')));
  await window.press('Shift+F5');
  await window.debug.ended();
});

test('a run without debugging ends in a card', async () => {
  await window.press('ControlOrMeta+F5');
  await said(/✔ Ended; nothing was returned\./);
  await said(/changes\s+sum 0x0000…de00 storage\[0x0\]\s+0x0\s+→\s+0x2a \(42\)/);
});
