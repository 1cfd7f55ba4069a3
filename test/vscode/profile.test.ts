import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

/** The page's own; tests see nothing of the DOM but this. */
declare function getComputedStyle(element: object, part: string): { readonly content: string };

const file = 'storage-loop.easm';
const creating = 'two-contracts.easm';

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace(
    [file, creating].map((name) => join(samples, 'evm', name)),
    { 'endless.easm': 'again:\n  jump @again\n' },
  );
  window = await launch({ workspace: workspace.folder, userSettings: { 'editor.codeLens': true } });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

/** The texts of the code lenses in the editor. */
const lenses = () => window.page.locator('.codelens-decoration').allInnerTexts();

/** The lines of the active editor that are on the screen, in any order. */
const linesShown = async (): Promise<string[]> => {
  const texts = await window.page.locator('.editor-group-container.active .view-line').allInnerTexts();
  return texts.map((text) => text.replaceAll('\u00a0', ' '));
};

/** What decorations say behind the lines, which CSS holds. */
const behindLines = async (): Promise<string[]> =>
  window.page
    .locator('.view-line span[class*="ced-"]')
    .evaluateAll((spans) =>
      spans.map((span) => getComputedStyle(span, '::after').content.replaceAll('"', '').replaceAll('\u00a0', ' ')),
    );

const behindLineIs = (expected: RegExp) =>
  until(`${expected} behind a line`, behindLines, (texts) => texts.some((text) => expected.test(text)));

/** The page of the flame graph: of all webviews the one that has it. */
const graph = async (): Promise<Frame> => {
  const found = async () => {
    for (const frame of window.page.frames()) {
      if (
        await frame
          .locator('#graph [role=treeitem]')
          .count()
          .catch(() => 0)
      )
        return frame;
    }
    return undefined;
  };
  const frame = await until('the flame graph', found, Boolean);
  assert.ok(frame);
  return frame;
};

const focused = (frame: Frame, label: RegExp) =>
  until(
    `the focus on ${label}`,
    () =>
      frame
        .locator(':focus')
        .getAttribute('aria-label')
        .catch(() => null),
    (text) => label.test(text ?? ''),
  );

test('the lens Profile runs the contract and shows what each line and label cost', async () => {
  await window.openFile(file);
  await window.page.locator('.codelens-decoration a', { hasText: 'Profile' }).first().click();
  await behindLineIs(/^20,200 gas · 89\.3 %$/);
  await until('what the label cost', lenses, (texts) => texts.some((text) => /^again: 22,608 gas, 100 %$/.test(text)));
  assert.ok(
    (await window.notifications()).some((text) => /Profiled storage-loop: 22,611 gas in 41 steps\./.test(text)),
  );
});

test('the view tells the hottest lines and the totals by instruction', async () => {
  await window.command('Gaslamp: Focus on Profile View');
  const rows = window.page.locator('.pane', { hasText: 'storage-loop: 22,611' }).locator('.monaco-list-row');
  const labels = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
  await until('the hottest line', labels, (texts) =>
    texts.some((text) => text.startsWith('SSTORE at storage-loop.easm:14: 20,200 gas, 89.3 %')),
  );
});

test('the flame graph goes to a line by keys, zooms, and finds', async () => {
  await window.command('Gaslamp: Open Flame Graph');
  const page = await graph();
  await page.locator('[role=treeitem]').first().focus();
  await focused(page, /^storage-loop, run: 22,611 gas, 100 %/);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await window.press(key);
  await focused(page, /^SSTORE at storage-loop\.easm:14, line: 20,200 gas, 89\.3 %/);
  await window.press('ArrowRight');
  await focused(page, /^SLOAD at storage-loop\.easm:10/);
  await window.press('Enter');
  await until(
    'the stretch to fill the width',
    () => page.locator('[role=treeitem]').count(),
    (count) => count === 4,
  );
  await window.press('Escape');
  await page.getByRole('searchbox', { name: 'Search' }).fill('sload');
  await page.getByText('1 found, 10.2 % of the cost').waitFor();
  await page.getByRole('searchbox').press('Enter');
  await focused(page, /^SLOAD/);
  await window.press('g');
  await until(
    'the cursor in the line',
    () => window.statusBar(),
    (items) => items.some((text) => /Ln 10, Col 1/.test(text)),
  );
  assert.equal(await window.activeTab(), file);
});

