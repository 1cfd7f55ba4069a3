import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samples } from '../../tools/paths.ts';
import { compile } from '../../tools/solc.ts';
import { launch, type Window } from './driver.ts';
import { chooseInExplorer, endSession, makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Vault {
  uint256 public limit;
  constructor(uint256 limit_) { limit = limit_; }
  function pay(address to, uint256 amount) external payable returns (uint256 left) {
    require(amount <= limit, "too much");
    limit -= amount;
    return limit;
  }
}`;

let workspace: Workspace;
let window: Window;

before(async () => {
  const evm = join(samples, 'evm');
  const files = ['till.easm', 'counter.easm', 'till.gaslamp.json'].map((name) => join(evm, name));
  workspace = await makeWorkspace(files, { 'Vault.json': JSON.stringify(compile(source, 'Vault')) });
  window = await launch({ workspace: workspace.folder });
});
after(async () => {
  await window?.close();
  await workspace?.remove();
});

const widget = () => window.page.locator('.quick-input-widget');

/** The title of the question on the screen, once it matches. */
const asked = (title: RegExp) =>
  until(
    `the question ${title}`,
    async () => ((await widget().isVisible()) ? await widget().locator('.quick-input-title').innerText() : ''),
    (text) => title.test(text),
  );

const problem = () => widget().locator('.quick-input-message').innerText();

const printed = (expected: RegExp) =>
  until(
    `${expected} in the console`,
    async () => (await window.debug.console()).join('\n'),
    (text) => expected.test(text),
  );

/** Debugs the contract, up to the question what is called. */
const debugVault = async () => {
  await window.command('View: Show Explorer');
  await chooseInExplorer(window, 'Vault.json', 'Debug');
  await window.choose('Vault');
  await asked(/^Call Vault\.json$/);
};

const finish = async () => {
  await window.debug.stopped();
  await window.press('F5');
};

test('debugging an artifact asks what is called, and Escape gives up without a word', async () => {
  await debugVault();
  await window.press('Escape');
  await widget().waitFor({ state: 'hidden' });
  assert.deepEqual(await window.notifications(), []);
  assert.equal(await window.dialog(), undefined);
});

test('each argument is asked for and checked while it is typed', async () => {
  await debugVault();
  await window.choose('pay');
  await asked(/^The constructor of Vault$/);
  await window.answer('1000');
  await asked(/^pay \(1 of 3\)$/);
  await window.type('0x12');
  await until('the problem', problem, (text) => /"to" \(address\) should be an address/.test(text));
  await window.answer('0x0000000000000000000000000000000000000b0b');
  await asked(/^pay \(2 of 3\)$/);
  await window.answer('300');
  await asked(/^pay \(3 of 3\)$/);
  await window.answer('1 gwei');
  await finish();
  await printed(/Returned left: 700\./);
  await endSession(window);
});

test('the same call is offered first the next time', async () => {
  await debugVault();
  const [first] = await widget().locator('.monaco-list-row').allInnerTexts();
  assert.match(first ?? '', /pay, as last time[\s\S]*1000, 0x0+b0b, 300, 1 gwei/);
  await window.press('Enter');
  await finish();
  await printed(/Returned left: 700\.[\s\S]*Returned left: 700\.|Returned left: 700\./);
  await endSession(window);
});

test('a call is saved as a launch configuration and as a scenario, which run', async () => {
  await window.command('Gaslamp: Save Last Call…');
  await window.choose('As a launch configuration, in launch.json');
  await until(
    'launch.json',
    () => window.activeTab(),
    (tab) => tab === 'launch.json',
  );
  const { configurations } = JSON.parse(await readFile(join(workspace.folder, '.vscode', 'launch.json'), 'utf8'));
  assert.deepEqual(configurations, [
    {
      type: 'gaslamp',
      request: 'launch',
      name: 'Vault: pay',
      program: '$' + '{workspaceFolder}/Vault.json',
      part: 'Vault/runtime',
      constructorArgs: [1000],
      function: 'pay',
      args: ['0x0000000000000000000000000000000000000b0b', 300],
      value: '1000000000',
    },
  ]);
  await window.command('Gaslamp: Save Last Call…');
  await window.choose('As a scenario, in a file of its own');
  await until(
    'the name of the file',
    async () => ((await widget().isVisible()) ? widget().locator('.quick-input-box input').inputValue() : ''),
    (value) => value.endsWith('Vault.pay.gaslamp.json'),
  );
  await window.press('Enter');
  await until(
    'the scenario',
    () => window.activeTab(),
    (tab) => tab === 'Vault.pay.gaslamp.json',
  );
  assert.ok((await readdir(workspace.folder)).includes('Vault.pay.gaslamp.json'));
  await window.command('Gaslamp: Debug');
  await finish();
  await printed(/Returned left: 700\./);
  await endSession(window);
});

test('a scenario is debugged from the Explorer, and asks nothing', async () => {
  await window.command('View: Show Explorer');
  await chooseInExplorer(window, 'till.gaslamp.json', 'Debug');
  const [frame] = await window.debug.stopped();
  assert.match(frame ?? '', /till\.easm/);
  await window.press('F5');
  await endSession(window);
});

test('what a scenario may say is completed and checked in the editor', async () => {
  await workspace.write('wrong.gaslamp.json', '{ "program": "till.easm", "gass": 5, "block": { "number": "many" } }');
  await window.openFile('wrong.gaslamp.json');
  const problems = await until(
    'the problems',
    () => window.problems(),
    (rows) => rows.length > 2,
  );
  assert.match(problems.join('\n'), /gass/);
  assert.match(problems.join('\n'), /whole number below 2\^64/);
});
