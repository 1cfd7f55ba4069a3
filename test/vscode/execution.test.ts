import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const file = 'storage-loop.easm';
const write = 14;

let workspace: Workspace;
let window: Window;

before(async () => {
  workspace = await makeWorkspace([join(samples, 'evm', file)]);
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

/** The page of the Execution view. */
const view = () => window.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');

const positionIs = (expected: RegExp) =>
  until(
    `the position ${expected}`,
    () => view().locator('#position').innerText(),
    (text) => expected.test(text),
  );

const statusIs = (expected: RegExp) =>
  until(
    `${expected} in the status bar`,
    () => window.statusBar(),
    (items) => items.some((item) => expected.test(item)),
  );

/** A stop gives the focus to the editor; the view takes it back if the stop was asked for there. */
const sliderHasFocus = () =>
  until(
    'the slider to have the focus',
    () =>
      view()
        .locator('#slider')
        .evaluate((slider) => slider.matches(':focus') && slider.ownerDocument.hasFocus()),
    Boolean,
  );

test('without a session the view says what it is for', async () => {
  await window.command('Gaslamp: Focus on Execution View');
  await view().getByText('While a contract is debugged').waitFor();
  await view().getByRole('button', { name: 'Debug a Contract' }).waitFor();
});

test('while a program stands still, view and status bar say where in its run, and what it cost', async () => {
  await window.openFile(file);
  await window.editor.toggleBreakpoint(write);
  await window.press('F5');
  await window.debug.stopped();
  await statusIs(/Step 7 · 2,1\d\d gas/);
  await window.command('Gaslamp: Focus on Execution View');
  await positionIs(/^Step 7 of 7 so far · 2,1\d\d gas$/);
});

test('the slider goes through time by its keys, and says where it is', async () => {
  const slider = view().getByRole('slider', { name: 'Step of the run' });
  // The view that was just shown may take the focus, and lose it to what closes, after this.
  await slider.focus();
  await sliderHasFocus();
  await window.press('ArrowLeft');
  await positionIs(/^Step 6 of 7 so far/);
  await window.editor.stopsAt(13);
  await sliderHasFocus();
  assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /^Step 6 of 7/);
  await window.press('Home');
  await positionIs(/^Step 0 of 7/);
  await window.editor.stopsAt(7);
  await sliderHasFocus();
  await window.press('End');
  await positionIs(/^Step 7 of 7/);
  await window.editor.stopsAt(write);
});

test('Go to Step… takes a number, refuses what is none, and goes beyond what is known', async () => {
  await window.command('Gaslamp: Go to Step…');
  await window.page.locator('.quick-input-widget input').first().fill('soon');
  await window.page.getByText('"soon" is no step').first().waitFor();
  await window.answer('1,000');
  await positionIs(/^Step \d+ of \d+ · /);
});

test('calls, events and the end are a list in which keys go to any of them', async () => {
  const marks = view().getByRole('listbox', { name: 'Calls and events' });
  await until(
    'the end in the list',
    () => marks.getByRole('option').allInnerTexts(),
    (texts) => /Ended; nothing was returned/.test(texts.at(-1) ?? ''),
  );
  await marks.focus();
  await window.press('Home');
  await window.press('ArrowDown');
  await window.press('Enter');
  await positionIs(/^Step 8 of/);
});

test('Previous Write to This goes to where a slot got its value', async () => {
  await window.command('Gaslamp: Go to Step…');
  await window.answer('30');
  await positionIs(/^Step 30 of/);
  await window.command('View: Show Run and Debug');
  await window.debug.expand('Storage');
  await window.debug.variableIs('0x0', /^0x2\b/);
  const row = window.page.locator('.debug-variables .monaco-list-row', { hasText: '0x0' }).last();
  await row.click({ button: 'right' });
  const item = window.page.getByRole('menuitem', { name: 'Previous Write to This' });
  await item.waitFor();
  // A menu takes no click in the first moment after it opened.
  const choose = async () => {
    await item.click({ timeout: 1000 }).catch(() => {});
    return item.isVisible();
  };
  await until('the item to be chosen', choose, (isOpen) => !isOpen);
  await statusIs(/Step 21 · /);
  await window.editor.stopsAt(15);
});

test('keys step back and run back, and after the session there is no step to show', async () => {
  await window.page.locator('.editor-group-container.active .native-edit-context').first().focus();
  await window.press('Control+F10');
  await statusIs(/Step 20 · /);
  // VS Code takes the next key once it has shown where the program stands.
  await window.editor.stopsAt(write);
  await window.press('Control+F9');
  await statusIs(/Step 7 · /);
  await window.press('Shift+F5');
  await window.debug.ended();
  await until(
    'no step in the status bar',
    () => window.statusBar(),
    (items) => !items.some((item) => /Step \d/.test(item)),
  );
});
