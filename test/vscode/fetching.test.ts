import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Anvil, noAnvil, startAnvil } from '../fetch/anvil.ts';
import { launch, type Window } from './driver.ts';
import { endSession, makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

describe('fetching a transaction', { skip: noAnvil }, () => {
  let anvil: Anvil;
  let workspace: Workspace;
  let window: Window;
  before(async () => {
    [anvil, workspace] = await Promise.all([startAnvil(), makeWorkspace([])]);
    window = await launch({ workspace: workspace.folder });
  });
  after(async () => {
    await window?.close();
    await Promise.all([workspace?.remove(), anvil?.stop()]);
  });

  const told = (expected: RegExp) =>
    until(
      `the notification ${expected}`,
      () => window.notifications(),
      (all) => all.some((each) => expected.test(each)),
    );

  const title = (expected: string) =>
    until(
      `the question ${expected}`,
      () => window.page.locator('.quick-input-widget .quick-input-title').innerText(),
      (text) => text === expected,
    );

  const problem = (expected: RegExp) =>
    until(
      `${expected}`,
      () => window.page.locator('.quick-input-message').innerText(),
      (text) => expected.test(text),
    );

  /** Answers both questions, and gives what is shown before anything is sent. */
  const ask = async (hash: string, url: string): Promise<string> => {
    await window.command('Gaslamp: Fetch Transaction…');
    await title('Fetch a Transaction');
    await window.answer(hash);
    await title('Ask Which Node?');
    await window.answer(url);
    await window.page.locator('.monaco-dialog-box').waitFor();
    return window.page.locator('.monaco-dialog-box').innerText();
  };

  const press = (name: string) =>
    window.page.locator('.monaco-dialog-box').getByRole('button', { name, exact: true }).click();

  test('is off until a person turns it on', async () => {
    await window.command('Gaslamp: Fetch Transaction…');
    await told(/asks no node unless you allow it/);
    await window.page.getByRole('button', { name: 'Open Setting' }).click();
    await window.page.locator('.settings-editor .setting-value-checkbox').first().click();
    // Marked as changed once it is written.
    await window.page.locator('.settings-editor .is-configured').waitFor();
    await window.press('Escape');
  });

  test('a wrong hash and a wrong address are told while they are typed', async () => {
    await window.command('Gaslamp: Fetch Transaction…');
    await title('Fetch a Transaction');
    await window.type('0x12');
    await problem(/64 hexadecimal digits; found "0x12"/);
    await window.answer(`0x${'12'.repeat(32)}`);
    await title('Ask Which Node?');
    await window.page.locator('.quick-input-box input').fill('here');
    await problem(/is a URL such as/);
    await window.press('Escape');
  });

  test('a node that does not know it, and one that is not there, are told', async () => {
    const hash = `0x${'12'.repeat(32)}`;
    await ask(hash, anvil.url);
    await press('Ask');
    await told(/knows no transaction 0x1212/);
    await window.command('Notifications: Clear All Notifications');
    await ask(hash, 'http://127.0.0.1:9/');
    await press('Ask');
    await told(/(There is no node at|No answer from) 127\.0\.0\.1:9/);
    await window.command('Notifications: Clear All Notifications');
  });

  test('shows first what is sent; the file is debugged without the node', async () => {
    const [from, to] = (await anvil.ask('eth_accounts')) as string[];
    await anvil.ask('anvil_setCode', to, '0x60016000556001600055');
    const hash = await anvil.send({ from, to, gas: '0x20000' });
    const shown = await ask(hash, anvil.url);
    const { host } = new URL(anvil.url);
    assert.ok(shown.includes(`Ask the node at ${host}?`), shown);
    assert.ok(shown.includes(hash) && shown.includes('debug_traceTransaction'), shown);
    await press('Cancel');
    await ask(hash, anvil.url);
    await press('Ask');
    const file = `transaction-${hash.slice(0, 10)}.gaslamp.json`;
    const box = window.page.locator('.quick-input-widget .quick-input-box input');
    await until(
      'the name of the file',
      () => box.inputValue(),
      (value) => value.endsWith(file),
    );
    await window.press('Enter');
    await told(/The chain says the same/);
    await anvil.stop();
    await window.page.locator('.notifications-toasts').getByRole('button', { name: 'Debug' }).click();
    const stack = await window.debug.stopped();
    assert.equal(stack.length, 1);
    await window.editor.focused();
    await endSession(window);
  });
});
