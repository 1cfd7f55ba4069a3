import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { LoadError } from '../../engine.ts';
import { evm } from '../index.ts';
import { readStateFile } from './state-file.ts';

const contract = `0x${'c0'.repeat(20)}`;
const person = `0x${'0b'.repeat(20)}`;
const fileOf = (name: string, content: unknown) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return { uri: `file:///${name}`, name, bytes: new TextEncoder().encode(text) };
};
const read = (content: unknown) => readStateFile(JSON.stringify(content), 'state.json');
const limits = { steps: 1e6, memory: 2 ** 24 };

/** Adds what is in slot 1 to the balance of a person, and returns it. */
const code = `0x60015473${person.slice(2)}31015f5260205ff3`;
const accounts = {
  [contract]: { balance: '0x0', nonce: 1, code, storage: { [`0x${'0'.repeat(63)}1`]: `0x${'0'.repeat(62)}07` } },
  [person]: { balance: '0x10' },
};

describe('a file of accounts', () => {
  const forms: readonly (readonly [string, unknown])[] = [
    [
      'a genesis file',
      { config: {}, alloc: { [contract.slice(2)]: accounts[contract], [person.slice(2)]: { balance: '16' } } },
    ],
    ['the answer of a prestateTracer', { jsonrpc: '2.0', id: 1, result: accounts }],
    ['one in diff mode', { result: { pre: accounts, post: {} } }],
    ['a dump of anvil', { block: { number: '0x1' }, accounts, best_block_number: 1, blocks: [] }],
    ['accounts alone', accounts],
  ];
  for (const [title, content] of forms) {
    test(`${title} is a program, and what surrounds it`, () => {
      const file = fileOf('state.json', content);
      const claim = evm.claim(file);
      assert.ok(claim.claimed);
      assert.deepEqual(
        claim.parts.map(({ id }) => id),
        [contract],
      );
      const machine = evm
        .load(file, { version: 'osaka', limits, launch: { accounts: { [person]: { balance: 20 } } } })
        .start();
      machine.run({}, 1000);
      assert.equal(BigInt(`0x${Buffer.from(machine.outcome?.data ?? []).toString('hex')}`), 27n);
    });
  }

  test('may be packed, as anvil_dumpState answers', () => {
    const program = fileOf('a.easm', `push ${person}\nbalance\npush 0\nmstore\npush 32\npush 0\nreturn`);
    const zipped = gzipSync(JSON.stringify({ block: {}, accounts }));
    const digits = `0x${zipped.toString('hex')}`;
    const load = (bytes: Uint8Array) => {
      const files = new Map([['before', { uri: 'file:///before', name: 'before', bytes }]]);
      return evm.load(program, { version: 'osaka', limits, launch: { prestate: 'before' }, files }).start();
    };
    for (const text of [digits, `"${digits}"\n`, JSON.stringify({ jsonrpc: '2.0', id: 1, result: digits })]) {
      const machine = load(new TextEncoder().encode(text));
      machine.run({}, 1000);
      assert.equal(machine.outcome?.data[31], 16);
    }
    load(zipped);
    for (const broken of [digits.slice(0, 100), zipped.subarray(0, 50)]) {
      const bytes = typeof broken === 'string' ? new TextEncoder().encode(broken) : broken;
      assert.throws(
        () => load(bytes),
        (error) =>
          error instanceof LoadError && error.property === 'prestate' && /cannot be unpacked/.test(error.message),
      );
    }
  });

  test('is the state before another program', () => {
    const program = fileOf('a.easm', `push ${person}\nbalance\npush 0\nmstore\npush 32\npush 0\nreturn`);
    const files = new Map([['before.json', fileOf('before.json', { alloc: accounts })]]);
    const machine = evm.load(program, { version: 'osaka', limits, launch: { prestate: 'before.json' }, files }).start();
    machine.run({}, 1000);
    assert.equal(machine.outcome?.data[31], 16);
    assert.deepEqual(
      evm.mapPaths?.({ prestate: 'x' }, (path) => `/${path}`),
      { prestate: '/x' },
    );
  });

  test('that is none is told', () => {
    assert.equal(read({ name: 'a package', version: '1', nonce: 5 }), undefined);
    assert.equal(readStateFile('{"balance": ', 'x'), undefined);
    const wrong = (prestate: unknown) => () =>
      evm.load(fileOf('a.easm', 'stop'), {
        version: 'osaka',
        limits,
        launch: { prestate: 'p' },
        ...(prestate !== undefined && { files: new Map([['p', fileOf('p', prestate)]]) }),
      });
    for (const prestate of [
      undefined,
      { a: 1 },
      { [person]: { balance: 'much' } },
      { [person]: { code: '0x6', balance: 0 } },
      { [person]: 5, nonce: 1 },
    ]) {
      assert.throws(wrong(prestate), LoadError);
    }
    const claim = evm.claim(fileOf('people.json', { alloc: { [person]: { balance: '1' } } }));
    assert.ok(!claim.claimed && claim.nearly);
    assert.match(claim.reason ?? '', /none of them has code/);
  });
});
