import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame } from 'playwright-core';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { labels } from './rows.ts';
import { until } from './until.ts';

const file = 'storage-loop.easm';
const breakpoint = 14;

let workspace: Workspace;
let window: Window;
let axe: string;

/** Both pages are on the screen: the Execution view on the left, the flame graph in an editor. */
before(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  workspace = await makeWorkspace([join(samples, 'evm', file)]);
  window = await launch({ workspace: workspace.folder });
  await window.openFile(file);
  await window.editor.toggleBreakpoint(breakpoint);
  await window.press('F5');
  await window.debug.stopped();
  await window.editor.stopsAt(breakpoint);
  await window.command('Gaslamp: Profile');
  await window.command('Gaslamp: Open Flame Graph');
  // A stop brings the views of the debugger to the front, so the last one comes before the Execution view.
  await window.command('Debug: Continue');
  await window.debug.stopped();
  await window.command('Gaslamp: Focus on Execution View');
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

/** The pages of the extension, by an element that each has once it shows something. */
const pages = { 'the Execution view': '#marks > [role=option]', 'the flame graph': '#graph > [role=treeitem]' };

const options: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/** What axe finds in a page: each rule that is broken, and by which elements. */
const problems = async (frame: Frame): Promise<string[]> => {
  await frame.evaluate(axe);
  // A view has no ground of its own, and lets that of VS Code through, which axe does not see.
  await frame.evaluate("document.documentElement.style.background = 'var(--vscode-sideBar-background)'");
  const { violations } = await frame.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join(' | ')}`,
  );
};

/** As the list of themes calls them. */
const themes = ['Light Modern', 'Dark Modern', 'Light High Contrast', 'Dark High Contrast'];

const chooseTheme = async (name: string) => {
  await window.command('Preferences: Color Theme');
  await window.choose(name);
};

for (const name of themes) {
  test(`axe finds nothing in the theme ${name}`, async () => {
    await chooseTheme(name);
    for (const [page, element] of Object.entries(pages)) {
      const frame = await window.frameWith(element);
      assert.deepEqual(await problems(frame), [], page);
    }
  });
}

test('axe finds nothing in the table that says what the flame graph shows', async () => {
  const frame = await window.frameWith(pages['the flame graph']);
  await frame.locator('#table').click();
  await frame.locator('#rows').waitFor();
  assert.deepEqual(await problems(frame), []);
  await frame.locator('#table').click();
});

test('at 200 % all fits into the width of its page, and axe finds nothing', async () => {
  const { width, height } = window.page.viewportSize()!;
  // What zooming does to a page: half as many pixels of its own.
  await window.page.setViewportSize({ width: width / 2, height: height / 2 });
  for (const [page, element] of Object.entries(pages)) {
    const frame = await window.frameWith(element);
    assert.deepEqual(await problems(frame), [], page);
    const beyond = await frame.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.equal(beyond, 0, page);
  }
  await window.page.setViewportSize({ width, height });
});

test('nothing moves for those who want no motion', async () => {
  await window.page.emulateMedia({ reducedMotion: 'reduce' });
  for (const [page, element] of Object.entries(pages)) {
    const frame = await window.frameWith(element);
    const moving = await frame.evaluate(`[...document.querySelectorAll('*')].filter((each) => {
      const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
      return !/^0s(, 0s)*$/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
    }).map((each) => each.outerHTML)`);
    assert.deepEqual(moving, [], page);
  }
});

test('the rows of the Profile view say their cost and share in words', async () => {
  await window.command('Gaslamp: Focus on Profile View');
  const rows = window.page.locator('.pane-body .monaco-list-row');
  const spoken = await until(
    'rows with a share',
    () => labels(rows),
    (texts) => texts.some((text) => /gas/.test(text)),
  );
  for (const text of spoken) assert.doesNotMatch(text, /[▏▎▍▌▋▊▉█░▒▓]/, text);
});

test('axe finds nothing in what the Execution view says when nothing runs', async () => {
  await window.command('Gaslamp: Focus on Execution View');
  await window.command('Debug: Stop');
  await window.debug.ended();
  assert.deepEqual(await problems(await window.frameWith('#welcome:not([hidden])')), []);
});