test('the flame graph is a table too', async () => {
  const page = await graph();
  await page.getByRole('button', { name: 'Show as Table' }).click();
  const row = page.getByRole('row', { name: /SSTORE/ });
  assert.match(await row.innerText(), /SSTORE\s+line\s+storage-loop\.easm:14\s+20,200\s+20,200\s+89\.3 %\s+3/);
  await page.getByRole('button', { name: 'Show as Graph' }).click();
});

test('a profile is exported to a file', async () => {
  await window.command('Gaslamp: Export Profile…');
  await window.choose('speedscope', 'speedscope');
  await until(
    'the save dialog',
    () => window.page.locator('.quick-input-widget .quick-input-box input').inputValue(),
    (path) => path.endsWith('storage-loop.speedscope.json'),
  );
  await window.answer(join(workspace.folder, 'run.speedscope.json'));
  const written = await until(
    'the file',
    () => readFile(join(workspace.folder, 'run.speedscope.json'), 'utf8').catch(() => ''),
    Boolean,
  );
  assert.equal(JSON.parse(written).profiles[0].endValue, 22_611);
});

test('what lines cost is gone when the text is changed', async () => {
  await window.openFile(file);
  await window.press('ControlOrMeta+Home');
  await window.page.keyboard.insertText('push 1 pop\n');
  await until('no costs behind lines', behindLines, (texts) => !texts.some((text) => /gas/.test(text)));
});

test('another profile is compared with the one before, to the step at which they part', async () => {
  await window.command('Gaslamp: Profile');
  await behindLineIs(/^20,200 gas · 89\.3 %$/);
  await window.command('Gaslamp: Compare with Previous Profile');
  const found = await until('the comparison', linesShown, (all) => all.some((text) => text === '+5 gas'));
  assert.ok(found.includes('The runs part at step 1:'), found.join('\n'));
  assert.ok(found.includes('before  JUMPDEST at storage-loop.easm:8, 1 gas'));
  assert.ok(found.some((text) => /^after {3}POP at storage-loop\.easm:1, 2 gas/.test(text)));
});

test('a profile is cleared by a command', async () => {
  await window.command('Gaslamp: Clear Profile');
  await window.page.getByText('A profile shows where the cost of a run went').waitFor();
  assert.deepEqual(
    (await behindLines()).filter((text) => /gas/.test(text)),
    [],
  );
});

test('a session that is debugged is profiled to its end while it stands still', async () => {
  await window.openFile(creating);
  await window.press('F5');
  await window.debug.stopped();
  await window.command('Gaslamp: Profile');
  await behindLineIs(/^32,006 gas · 93 % · 34,228 with callees$/);
  await window.press('Shift+F5');
  await window.debug.ended();
});

test('a line of a contract that came up in the run is gone to when the session is over', async () => {
  await window.command('Gaslamp: Open Flame Graph');
  const page = await graph();
  await page.getByRole('searchbox').fill('calldataload');
  await page.getByRole('searchbox').press('Enter');
  await focused(page, /^CALLDATALOAD at /);
  await window.press('g');
  await until(
    'the listing',
    () => window.activeTab(),
    (tab) => /^0x5f64…0475/.test(tab ?? ''),
  );
  await until('its instructions', linesShown, (lines) => lines.some((line) => /CALLDATALOAD/.test(line)));
  await behindLineIs(/^3 gas/);
});

test('a program that loops for ever is profiled up to its limit, and the window says so', async () => {
  await window.openFile('endless.easm');
  await window.command('Gaslamp: Profile');
  await until(
    'the notification',
    () => window.notifications(),
    (texts) => texts.some((text) => /Profiled endless: 30,000,000 gas|Profiled endless: 29,999,9\d\d gas/.test(text)),
  );
});
