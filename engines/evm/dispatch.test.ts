import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evmAssembly } from './assembly/language.ts';
import { dispatchedFunctions } from './dispatch.ts';

const functionsOf = (text: string) => dispatchedFunctions(text, evmAssembly.parse(text, { version: 'osaka' }).bytes);

const dispatcher = `
push 0 calldataload push 224 shr
dup1 push selector("count()") eq jumpi @count
push 0 push 0 revert
count: stop`;

test('functions are those whose selectors the code compares something with', () => {
  assert.deepEqual(functionsOf(dispatcher), ['count()']);
});

test('a signature that is written out says more than its selector', () => {
  assert.deepEqual(functionsOf(`${dispatcher}\n; function count() returns (uint256): what is there`), [
    'function count() returns (uint256)',
  ]);
});

test('functions of others, errors and events are not among them', () => {
  for (const text of [
    'push selector("increment()") push 0 mstore',
    'push selector("Error(string)") << 224 push 0 mstore',
    'push keccak256("Transfer(address,address,uint256)")',
    '; function nobody() calls this',
    'push 1 ; a "text (in brackets) with no end',
  ])
    assert.equal(functionsOf(text), undefined, text);
});
