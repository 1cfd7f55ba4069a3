import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { engines } from '../../engines/list.ts';
import { listingUri } from '../../engines/listing.ts';
import { compile } from '../../tools/solc.ts';
import { connect } from './client.ts';
import { Debugging } from './debugging.ts';

const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Vault {
  uint256 immutable fee;
  uint256 total;
  constructor(uint256 f) { fee = f; }
  function pay(uint256 amount) external { total += amount - fee; }
}`;

const path = '/contracts/Vault.json';
let files: Readonly<Record<string, string>>;

before(() => {
  files = { [`file://${path}`]: JSON.stringify(compile(source, 'Vault', { optimize: false })) };
});

const fee = '07'.padStart(64, '0');
const calldata = `0xc290d691${'64'.padStart(64, '0')}`;
const launch = { program: path, part: 'Vault/runtime', constructorArgs: `0x${fee}`, calldata };
const listing = (part: string) => listingUri({ kind: 'file', uri: `file://${path}`, part }, 'Vault', '.easm');

/** Line, from 1, of the last of an instruction in the listing that a client would show. */
const lineOf = async ({ client }: Debugging, uri: string, mnemonic: string) => {
  const { content } = await client.ask<{ content: string }>('source', { source: { path: uri }, sourceReference: 0 });
  return content.split('\n').findLastIndex((line) => new RegExp(`\\b${mnemonic}\\b`, 'i').test(line)) + 1;
};

test("breakpoints in an artifact's listing bind to the code that runs, which holds the immutable values", async () => {
  const uri = listing('Vault/runtime');
  const debugging = new Debugging(connect(engines, files));
  await debugging.prepare(launch);
  const line = await lineOf(debugging, uri, 'sstore');
  const [breakpoint] = await debugging.breakpoints(uri, [line]);
  assert.deepEqual([breakpoint?.verified, breakpoint?.line], [true, line]);
  await debugging.client.ask('configurationDone');
  assert.equal((await debugging.stopped()).reason, 'breakpoint');
  const [frame] = await debugging.frames();
  assert.deepEqual([frame?.source?.path, frame?.line], [uri, line]);
  assert.equal(await debugging.evaluate('stack[1]'), '0x5d (93)');
});

test('arguments behind the code of a constructor leave its listing where it is', async () => {
  const uri = listing('Vault/creation');
  const debugging = new Debugging(connect(engines, files));
  const { calldata: _, ...creation } = { ...launch, part: 'Vault/creation' };
  await debugging.prepare(creation);
  const line = await lineOf(debugging, uri, 'codecopy');
  const [breakpoint] = await debugging.breakpoints(uri, [line]);
  assert.equal(breakpoint?.verified, true);
  await debugging.client.ask('configurationDone');
  await debugging.stopped();
  assert.match((await debugging.frames())[0]?.name ?? '', /^CREATE Vault \(creation code\)$/);
});

test('the frame of a contract says its name, and a slip in the launch configuration is seen', async () => {
  const debugging = new Debugging(connect(engines, files));
  await debugging.client.ask('initialize', { clientID: 'vscode' });
  const { message } = await debugging.client.request('launch', { ...launch, calldta: '0x' });
  assert.match(message ?? '', /no property "calldta"; did you mean "calldata"\?$/);
  await debugging.client.ask('launch', launch);
  await debugging.client.event('initialized');
  await debugging.client.ask('configurationDone');
  await debugging.stopped();
  assert.equal((await debugging.frames())[0]?.name, 'CALL Vault.pay');
});
