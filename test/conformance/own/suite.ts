import type { Alloc, Environment, Expectation, Hex, StateTest } from '../state-test.ts';
import { expect } from './reference.ts';
import { contract, type Situation, situations } from './situations.ts';

const env: Environment = {
  currentCoinbase: `0x${'cb'.repeat(20)}`,
  currentGasLimit: '0x01c9c380',
  currentNumber: '0x03e8',
  currentTimestamp: '0x65000000',
  currentDifficulty: '0x020000',
  currentRandom: `0x${'a1'.repeat(32)}`,
  currentBaseFee: '0x07',
  currentExcessBlobGas: '0x300000',
};

/** The key is that of nobody: 32 times 0x45. */
const secretKey: Hex = `0x${'45'.repeat(32)}`;
const sender: Hex = '0xe0da1edcea030875cd0f199d96eb70f6ab78faf2';

/** The suite of our own, one test a line; what is expected is what \@ethereumjs/vm makes of it. */
export const ownSuite = async (): Promise<string> => {
  const lines: string[] = [];
  for (const situation of situations) lines.push(JSON.stringify(await testOf(situation)));
  return `${lines.join('\n')}\n`;
};

const testOf = async ({ name, forks, accounts = {}, transaction, refusedWith }: Situation): Promise<StateTest> => {
  const nothing = { nonce: '0x00', balance: '0x00', code: '0x', storage: {} };
  const rich = { ...nothing, nonce: '0x01', balance: '0x0de0b6b3a7640000' };
  const pre: Alloc = {
    [sender]: rich,
    ...Object.fromEntries(Object.entries(accounts).map(([address, each]) => [address, { ...nothing, ...each }])),
  };
  const variants = {
    nonce: '0x01',
    to: contract,
    gasLimit: ['0x0493e0'],
    value: ['0x00'],
    data: ['0x'],
    gasPrice: '0x0a',
    ...transaction,
    sender,
    secretKey,
  };
  const post: Record<string, Expectation[]> = {};
  for (const fork of forks) {
    post[fork] = [];
    for (const index of variants.data.keys()) {
      const { hash, logs, txbytes, refused } = await expect({ env, pre, transaction: variants, fork, index });
      if (refused !== (refusedWith !== undefined))
        throw new Error(`${name} (${fork}, data ${index}): refused: ${refused}`);
      const indexes = { data: index, gas: 0, value: 0 };
      post[fork].push({
        hash,
        logs,
        indexes,
        ...(txbytes && fork === forks.at(-1) && { txbytes }),
        ...(refusedWith && { expectException: refusedWith }),
      });
    }
  }
  return { file: 'own', name, env, pre, transaction: variants, post };
};
