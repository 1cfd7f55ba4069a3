import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, taken } from './describe.ts';
import { instructions } from './instructions.ts';

const said = (hex: string) => describe(Uint8Array.from(Buffer.from(hex, 'hex')));

test('selectors, topics and interface ids of standards are named', () => {
  // The ids are those that the standards themselves state.
  assert.deepEqual(said('a9059cbb'), ['Selector of `transfer(address,uint256)`, ERC-20.']);
  assert.deepEqual(said('01ffc9a7'), ['Selector of `supportsInterface(bytes4)`, ERC-165.']);
  assert.deepEqual(said('150b7a02'), ['Selector of `onERC721Received(address,address,uint256,bytes)`, ERC-721.']);
  assert.deepEqual(said('80ac58cd'), ['The interface id of ERC-721.']);
  assert.deepEqual(said('d9b67a26'), ['The interface id of ERC-1155.']);
  assert.deepEqual(said('08c379a0'), ['Selector of `Error(string)`, Solidity.']);
  assert.deepEqual(said('ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'), [
    'Topic of the event `Transfer(address,address,uint256)`, ERC-20.',
  ]);
});

test('what has the length of an address is one, unless it is a small number', () => {
  assert.deepEqual(said('d8da6bf26964af9d7eed9e03e53415d37aa96045'), [
    'Address `0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045`.',
  ]);
  assert.deepEqual(said(`${'00'.repeat(19)}01`), []);
  assert.deepEqual(said('12345678'), []);
  assert.deepEqual(said(''), []);
});

test('what an instruction takes is named as the debugger names it', () => {
  const takenBy = (mnemonic: string) => taken(instructions.find((row) => row.mnemonic === mnemonic)!).join(' ');
  assert.equal(takenBy('SSTORE'), 'stack[0] stack[1]');
  assert.equal(takenBy('ISZERO'), 'stack[0]');
  assert.equal(takenBy('DUP3'), 'stack[2]');
  assert.equal(takenBy('SWAP2'), 'stack[0] stack[2]');
  assert.equal(takenBy('STOP'), '');
});
