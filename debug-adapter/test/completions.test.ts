import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';
import { makingCode } from './toys.ts';

const toyPath = '/toys/a.toy';
const evmPath = '/contracts/a.easm';
let evm: Debugging;

before(async () => {
  evm = debugEvm('push 5 push 0x40 mstore\npush 7\nstop');
  await evm.start({ program: evmPath, storage: { '0x0': 1, '0x1f': 70 } }, { [evmPath]: [3] });
});

/** What is offered at the end of a text. */
const offered = async ({ client }: Debugging, text: string) => {
  const { targets } = await client.ask<{ targets: DebugProtocol.CompletionItem[] }>('completions', {
    text,
    column: text.length + 1,
  });
  return targets;
};
const labels = async (debugging: Debugging, text: string) => (await offered(debugging, text)).map(({ label }) => label);

test('names that mean something here are offered, with what they are', async () => {
  const all = await labels(evm, '');
  for (const name of ['stack', 'memory', 'storage', 'gas', 'caller', 'explain()', 'keccak(bytes)', 'help']) {
    assert.equal(all.filter((label) => label === name).length, 1, name);
  }
  assert.deepEqual(await labels(evm, '1 + st'), ['stack', 'storage', 'static']);
  assert.deepEqual(await offered(evm, 'expl'), [{ label: 'explain()', type: 'function', start: 1, length: 4 }]);
  assert.deepEqual(await offered(evm, '2 * KEC'), [
    { label: 'keccak(bytes)', text: 'keccak(', type: 'function', start: 5, length: 3 },
  ]);
});

test('members and keys are offered where they can stand', async () => {
  assert.deepEqual(await labels(evm, 'gas.l'), ['left', 'limit']);
  assert.deepEqual(await labels(evm, '(gas).r'), ['refund']);
  assert.deepEqual(await offered(evm, 'storage['), [
    { label: '0x0', type: 'value', detail: '0x1', start: 9, length: 0 },
    { label: '0x1f', type: 'value', detail: '0x46 (70)', start: 9, length: 0 },
  ]);
  assert.deepEqual(await labels(evm, 'nothing.'), []);
  assert.deepEqual(await labels(evm, 'stack[0].'), []);
  assert.deepEqual(await labels(evm, '((.'), []);
});

test('the word is looked for at the cursor, in the line it stands in', async () => {
  const { targets } = await evm.client.ask<{ targets: unknown[] }>('completions', {
    ...{ text: 'x\ngas.le + 1', line: 2, column: 7 },
  });
  assert.deepEqual(targets, [{ label: 'left', type: 'field', detail: '29,999,979', start: 5, length: 2 }]);
  assert.match(await evm.client.refused('completions', { text: 5, column: 1 }), /"text" should be a string/);
});

test('what is copied is whole, and without remarks', async () => {
  const copied = (expression: string) => evm.evaluate(expression, 'clipboard');
  assert.equal(await copied('storage[0x1f]'), '0x46');
  assert.equal(await copied('255'), '255');
  assert.equal(await copied('memory'), `0x${'0'.repeat(128)}${'0'.repeat(63)}5`);
  assert.equal(await copied('storage'), '0x0: 0x1\n0x1f: 0x46');
  assert.match(await copied('gas'), /^left: 29999979\nspent: 21\n/);
  assert.equal((await copied(`keccak(memory[0..0])`)).length, 66);
});

test('sources are listed, and code that arrives is told', async () => {
  const debugging = debugToy({ 'a.toy': makingCode('ret\n') });
  await debugging.start({ program: toyPath }, { [toyPath]: [6] });
  const sources = async () =>
    (await debugging.client.ask<{ sources: DebugProtocol.Source[] }>('loadedSources')).sources.map(({ name }) => name);
  assert.deepEqual(await sources(), ['a.toy']);
  await debugging.go('stepIn');
  const { reason, source } = await debugging.client.event('loadedSource');
  assert.equal(reason, 'new');
  assert.deepEqual(await sources(), ['a.toy', (source as DebugProtocol.Source).name]);
  assert.match((source as DebugProtocol.Source).path ?? '', /^gaslamp-listing:/);
});

test('long lists are paged as well', async () => {
  const debugging = debugEvm('stop');
  const storage = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [String(i), 1]));
  await debugging.start({ program: evmPath, storage });
  const { indexedVariables } = await debugging.client.ask('evaluate', { expression: 'storage' });
  assert.equal(indexedVariables, 1001);
  const page = await debugging.variables(await debugging.scopeReference('Storage'), {
    ...{ filter: 'indexed', start: 1000, count: 100 },
  });
  assert.deepEqual(
    page.map(({ name }) => name),
    ['0x3e8'],
  );
});

test('large containers are told their size, and paged', async () => {
  const debugging = debugEvm('push 1 push 0x20000 mstore\nstop');
  await debugging.start({ program: evmPath }, { [evmPath]: [2] });
  const reference = await debugging.scopeReference('Memory');
  const page = await debugging.variables(reference, { filter: 'indexed', start: 4096, count: 2 });
  assert.deepEqual(
    page.map(({ name }) => name),
    ['0x20000'],
  );
  const { indexedVariables } = await debugging.client.ask('evaluate', { expression: 'memory' });
  assert.equal(indexedVariables, 4097);
});
