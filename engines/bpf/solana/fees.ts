import type { Budget } from './budget.ts';
import { type Key, wellKnown } from './keys.ts';
import type { Message } from './message.ts';

/** Lamports for each signature. */
export const lamportsPerSignature = 5_000n;

/** Programs that check signatures, whose number is the first byte of their data. */
const checkers: ReadonlySet<Key> = new Set([
  wellKnown.ed25519Program,
  wellKnown.secp256k1Program,
  wellKnown.secp256r1Program,
]);

/** Lamports that a transaction costs, whether it fails or not (`fee/src/lib.rs`). */
export const feeOf = ({ header, instructions }: Message, { computeUnits, price }: Budget): bigint => {
  const checked = instructions.filter(({ program }) => checkers.has(program));
  const count = checked.reduce((sum, { data }) => sum + (data[0] ?? 0), header.signatures);
  return BigInt(count) * lamportsPerSignature + priorityFee(computeUnits, price);
};

const priorityFee = (computeUnits: number, price: bigint): bigint => {
  const lamports = (BigInt(computeUnits) * price + 999_999n) / 1_000_000n;
  return lamports < 2n ** 64n ? lamports : 2n ** 64n - 1n;
};
