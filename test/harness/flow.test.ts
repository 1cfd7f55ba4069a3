import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAddress } from '../../engines/evm/creations.ts';
import { forks } from '../../engines/evm/forks.ts';
import { evm } from '../../engines/evm/index.ts';
import { createMachine } from '../../engines/evm/message.ts';
import { compileToken, encodeCall } from '../lockstep/erc20.ts';
import { randomMessage } from '../lockstep/programs.ts';
import { type Followed, follow } from './flow.ts';
import { newSeed, randomFrom } from './random.ts';

describe('what the analysis says holds when the code runs', () => {
  test('on random programs', (t) => {
    const first = newSeed();
    const total: Followed = { steps: 0, heights: 0, jumps: 0 };
    for (let i = 0; i < 100; i++) {
      const seed = (first + i) >>> 0;
      const fork = forks[seed % forks.length]!;
      try {
        const { steps, heights, jumps } = follow(evm, createMachine(randomMessage(randomFrom(seed), fork.id)), fork.id);
        total.steps += steps;
        total.heights += heights;
        total.jumps += jumps;
      } catch (error) {
        throw new Error(`${fork.name}, GASLAMP_SEED=${seed}`, { cause: error });
      }
    }
    t.diagnostic(`GASLAMP_SEED=${first}: ${JSON.stringify(total)}`);
    // A program that goes round in code that was not followed makes many steps of which nothing is said.
    assert.ok(total.heights > 1000 && total.jumps > 300, JSON.stringify(total));
  });

  test("on OpenZeppelin's ERC-20", (t) => {
    const caller = '0x00000000000000000000000000000000000a11ce';
    const token = createAddress(caller, 0n);
    const message = { fork: 'osaka', caller, gas: 5_000_000n } as const;
    const create = createMachine({ ...message, create: true, address: token, code: compileToken('osaka') });
    const deployed = follow(evm, create, 'osaka');
    const code = create.outcome?.data ?? new Uint8Array();
    const call = (data: Uint8Array) => {
      const accounts = [{ address: token, nonce: 1n, code }];
      return follow(evm, createMachine({ ...message, address: token, calldata: data, accounts }), 'osaka');
    };
    const minted = call(encodeCall('mint(address,uint256)', 1n, 1000n));
    const refused = call(encodeCall('transfer(address,uint256)', 2n, 701n));
    const named = call(encodeCall('name()'));
    const runs = [deployed, minted, refused, named];
    t.diagnostic(JSON.stringify(runs));
    for (const { steps, heights, jumps } of runs) assert.ok(heights > steps / 4 && jumps > 10);
  });
});
