import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMachine } from '../../engines/evm/message.ts';
import { traceLines } from '../../engines/evm/trace/write.ts';
import { assemble, contract } from '../evm/run.ts';
import { extensionHost, launch, type Window } from './driver.ts';
import { chooseInExplorer, makeWorkspace, pressInToolbar, type Workspace } from './gestures.ts';
import { until } from './until.ts';

/** Counts down in storage; each time around is 16 steps. */
const loop = (rounds: number) =>
  `push ${rounds}; again:; dup1; dup1; sstore; push 1; swap1; sub; dup1; jumpi @again; stop`;
const traceOf = (rounds: number) =>
  [...traceLines(createMachine({ address: contract, code: assemble(loop(rounds)), gas: 10n ** 12n }))].join('\n');

/** More than is sent to a debug adapter, which reads the file itself then. In a browser, where it cannot, all is sent. */
const large = (extensionHost === 'web' ? 2 : 17) * 2 ** 20;

let workspace: Workspace;
let window: Window;

before(async () => {
  const rounds = Math.ceil(large / (traceOf(2).length - traceOf(1).length));
  workspace = await makeWorkspace([], {
    'run.jsonl': traceOf(3),
    'large.jsonl': traceOf(rounds),
    'cut.jsonl': traceOf(3).slice(0, 2000),
  });
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

const top = (expected: RegExp) =>
  until(
    `${expected} in the stack`,
    async () => (await window.debug.variables()).map(({ name, value }) => `${name} ${value}`).join('\n'),
    (text) => expected.test(text),
  );

const end = async () => {
  await window.press('Shift+F5');
  await window.debug.ended();
};

test('a trace is opened with a double click, debugged by command, and stepped both ways', async () => {
  await window.command('View: Show Explorer');
  await window.page.locator('.explorer-viewlet').getByText('run.jsonl', { exact: true }).dblclick();
  await until(
    'the editor',
    () => window.activeTab(),
    (tab) => tab === 'run.jsonl',
  );
  await window.command('Gaslamp: Debug');
  await window.debug.stopped();
  assert.match(await window.editor.text(), /0x0000: PUSH1 0x03/);
  await pressInToolbar(window, 'step-over');
  await window.editor.stopsAt(5);
  await window.debug.expand('Stack');
  await top(/^0 0x3$/m);
  const stack = await window.debug.callStack();
  assert.equal(stack.length, 1);
  await pressInToolbar(window, 'step-back');
  await window.editor.stopsAt(4);
  await pressInToolbar(window, 'continue');
  await until(
    'the end',
    async () => (await window.debug.console()).join('\n'),
    (text) => /The recorded run ended/.test(text),
  );
  await pressInToolbar(window, 'reverse-continue');
  await window.debug.stopped();
  await end();
});

test('a trace that is larger than what is sent along is debugged from the Explorer', async () => {
  await window.command('View: Show Explorer');
  await chooseInExplorer(window, 'large.jsonl', 'Debug');
  await window.debug.stopped();
  await pressInToolbar(window, 'step-over');
  await pressInToolbar(window, 'step-back');
  await window.debug.stopped();
  await end();
});

test('a trace that is cut off says where', async () => {
  await window.command('View: Show Explorer');
  await chooseInExplorer(window, 'cut.jsonl', 'Run');
  await until(
    'the sentence',
    async () => (await window.debug.console()).join('\n'),
    (text) => /The trace breaks off after \d+ steps/.test(text),
  );
});
