import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toHex } from '../../test/evm/run.ts';
import { rules } from './forks.ts';
import { State } from './state.ts';
import { stateRoot, storageRoot } from './state-root.ts';
import { emptyRoot, trieRoot } from './trie.ts';

const rootOf = (entries: Readonly<Record<string, string>>): string => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return toHex(trieRoot(Object.entries(entries).map(([key, value]) => [bytes(key), bytes(value)])));
};

/** The roots that Ethereum's trie tests (trieanyorder) give. */
const examples: readonly (readonly [title: string, entries: Readonly<Record<string, string>>, root: string])[] = [
  ['nothing', {}, '56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'],
  ['one entry', { A: 'a'.repeat(50) }, 'd23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab'],
  [
    'keys that begin with others',
    { do: 'verb', horse: 'stallion', doge: 'coin', dog: 'puppy' },
    '5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84',
  ],
  [
    'keys that are the same for long',
    { doe: 'reindeer', dog: 'puppy', dogglesworth: 'cat' },
    '8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3',
  ],
  [
    'a key within a key',
    { foo: 'bar', food: 'bass' },
    '17beaa1648bafa633cda809c90c04af50fc8aed3cb40d16efbddee6fdf63c4c3',
  ],
  [
    'values so small that nodes stand in their parents',
    { be: 'e', dog: 'puppy', bed: 'd' },
    '3f67c7a47520f79faa29255d2d3c084a7a6df0453116ed7232ff10277a8be68b',
  ],
  [
    'two keys of one letter more',
    { test: 'test', te: 'testy' },
    '8452568af70d8d140f58d941338542f645fcca50094b20f3c3d8c3df49337928',
  ],
];

describe('the root of a trie', () => {
  for (const [title, entries, root] of examples) {
    test(`of ${title}`, () => {
      assert.equal(rootOf(entries), root);
      assert.equal(rootOf(Object.fromEntries(Object.entries(entries).reverse())), root);
    });
  }
});

describe('the root of a state', () => {
  const account = '0x095e7baea6a6c7c4c2dfeb977efac326af552d87';

  test('of nothing', () => assert.deepEqual(stateRoot(new State(rules.osaka, 'osaka')), emptyRoot));

  test('depends on each part of an account, and on nothing else', () => {
    const seen = new Set<string>();
    const state = new State(rules.osaka, 'osaka');
    const look = () => seen.add(toHex(stateRoot(state)));
    look();
    state.setBalance(account, 1n);
    look();
    state.setNonce(account, 1n);
    look();
    state.setCode(account, Uint8Array.of(0), 'a contract');
    look();
    state.setStorage(account, 1n, 1n);
    look();
    assert.equal(seen.size, 5);
    assert.deepEqual(storageRoot(state, '0x095e7baea6a6c7c4c2dfeb977efac326af552d88'), emptyRoot);
    state.touch(account, 'account');
    state.setTransient(account, 1n, 1n);
    state.setStorage(account, 2n, 0n);
    look();
    assert.equal(seen.size, 5);
  });
});
