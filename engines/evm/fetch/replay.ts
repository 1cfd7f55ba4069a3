import type { ChainNode } from '../../fetching.ts';
import { openCode } from '../files/open.ts';
import type { ForkId } from '../forks.ts';
import { readMessage } from '../launch.ts';
import { createMachine } from '../message.ts';
import { isAsExpected } from '../transactions/receipt.ts';
import type { Answer } from './answers.ts';
import { notEnded } from './messages.ts';

/** How a replay ended. */
export type Ending = {
  readonly text: string;
  /** Whether as its chain says. */
  readonly isSame: boolean;
  /** Earlier blocks whose hashes were asked for and are not known. */
  readonly missing: readonly bigint[];
};

const limits = { steps: 200_000_000, memory: 2 ** 29 };
/** Steps between two pauses: some 10 ms. */
const slice = 100_000;

/** Runs a scenario that holds its transaction. @throws LoadError where it cannot be run, or nobody waits for it any more */
export const replay = async (scenario: Answer, version: ForkId, node: ChainNode): Promise<Ending> => {
  const name = 'transaction.gaslamp.json';
  const text = JSON.stringify(scenario);
  const bytes = new TextEncoder().encode(text);
  const opened = openCode({ uri: name, name, bytes }, undefined, version);
  const message = readMessage(opened, { version, limits, launch: JSON.parse(text) });
  const known = message.block?.blockHash;
  const missing = new Set<bigint>();
  const blockHash = (number: bigint) => {
    const hash = known?.(number) ?? 0n;
    if (hash === 0n) missing.add(number);
    return hash;
  };
  const machine = createMachine({ ...message, block: { ...message.block, blockHash } });
  for (;;) {
    const stop = machine.run({}, slice);
    if (stop.kind === 'limit') return { text: notEnded(stop.message), isSame: false, missing: [] };
    const { outcome } = machine;
    if (outcome?.receipt) {
      const isSame = isAsExpected(outcome.receipt, message.expected ?? {});
      return { text: outcome.text, isSame, missing: [...missing] };
    }
    await node.pause();
  }
};
