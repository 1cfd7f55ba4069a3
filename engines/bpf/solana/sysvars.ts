import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Account, Instruction } from './account.ts';
import { u16, u64 } from './encoding.ts';
import { bytesOfKey, type Key, wellKnown } from './keys.ts';

/** The owner of all sysvars. */
export const sysvarOwner: Key = 'Sysvar1111111111111111111111111111111111111';

/** What the chain tells programs of itself, where nobody says otherwise. */
export type Moment = {
  readonly slot: bigint;
  readonly epoch: bigint;
  /** Seconds since 1970. */
  readonly unixTimestamp: bigint;
  /** Hash of the block before; 32 bytes. */
  readonly blockhash: Uint8Array;
};

/** As `litesvm` 1.5.0 begins: in the slot of mainnet's last feature in August 2026, with all else at its first value. */
export const defaultMoment: Moment = {
  slot: 447_552_000n,
  epoch: 0n,
  unixTimestamp: 0n,
  blockhash: sha256(new TextEncoder().encode('genesis')),
};

const zeros = (count: number): Uint8Array => new Uint8Array(count);

/** Fills up with zeros. */
const padded = (bytes: Uint8Array, size: number): Uint8Array => concatBytes(bytes, zeros(size - bytes.length));

/** The data of each sysvar's account (`solana-sysvar`); bincode. */
const contents: Readonly<Record<Key, (moment: Moment) => Uint8Array>> = {
  // slot, start of the epoch in seconds, epoch, epoch whose leaders are known, time
  [wellKnown.clock]: ({ slot, epoch, unixTimestamp }) =>
    concatBytes(u64(slot), u64(0n), u64(epoch), u64(0n), u64(BigInt.asUintN(64, unixTimestamp))),
  // starting block height, partitions, parent blockhash, points of 16 bytes, rewards, distributed, active
  [wellKnown.epochRewards]: () => zeros(81),
  // slots per epoch, slots ahead of the leader schedule, warmup, first normal epoch, first normal slot
  [wellKnown.epochSchedule]: () => concatBytes(u64(432_000n), u64(432_000n), Uint8Array.of(1), u64(14n), u64(524_256n)),
  // lamports per signature
  [wellKnown.fees]: () => zeros(8),
  [wellKnown.lastRestartSlot]: () => zeros(8),
  // how many, then each with lamports per signature
  [wellKnown.recentBlockhashes]: ({ blockhash }) => concatBytes(u64(1n), blockhash, zeros(8)),
  // lamports per byte, factor, share that is burnt
  [wellKnown.rent]: () => concatBytes(u64(6_960n), float64(1), Uint8Array.of(50)),
  // how many, then each with its slot; room for 512
  [wellKnown.slotHashes]: ({ slot, blockhash }) => padded(concatBytes(u64(1n), u64(slot), blockhash), 8 + 512 * 40),
  // a bit for each of the last 2^20 slots, in words of 64, and the next slot
  [wellKnown.slotHistory]: () =>
    concatBytes(Uint8Array.of(1), u64(16_384n), padded(u64(1n), 16_384 * 8), u64(1_048_576n), u64(1n)),
  [wellKnown.stakeHistory]: () => zeros(8),
};

const float64 = (value: number): Uint8Array => {
  const bytes = zeros(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
};

export const sysvarAccount = (data: Uint8Array): Account => ({
  lamports: 1n,
  data,
  owner: sysvarOwner,
  executable: false,
});

/** The accounts of all sysvars but `instructions`, which belongs to a transaction. */
export const sysvarAccounts = (moment: Partial<Moment> = {}): ReadonlyMap<Key, Account> => {
  const whole = { ...defaultMoment, ...moment };
  return new Map(Object.entries(contents).map(([key, write]) => [key, sysvarAccount(write(whole))]));
};

/**
 * The data of the sysvar `instructions`: where each instruction begins, the instructions, and the index of the one that runs
 * (`solana-instructions-sysvar`). Undefined if it is longer than an offset of 16 bits can tell.
 */
export const encodeInstructions = (instructions: readonly Instruction[], current = 0): Uint8Array | undefined => {
  const encoded = instructions.map(encodeInstruction);
  const offsets: Uint8Array[] = [];
  let at = 2 + 2 * encoded.length;
  for (const each of encoded) {
    if (at > 0xffff) return undefined;
    offsets.push(u16(at));
    at += each.length;
  }
  return concatBytes(u16(encoded.length), ...offsets, ...encoded, u16(current));
};

const encodeInstruction = ({ program, accounts, data }: Instruction): Uint8Array =>
  concatBytes(
    u16(accounts.length),
    ...accounts.flatMap(({ key, isSigner, isWritable }) => [
      Uint8Array.of(Number(isSigner) | (Number(isWritable) << 1)),
      bytesOfKey(key),
    ]),
    bytesOfKey(program),
    u16(data.length),
    data,
  );

/** The same data while another instruction runs. */
export const withCurrentInstruction = (data: Uint8Array, current: number): Uint8Array =>
  concatBytes(data.subarray(0, -2), u16(current));
