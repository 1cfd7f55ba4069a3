import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pressInToolbar } from './gestures.ts';
import { until } from './until.ts';
import { useWindow } from './use-window.ts';

const vscode = useWindow({ userSettings: { 'editor.codeLens': true } });

/** The first line of the sample that a breakpoint stands on here. */
const line = 20;

const openWalkthrough = async () => {
  const { window } = vscode;
  await window.command('Welcome: Open Walkthrough...');
  await window.choose('Get Started with Gaslamp');
  await window.page.locator('.getting-started-step').first().waitFor();
};

/** Titles of the steps by whether they are ticked. */
const steps = async (): Promise<[string, boolean][]> =>
  vscode.window.page
    .locator('.getting-started-step')
    .evaluateAll((all) =>
      all.map((step) => [
        step.querySelector('.step-title')?.textContent ?? '',
        step.querySelector('.codicon-getting-started-step-checked.complete') !== null,
      ]),
    );

const tickedIs = (expected: number) =>
  until(
    `${expected} steps ticked`,
    async () => (await steps()).map(([, ticked]) => ticked),
    (ticked) => ticked.every((each, index) => each === index < expected),
  );

/** Waits until the innermost frame stands at such a line. */
const stopsAt = (where: string, accept: (line: number) => boolean) =>
  until(
    `the debugger at ${where}`,
    async () => Number(/, line (\d+),/.exec((await vscode.window.debug.callStack())[0] ?? '')?.[1]),
    accept,
  );

/** Goes to a tab by its label. */
const show = async (label: string) => {
  await vscode.window.page.locator('.tab', { hasText: label }).click();
};
const sample = 'counter.easm';

test('the walkthrough has five steps with pictures, and none is ticked at first', async () => {
  await openWalkthrough();
  assert.deepEqual(await steps(), [
    ['Open a sample', false],
    ['Hover an instruction', false],
    ['Set a breakpoint', false],
    ['Step forwards, and back', false],
    ['See where the cost went', false],
  ]);
});

test('its button opens a sample, which ticks the first step', async () => {
  const { window } = vscode;
  await window.page.getByRole('button', { name: 'Open a Sample', exact: true }).click();
  await window.choose('Counter');
  await window.editor.focused();
  await openWalkthrough();
  await tickedIs(1);
});

test('a hover ticks the second', async () => {
  const { window } = vscode;
  await show(sample);
  await window.editor.focused();
  await window.editor.hover(line, 'sload');
  await openWalkthrough();
  await tickedIs(2);
});

test('a breakpoint ticks the third', async () => {
  const { window } = vscode;
  await show(sample);
  await window.editor.focused();
  await window.editor.toggleBreakpoint(line);
  await openWalkthrough();
  await tickedIs(3);
});

test('a step back ticks the fourth', async () => {
  const { window } = vscode;
  await show(sample);
  await window.editor.focused();
  await window.press('F5');
  await window.choose('increment');
  await window.debug.stopped();
  await stopsAt('the breakpoint', (at) => at === line);
  await pressInToolbar(window, 'step-back');
  await stopsAt('an earlier line', (at) => at < line);
  await openWalkthrough();
  await tickedIs(4);
  await window.command('Debug: Stop');
  await window.debug.ended();
});

test('a profile ticks the last', async () => {
  const { window } = vscode;
  await show(sample);
  await window.editor.focused();
  await window.editor.goToLine(1);
  await window.page.locator('.codelens-decoration a', { hasText: 'Profile' }).first().click();
  await window.choose('increment');
  await until(
    'the profile',
    () => window.notifications(),
    (messages) => messages.some((message) => /^Profiled counter/.test(message)),
  );
  await openWalkthrough();
  await tickedIs(5);
});
