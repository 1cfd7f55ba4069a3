import type { AccountSettings } from './deployments.ts';
import { type ForkId, rules } from './forks.ts';
import { type Address, toBytes } from './words.ts';

const address: Address = '0x0000f90827f1c53a10cb7a02335b175320002935';
/** Blocks whose hashes are kept; the hash of one takes the place of the one so many blocks before it. */
const kept = 8191n;
const code =
  0x3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500n;
const codeSize = 83;

/** The contract that holds the hashes of earlier blocks in its storage (EIP-2935), where the fork has it. */
export const historyContract = (
  hashes: ReadonlyMap<bigint, bigint>,
  fork: ForkId,
): ReadonlyMap<Address, AccountSettings> | undefined => {
  if (!rules[fork].hasHistoryContract) return undefined;
  const storage = new Map([...hashes].map(([number, hash]) => [number % kept, hash]));
  return new Map([[address, { nonce: 1n, code: toBytes(code, codeSize), storage }]]);
};
