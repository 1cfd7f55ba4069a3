import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from '../../tools/solc.ts';
import { type InputFile, LoadError } from '../engine.ts';
import { evm } from './index.ts';
import { hexOf } from './words.ts';

const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Vault {
  error TooMuch(uint256 asked, address by);
  event Paid(address indexed to, uint256 amount);
  address public owner;
  uint256 public limit;
  constructor(address owner_, uint256 limit_) payable { owner = owner_; limit = limit_; }
  function pay(address payable to, uint256 amount) external payable returns (uint256 left) {
    if (amount > limit) revert TooMuch(amount, msg.sender);
    limit -= amount;
    emit Paid(to, amount);
    (bool ok, ) = to.call{value: amount}("");
    require(ok, "not paid");
    return limit;
  }
  function pay(uint256 amount) external returns (bool) { return amount <= limit; }
  function fail(uint8 how) external pure returns (uint256) {
    if (how == 0) revert("on purpose");
    return 1 / (uint256(how) - 1);
  }
}
contract Reader {
  function read(Vault vault) external view returns (address owner, uint256 limit) { return (vault.owner(), vault.limit()); }
  function drain(Vault vault) external { vault.pay(payable(msg.sender), 1e30); }
}`;

const jsonFile = (name: string, content: unknown): InputFile => ({
  uri: `file:///${name}`,
  name,
  bytes: new TextEncoder().encode(JSON.stringify(content)),
});
const vault = jsonFile('Vault.json', compile(source, 'Vault'));
const reader = jsonFile('Reader.json', compile(source, 'Reader'));
const limits = { steps: 1e6, memory: 2 ** 24 };
const owner = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
const constructorArgs = [owner, '5 ether'];

type Launch = Readonly<Record<string, unknown>>;
const load = (file: InputFile, launch: Launch, part?: string) =>
  evm.load(file, { version: 'osaka', limits, launch, files: new Map([['/Vault.json', vault]]), ...(part && { part }) });

const run = (file: InputFile, launch: Launch, part?: string) => {
  const machine = load(file, launch, part).start();
  const output: string[] = [];
  machine.observer = { output: ({ text }) => output.push(text) };
  const stop = machine.run({}, 1e6);
  assert.ok(stop.kind === 'ended');
  return { text: stop.outcome.text, output, machine };
};
const ofVault = (launch: Launch) => run(vault, { constructorArgs, ...launch }).text;

const refusal = (act: () => unknown): { readonly message: string; readonly property: string | undefined } => {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof LoadError, String(error));
    assert.match(error.message, /^[^\n]+[.?]$/);
    return error;
  }
  return assert.fail('nothing was thrown');
};

test('a function is called by its name, and tells what it returned', () => {
  assert.equal(ofVault({ function: 'owner' }), `Returned ${owner}.`);
  assert.equal(ofVault({ function: 'limit', args: [] }), 'Returned 5000000000000000000.');
  assert.equal(ofVault({ function: 'pay', args: ['6 ether'] }), 'Returned false.');
  assert.equal(ofVault({ function: 'pay(uint)', args: { amount: 7 } }), 'Returned true.');
  const { text, output } = run(vault, {
    constructorArgs: { limit_: 1000, owner_: owner },
    constructorValue: 500,
    function: 'pay',
    args: { to: owner, amount: 300 },
  });
  assert.equal(text, 'Returned left: 700.');
  assert.deepEqual(output, [`Log of 0x0000…de00: Paid(to: ${owner}, amount: 300)`]);
});

test('a revert is told in the terms of the contract', () => {
  const caller = `0x${'11'.repeat(20)}`;
  assert.equal(
    ofVault({ caller, function: 'pay', args: [owner, '6 ether'] }),
    `Reverted with TooMuch(asked: 6000000000000000000, by: ${caller}).`,
  );
  assert.equal(ofVault({ function: 'pay', args: [owner, 1] }), 'Reverted: "not paid".');
  assert.equal(ofVault({ function: 'fail', args: [0] }), 'Reverted: "on purpose".');
  assert.match(ofVault({ function: 'fail', args: [1] }), /^Reverted with panic 0x12 \(division by zero\)\.$/);
  assert.match(ofVault({ calldata: '0x12345678' }), /^Reverted without a reason\.$/);
});

test('other accounts are contracts from files, each as its constructor leaves it', () => {
  const at = `0x${'aa'.repeat(20)}`;
  const accounts = { [at]: { program: '/Vault.json', constructorArgs, balance: 9, storage: { 1: 77 } } };
  const { text, machine } = run(reader, { accounts, function: 'read', args: [at] });
  assert.equal(text, `Returned owner: ${owner}, limit: 77.`);
  assert.ok([...machine.codes.values()].some(({ name }) => name === 'Vault'));
  assert.match(
    run(reader, { accounts, function: 'drain', args: [at] }).text,
    /^Reverted with TooMuch\(asked: 1000000000000000000000000000000, by: 0x0+c0[dD][eE]00\)\. It was passed on from CALL .+ → CALL .+\.$/,
  );
});

