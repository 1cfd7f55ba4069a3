import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAddress } from '../../engines/evm/creations.ts';
import { fromBytes } from '../../engines/evm/words.ts';
import { compileToken, encodeCall } from './erc20.ts';
import { compare } from './lockstep.ts';
import type { FullMessage } from './reference.ts';

const caller = '0x00000000000000000000000000000000000a11ce';
const bob = 0xb0bn;
const token = '0x00000000000000000000000000000000000070ce';
const block = {
  number: 20_000_000n,
  timestamp: 1_750_000_000n,
  coinbase: '0x0000000000000000000000000000000000000fee',
  gasLimit: 36_000_000n,
  chainId: 1n,
  baseFee: 7n,
  blobBaseFee: 1n,
  difficulty: 0n,
  prevRandao: 99n,
  blockHash: () => 0n,
};

for (const fork of ['paris', 'shanghai', 'cancun', 'prague', 'osaka'] as const) {
  test(`OpenZeppelin's ERC-20 at ${fork}: deploy, mint, transfer, transfer with too little balance`, async (t) => {
    const message = {
      fork,
      caller,
      gas: 5_000_000n,
      block,
      accounts: [{ address: caller, balance: 10n ** 18n, nonce: 0n }],
    };
    const run = async (more: Partial<FullMessage>) => {
      const comparison = await compare({ ...message, address: token, ...more });
      assert.ok(comparison);
      assert.equal(comparison.difference, undefined);
      return comparison;
    };
    const created = createAddress(caller, 0n);
    const deployed = await run({ create: true, address: created, code: compileToken(fork) });
    const code = deployed.machine.outcome?.data;
    assert.ok(code && code.length > 1000);

    const slotsOf = (machine: typeof deployed.machine, address: string) =>
      [...machine.state.accounts.fields(address)].filter(
        (field): field is [bigint, bigint] => typeof field[0] === 'bigint',
      );
    const call = (calldata: Uint8Array, storage: readonly [bigint, bigint][]) =>
      run({ calldata, accounts: [...message.accounts, { address: token, nonce: 1n, code, storage }] });

    const minted = await call(
      encodeCall('mint(address,uint256)', BigInt(caller), 1000n),
      slotsOf(deployed.machine, created),
    );
    const transferred = await call(encodeCall('transfer(address,uint256)', bob, 300n), slotsOf(minted.machine, token));
    assert.equal(fromBytes(transferred.machine.outcome?.data ?? new Uint8Array()), 1n);
    assert.equal(transferred.machine.state.logs?.count, 1);
    const refused = await call(encodeCall('transfer(address,uint256)', bob, 701n), slotsOf(transferred.machine, token));
    assert.equal(refused.machine.outcome?.ok, false);
    assert.match(refused.machine.outcome?.text ?? '', /^Reverted with the custom error 0xe450d38c/);

    const steps = [deployed, minted, transferred, refused].map((comparison) => comparison.steps);
    t.diagnostic(`instructions compared: ${steps.join(' + ')}`);
    assert.ok(steps.reduce((sum, each) => sum + each) > 1500);
  });
}
