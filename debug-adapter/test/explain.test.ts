import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solana as solanaEngine } from '../../engines/bpf/index.ts';
import { connect } from './client.ts';
import { Debugging, debugEvm, debugToy } from './debugging.ts';

const evmPath = '/contracts/a.easm';
const toyPath = '/toys/a.toy';

/** What the instruction on each of these lines is said to do when the program stands there. */
const explained = async (debugging: Debugging, path: string, lines: readonly number[]) => {
  await debugging.start({ program: path }, { [path]: lines });
  const texts: string[] = [];
  for (const _ of lines) {
    texts.push(await debugging.evaluate('explain()'));
    await debugging.go('continue');
  }
  return texts;
};

test('a branch says whether it will be taken, and where it goes', async () => {
  const evm = debugEvm('push 1 @there\njumpi\nstop\nthere: push 0 @there\njumpi\n@there pop\npush 3\njump');
  assert.deepEqual(await explained(evm, evmPath, [2, 5, 8]), [
    '10 gas: 10 base; jumps to 0x6 (line 4)',
    '10 gas: 10 base; does not jump, goes on at 0xb (line 6)',
    '29,999,960 gas: 8 base, 29,999,952 burnt on failure; ends the run: Bad jump target 0x3: it lies in the data of a push.',
  ]);
  const toy = debugToy({ 'a.toy': 'push 0\nbranch end\npush 1\nbranch end\ndrop\nend:\nhalt' });
  assert.deepEqual(await explained(toy, toyPath, [2, 4]), [
    '2 fuel: 2 base; does not jump, goes on at 0x108 (line 3)',
    '2 fuel: 2 base; jumps to 0x111 (line 7)',
  ]);
});

test('a jump into a failing frame of a called contract ends that frame', async () => {
  const to = `0x${'c0'.repeat(20)}`;
  const evm = debugEvm(`push 0 push 0 push 0 push 0 push 0 push ${to} gas call\nstop`);
  await evm.start({ program: evmPath, accounts: { [to]: { code: '0x600056' } }, stopOnEntry: true });
  for (let i = 0; i < 9; i += 1) await evm.go('stepIn', { granularity: 'instruction' });
  assert.match(await evm.evaluate('explain()'), /; ends its frame$/);
});

test('what a step reads and writes of bytes is told', async () => {
  const evm = debugEvm(
    'push 5 push 0x40\nmstore\npush 0x41\nmload\npush 3 push 0 push 0x40\nmcopy\npush 2 push 1\nreturn',
  );
  assert.deepEqual(await explained(evm, evmPath, [2, 4, 6, 8]), [
    '12 gas: 3 base, 9 memory growth; writes memory[0x40..0x60]',
    '6 gas: 3 base, 3 memory growth; reads memory[0x41..0x61]',
    '6 gas: 3 base, 3 words copied; reads memory[0x0..0x3]; writes memory[0x40..0x43]',
    'Nothing is charged; reads memory[0x1..0x3]',
  ]);
});

test('hovering says the same, and each of it stands alone below', async () => {
  const evm = debugEvm('push 5 push 0x40\nmstore\npush 1 @there\njumpi\nthere:\nstop');
  await evm.start({ program: evmPath }, { [evmPath]: [2, 4] });
  assert.equal(
    await evm.evaluate('mstore', 'hover'),
    'mstore, now: 12 gas: 3 base, 9 memory growth; writes memory[0x40..0x60]',
  );
  const below = async () => {
    const { variablesReference } = await evm.client.ask<{ variablesReference: number }>('evaluate', {
      expression: 'explain()',
    });
    return (await evm.variables(variablesReference)).map(({ name, value }) => `${name} ${value}`);
  };
  assert.deepEqual(await below(), ['base 3 gas', 'memory growth 9 gas', 'writes memory[0x40..0x60]']);
  await evm.go('continue');
  assert.deepEqual(await below(), ['base 10 gas', 'does not jump, goes on at 0xa (line 5)']);
  assert.equal(
    await evm.evaluate('JUMPI', 'hover'),
    'JUMPI, now: 10 gas: 10 base; does not jump, goes on at 0xa (line 5)',
  );
});

test('a word that stands for an instruction will do, and so will the name of what it asks for', async () => {
  const evm = debugEvm('push 5\nstop');
  await evm.start({ program: evmPath, stopOnEntry: true });
  assert.equal(await evm.evaluate('push', 'hover'), 'push, now: 3 gas: 3 base');
  const uri = '/programs/a.sbpf';
  const text = 'entrypoint:\nmov r2, 200\nlddw r1, text\ncall sol_log_\nexit\n.rodata\ntext: .zero 200, 0x41';
  const solana = new Debugging(connect([solanaEngine], { [`file://${uri}`]: text }));
  await solana.start({ program: uri }, { [uri]: [2, 4] });
  assert.equal(await solana.evaluate('mov', 'hover'), 'mov, now: 1 compute units: 1 base');
  await solana.go('continue');
  for (const word of ['call', 'sol_log_'])
    assert.match(
      await solana.evaluate(word, 'hover'),
      new RegExp(`^${word}, now: 201 compute units: 1 base, 200 logging`),
    );
});

test('looking ahead changes nothing', async () => {
  const toy = debugToy({ 'a.toy': 'push 7\nsys print\nhalt' });
  await toy.start({ program: toyPath }, { [toyPath]: [2] });
  const before = await toy.evaluate('fuel');
  for (const _ of [1, 2]) await toy.evaluate('explain()');
  assert.equal(await toy.evaluate('fuel'), before);
  assert.equal(toy.printed(), '');
});
