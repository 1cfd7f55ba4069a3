import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';

const evmPath = '/contracts/a.easm';
const toyPath = '/toys/a.toy';

const examples = async (debugging: Debugging) =>
  (await debugging.evaluate('help', 'repl')).split('\n').map((row) => row.split('  ')[0] ?? '');

test('help shows what can be written in this program, and each example can be', async () => {
  const evm = debugEvm('push 5 push 0 mstore\npush 7\nstop');
  await evm.start({ program: evmPath, storage: { '0x0': 1 } }, { [evmPath]: [3] });
  const shown = await examples(evm);
  for (const example of ['stack[0]', 'memory[0..32]', 'storage[0]', 'gas', 'keccak(bytes)', 'explain()', 'help']) {
    assert.ok(shown.includes(example), example);
  }
  const needMore = ['keccak(bytes)', 'calldata[0..32]', 'returndata[0..32]'];
  for (const example of shown.filter((each) => !needMore.includes(each))) {
    assert.notEqual(await evm.evaluate(example), '', example);
  }
  assert.match(await evm.evaluate('help'), /^gas +what is left; also gas\.spent and gas\.limit$/m);
  assert.match(await evm.evaluate('help'), /^keccak\(bytes\) +The Keccak-256 hash of bytes/m);
});

test('it fits the engine', async () => {
  const toy = debugToy({ 'a.toy': 'push 5\nhalt' });
  await toy.start({ program: toyPath, stopOnEntry: true });
  const shown = await examples(toy);
  assert.ok(shown.includes('checksum(bytes)') && shown.includes('fuel'), shown.join());
  assert.ok(!shown.includes('gas') && !shown.includes('storage[0]'), shown.join());
});

test('who writes a name that is not known is told of it', async () => {
  const toy = debugToy({ 'a.toy': 'push 5\nhalt' });
  await toy.start({ program: toyPath, stopOnEntry: true });
  const sentence = await toy.client.refused('evaluate', { expression: 'hepl' });
  assert.match(sentence, /there is .*fuel, explain\(\), help\.$/);
});