test('a frame tells which function was called', () => {
  const at = `0x${'aa'.repeat(20)}`;
  const accounts = { [at]: { program: '/Vault.json', constructorArgs } };
  const machine = load(reader, { accounts, function: 'read', args: [at] }).start();
  const stop = machine.run({ events: new Set(['call']) }, 1e6);
  assert.equal(stop.kind, 'event');
  const [inner, outer] = machine.frames(1).map(({ name }) => name);
  assert.match(inner ?? '', /^STATICCALL Vault\.owner$/);
  assert.match(outer ?? '', /^CALL Reader\.read$/);
});

test('creation code takes arguments by their types too', () => {
  const { text } = run(vault, { constructorArgs }, 'Vault/creation');
  assert.match(text, /^Created 0x/);
  assert.match(
    refusal(() => load(vault, { function: 'owner' }, 'Vault/creation')).message,
    /"function" is for a contract that is deployed/,
  );
});

test('a program without an ABI is called by a signature, and an ABI can be given', () => {
  const file = {
    uri: 'file:///a.easm',
    name: 'a.easm',
    bytes: new TextEncoder().encode('push 4 calldataload push 0 mstore push 32 push 0 return'),
  };
  assert.equal(run(file, { function: 'id(int8) returns (int8 same)', args: [-3] }).text, 'Returned same: -3.');
  assert.equal(run(file, { function: 'id(int8)', args: [-3] }).text, 'Returned 32 bytes.');
  const abi = ['function id(bool) returns (bool)'];
  assert.equal(run(file, { abi, function: 'id', args: [true] }).text, 'Returned true.');
});

test('what is wrong with a call is one sentence that names it', () => {
  const at = `0x${'aa'.repeat(20)}`;
  const wrong: readonly (readonly [launch: Launch, property: string, message: RegExp])[] = [
    [{ function: 'onwer' }, 'function', /no function "onwer"; did you mean owner\(\)\?$/],
    [
      { function: 'pay', args: [1, 2, 3] },
      'function',
      /several functions "pay".*pay\(uint256\), pay\(address,uint256\)/,
    ],
    [{ function: 'pay(uint7)' }, 'function', /"uint7" is no type/],
    [{ function: 5 }, 'function', /text in quotation marks; found 5/],
    [{ function: 'limit', args: [1] }, 'args', /^limit takes 0 arguments, 1 were given\.$/],
    [{ function: 'pay', args: ['lots'] }, 'args', /^"amount" \(uint256\) .* found "lots"\.$/],
    [
      { function: 'pay', args: ['0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 1] },
      'args',
      /^"to" .*checksum \(EIP-55\)/,
    ],
    [
      { function: 'pay', args: { amount: 1, tip: 2 } },
      'args',
      /no argument "tip"; it takes address to, uint256 amount/,
    ],
    [{ function: 'pay', args: 5 }, 'args', /a list of arguments.*found 5/],
    [{ args: [1] }, 'args', /"args" needs "function"/],
    [{ function: 'limit', calldata: '0x' }, 'calldata', /both say what is called/],
    [{ abi: 'x' }, 'abi', /a list/],
    [{ abi: ['nonsense'] }, 'abi', /^Entry 1 of the ABI cannot be read: "nonsense" is no signature/],
    [{ constructorArgs: [owner] }, 'constructorArgs', /^The constructor of Vault takes 2 arguments, 1 were given\.$/],
    [{ constructorArgs: undefined }, 'constructorArgs', /constructor of Vault needs address owner_, uint256 limit_/],
    [{ constructorArgs: 7 }, 'constructorArgs', /found 7/],
    [{ constructorValue: '-1' }, 'constructorValue', /whole number/],
    [{ accounts: { [at]: { program: '/Other.json' } } }, 'accounts', /Other\.json was not read/],
    [{ accounts: { [at]: { program: '/Vault.json', code: '0x00' } } }, 'accounts', /both "code" and "program"/],
    [{ accounts: { [at]: { program: '/Vault.json', part: 'Vault/creation' } } }, 'accounts', /creation code/],
  ];
  for (const [launch, property, message] of wrong) {
    const found = refusal(() => load(vault, { constructorArgs, ...launch }));
    assert.match(found.message, message);
    assert.equal(found.property, property, found.message);
  }
  assert.match(refusal(() => load(reader, { constructorValue: 1 })).message, /Reader takes no ether/);
});

test('an ABI of nonsense does not keep a contract from running', () => {
  const artifact = {
    ...compile(source, 'Vault'),
    abi: [5, { type: 'function' }, { type: 'error', name: 'E', inputs: 3 }],
  };
  const file = jsonFile('Vault.json', artifact);
  assert.match(run(file, { deploy: false, calldata: '0x8da5cb5b' }).text, /^Returned 32 bytes\.$/);
  assert.match(refusal(() => load(file, { deploy: false, function: 'owner' })).message, /has no functions/);
  assert.equal(hexOf(load(file, { deploy: false }).codes[0]!.bytes).length > 0, true);
});
