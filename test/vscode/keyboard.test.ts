import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const file = 'storage-loop.easm';
const breakpoint = 14;

let workspace: Workspace;
let window: Window;

/** Here the mouse is used for the breakpoint alone. */
before(async () => {
  workspace = await makeWorkspace([join(samples, 'evm', file)]);
  window = await launch({ workspace: workspace.folder, theme: 'high-contrast-dark' });
  await window.openFile(file);
  await window.editor.toggleBreakpoint(breakpoint);
  await window.press('F5');
  await window.debug.stopped();
  await window.editor.stopsAt(breakpoint);
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

/** What has the focus in a page: what it is called, and whether one sees that it has it. */
type Focused = { readonly id: string; readonly name: string; readonly isSeen: boolean };

const focusedIn = (frame: Frame): Promise<Focused> =>
  frame.evaluate<Focused>(`(() => {
    const { id, ariaLabel, textContent, labels } = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    return {
      id,
      name: ariaLabel ?? labels?.[0]?.textContent ?? textContent.trim(),
      isSeen: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0,
    };
  })()`);

/** Goes with Tab from one element to another of a page, and tells each on the way. */
const walk = async (frame: Frame, from: string, to: string): Promise<readonly Focused[]> => {
  await frame.locator(from).focus();
  const way = [await focusedIn(frame)];
  while (way.at(-1)?.id !== to && way.length < 20) {
    await window.press('Tab');
    way.push(await focusedIn(frame));
  }
  return way;
};

const check = (way: readonly Focused[], expected: readonly string[]) => {
  assert.deepEqual(
    way.map(({ id }) => id.replace(/\d+$/, '')),
    expected,
  );
  for (const { id, name, isSeen } of way) {
    assert.notEqual(name, '', `${id} has no name`);
    assert.ok(isSeen, `one does not see that ${id} has the focus`);
  }
};

test('Tab goes through the Execution view, and one sees where', async () => {
  await window.command('Gaslamp: Focus on Execution View');
  const frame = await window.frameWith('#marks > [role=option]');
  check(await walk(frame, '#slider', 'marks'), ['slider', 'start', 'back', 'forward', 'end', 'goToStep', 'marks']);
});

test('Tab goes through the flame graph, and one sees where', async () => {
  await window.command('Gaslamp: Profile');
  await window.command('Gaslamp: Open Flame Graph');
  const frame = await window.frameWith('#graph > [role=treeitem]');
  const way = await walk(frame, '#search', 'stretch-0');
  check(way, ['search', 'table', 'stretch-']);
  await window.press('ArrowDown');
  const below = await focusedIn(frame);
  assert.equal(below.id, 'stretch-1');
  assert.ok(below.isSeen);
});

test('arrows go through the Profile view, and Enter goes to the line', async () => {
  await window.command('Gaslamp: Focus on Profile View');
  const focused = window.page.locator('.pane-body .monaco-list-row.focused');
  await window.press('Home');
  const costliest = /SSTORE at storage-loop\.easm:\d+: [\d,]+ gas, [\d.]+ %/;
  const read: string[] = [];
  while (!costliest.test(read.at(-1) ?? '')) {
    assert.ok(read.length < 20, `no arrow reached SSTORE: ${read.join(' | ')}`);
    await window.press('ArrowDown');
    read.push((await focused.getAttribute('aria-label')) ?? '');
  }
  await window.press('Enter');
  await until(
    'the file',
    () => window.activeTab(),
    (tab) => tab === file,
  );
});
