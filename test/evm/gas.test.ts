import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMachine } from '../../engines/evm/message.ts';
import { assemble, contract, run, sum, top } from './run.ts';

const huge = 2n ** 63n - 1n;

describe('memory', () => {
  const cost = (words: number) => BigInt(3 * words + Math.floor(words ** 2 / 512));

  test('grows by words, and is charged for its growth only', () => {
    assert.equal(run('push 0; mload').spent, 2n + 3n + cost(1));
    assert.equal(run('push 1; mload').spent, 3n + 3n + cost(2));
    assert.equal(run('push 1; mload; push 1; mload').spent, 2n * 6n + cost(2));
    assert.equal(run('push 1; push 31; mstore8').spent, 9n + cost(1));
    assert.equal(run('push 1; push 32; mstore8').spent, 9n + cost(2));
    assert.equal(run('push 0xffff0; mload').spent, 6n + cost(32768 + 1));
  });

  test('is not needed for nothing, wherever it would be', () => {
    const far = `0x${'ff'.repeat(32)}`;
    assert.equal(run(`push 0; push ${far}; keccak256`).spent, 2n + 3n + 30n);
    assert.equal(run(`push 0; push ${far}; return`).text, 'Returned nothing.');
    assert.equal(run(`push 0; push ${far}; push ${far}; mcopy; msize`).spent, 2n + 3n + 3n + 3n + 2n);
    assert.equal(top(run(`push 0; push ${far}; push ${far}; calldatacopy; msize`)), 0n);
  });

  test('of an absurd size is out of gas, exactly', () => {
    const words = (2n ** 256n - 1n + 32n + 31n) / 32n;
    const needed = 3n + 3n * words + words ** 2n / 512n;
    assert.equal(
      run(`push 0x${'ff'.repeat(32)}; mload`).text,
      `Out of gas: MLOAD needs ${needed.toLocaleString('en')} gas (with memory growth), 29,999,997 were left.`,
    );
  });

  test('that gas suffices for but the host does not grant ends in a limit, with the machine as before', () => {
    const { machine, stop, text, charges } = run('push 0x10000000000; mload', { gas: huge });
    assert.equal(stop.kind, 'limit');
    assert.match(text, /asks for 1 TB of memory, and the limit is 64 MB/);
    assert.deepEqual([machine.steps, machine.frame.sp, machine.frame.memory.size, machine.frame.pc], [1, 1, 0, 6 + 1]);
    assert.equal(sum(charges), machine.meters()[0]?.spent);
    assert.deepEqual(machine.run({}, 10), stop);
    assert.match(run('push 0x10000000000; mload', { gas: huge / 2n ** 20n }).text, /^Out of gas: MLOAD/);
  });

  test('of all frames together counts', () => {
    const program = `push 0x180000; mload; push 0; push 0; push 0; push 0; push 0; push ${contract}; gas; call`;
    const { stop } = run(program, { gas: huge, limits: { steps: 1e6, memory: 4 * 2 ** 20 } });
    assert.equal(stop.kind, 'limit');
  });
});

test('state without end meets the limit of the host: slots, logs and codes; what is overwritten or reverted does not', () => {
  const limits = { steps: 2e6, memory: 2 ** 20 };
  const text = (program: string) => run(program, { gas: huge, limits }).text;
  assert.match(text('loop: push 1; gas; sstore; jump @loop'), /asks for 1 MB of memory, and the limit is 1 MB/);
  assert.match(text('loop: push 1; gas; tstore; jump @loop'), /asks for 1 MB/);
  assert.match(text('loop: push 1000; push 0; log0; jump @loop'), /asks for 1 MB/);
  assert.match(text('loop: push 1000; push 0; push 0; create; pop; jump @loop'), /asks for 1 MB/);
  assert.match(text('loop: gas; balance; pop; jump @loop'), /asks for 1 MB/);
  assert.match(text('loop: gas; push 0; sstore; jump @loop'), /Stopped after 2,000,000 steps/);
});

test('a code counts once in a run, however often it is met, also after going back', () => {
  const limits = { steps: 1e6, memory: 2 ** 17 };
  // Init code of 40,000 bytes that reverts: it starts with PUSH0, PUSH0, REVERT.
  const program =
    'push 0x5f5ffd; push 232; shl; push 0; mstore; push 100; loop: push 40000; push 0; push 0; create; pop; push 1; swap1; sub; dup1; jumpi @loop';
  const { machine, text } = run(program, { gas: huge, limits });
  assert.equal(text, 'Ended; nothing was returned.');

  const again = createMachine({ address: contract, code: assemble(program), gas: huge, limits });
  const start = again.save();
  again.run({}, 1000);
  again.load(start);
  again.run({}, 1e6);
  assert.equal(again.state.size, machine.state.size);
  assert.ok(machine.state.size > 40_000 && machine.state.size < 2 * 40_000 + 100 * 500);
});

describe('a meter of 63 bits', () => {
  test('is exact', () => {
    const result = run('gas', { gas: huge });
    assert.equal(top(result), huge - 2n);
    assert.deepEqual(result.machine.meters(), [{ name: 'gas', spent: 2n, limit: huge }]);
  });

  test('goes on beyond what one number holds', () => {
    const spending = 2n ** 53n + 5n;
    const result = run('push 1; pop; gas', { gas: spending });
    assert.equal(top(result), spending - 7n);
  });

  test('burns in parts that are exact', () => {
    const result = run('invalid', { gas: huge });
    assert.equal(result.spent, huge);
    assert.equal(sum(result.charges), huge);
    assert.ok(result.charges.length > 1000);
    assert.ok(result.charges.every(({ amount }) => Number.isSafeInteger(amount)));
  });
});

test('EXP, KECCAK256, LOG and copies charge by size', () => {
  assert.equal(run('push 0x100; push 2; exp').spent, 6n + 10n + 2n * 50n);
  assert.equal(run('push 0x100; push 2; exp', { fork: 'tangerine' }).spent, 6n + 10n + 2n * 10n);
  assert.equal(run('push 0; push 2; exp').spent, 5n + 10n);
  assert.equal(run('push 33; push 0; keccak256').spent, 5n + 30n + 2n * 6n + 2n * 3n);
  assert.equal(run('push 7; push 33; push 0; log1').spent, 8n + 750n + 8n * 33n + 6n);
  assert.equal(run('push 33; push 0; push 0; codecopy').spent, 7n + 3n + 2n * 3n + 6n);
});

test('the first touch of an account costs 2,600 since Berlin, and of the warm ones from the start 100', () => {
  const balance = (address: string, fork: 'berlin' | 'shanghai' = 'shanghai') =>
    run(`push ${address}; balance`, { fork }).spent - 3n;
  assert.equal(balance('0xdead'), 2600n);
  assert.equal(balance('0x04'), 100n);
  assert.equal(balance(contract), 100n);
  const coinbase = { block: { coinbase: `0x${'fe'.repeat(20)}` } };
  const ofCoinbase = (fork: 'london' | 'shanghai') => run('coinbase; balance', { fork, ...coinbase }).spent - 2n;
  assert.equal(ofCoinbase('london'), 2600n);
  assert.equal(ofCoinbase('shanghai'), 100n);
});
