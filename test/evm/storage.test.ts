import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ForkId } from '../../engines/evm/forks.ts';
import { contract, run } from './run.ts';

/**
 * Gas and refund of a row of SSTOREs of slot 0, from the tables in EIP-1283, EIP-2200 and EIP-3529: the original value,
 * the values stored, then `gas/refund` at Constantinople, Istanbul and London. London's table takes the slot as warm.
 */
const matrix = `
0 00   412/0        1612/0        212/0
0 01   20212/0      20812/0       20112/0
0 10   20212/19800  20812/19200   20112/19900
0 12   20212/0      20812/0       20112/0
0 11   20212/0      20812/0       20112/0
1 00   5212/15000   5812/15000    3012/4800
1 01   5212/4800    5812/4200     3012/2800
1 02   5212/0       5812/0        3012/0
1 20   5212/15000   5812/15000    3012/4800
1 23   5212/0       5812/0        3012/0
1 21   5212/4800    5812/4200     3012/2800
1 22   5212/0       5812/0        3012/0
1 10   5212/15000   5812/15000    3012/4800
1 12   5212/0       5812/0        3012/0
1 11   412/0        1612/0        212/0
0 101  40218/19800  40818/19200   40118/19900
1 010  10218/19800  10818/19200   5918/7600`;

const coldSlot = 2100n;

const store = (fork: ForkId, original: bigint, values: string) => {
  const program = [...values].map((value) => `push1 ${value}; push1 0; sstore`).join(';');
  const { machine, spent } = run(program, {
    fork,
    accounts: [{ address: contract, nonce: 1n, storage: original === 0n ? [] : [[0n, original]] }],
  });
  return { spent, refund: machine.state.refund, text: `${spent}/${machine.state.refund}` };
};

describe('SSTORE by what the slot was at the start, is now, and becomes', () => {
  for (const line of matrix.trim().split('\n')) {
    const [original = '', values = '', constantinople, istanbul, london] = line.split(/\s+/);
    test(`${original} → ${[...values].join(' → ')}`, () => {
      assert.equal(store('constantinople', BigInt(original), values).text, constantinople);
      assert.equal(store('istanbul', BigInt(original), values).text, istanbul);
      const { spent, refund } = store('london', BigInt(original), values);
      assert.equal(`${spent - coldSlot}/${refund}`, london);
    });
  }
});

test('before EIP-1283, and again at Petersburg, only the value now counts', () => {
  for (const fork of ['frontier', 'byzantium', 'petersburg'] as const) {
    assert.equal(store(fork, 0n, '10').text, `${20000 + 5000 + 12}/15000`);
    assert.equal(store(fork, 0n, '11').text, `${20000 + 5000 + 12}/0`);
    assert.equal(store(fork, 1n, '00').text, `${5000 + 5000 + 12}/15000`);
  }
});

test('Berlin charges the cold slot once, for reads and writes together', () => {
  assert.equal(store('berlin', 1n, '0').text, `${2100 + 2900 + 6}/15000`);
  assert.equal(run('push1 7; sload; push1 7; sload', { fork: 'berlin' }).spent, 2100n + 100n + 6n);
  assert.equal(run('push1 7; sload; push1 7; sload', { fork: 'istanbul' }).spent, 1606n);
  assert.equal(run('push1 1; push1 7; sstore; push1 7; sload', { fork: 'berlin' }).spent, 22100n + 100n + 9n);
});

test('SSTORE needs more than 2,300 gas since Istanbul, even to change nothing', () => {
  const program = 'push1 0; push1 0; sstore';
  const refused = run(program, { fork: 'istanbul', gas: 2306n });
  assert.equal(refused.text, 'Out of gas: SSTORE needs more than 2,300 gas left (EIP-2200), 2,300 were left.');
  assert.equal(refused.spent, 2306n);
  assert.equal(run(program, { fork: 'istanbul', gas: 2307n }).spent, 806n);
});

test('transient storage is apart from storage, and cleared by nothing but a revert', () => {
  const { machine } = run('push 5; push 1; tstore; push 1; tload; push 1; sload');
  assert.deepEqual(machine.frame.stack.slice(0, 2), [5n, 0n]);
});
