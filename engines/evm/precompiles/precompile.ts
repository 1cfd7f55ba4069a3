import { inForce } from '../../instruction.ts';
import { type ForkId, forks } from '../forks.ts';
import { Halt } from '../halt.ts';
import { type Address, addressOf } from '../words.ts';

/** Gas for an input. @throws Halt where the input is refused whatever the gas. */
export type Gas = (input: Uint8Array) => bigint;
/** The input is not to be kept. @throws Halt where it is refused: the call fails, and all its gas is gone. */
export type Run = (input: Uint8Array) => Uint8Array;

/** A contract that the EVM brings along, at every fork. */
export type Row = {
  readonly address: Address;
  readonly name: string;
  /** Since which fork there is which price, and the EIP that set it; oldest first. */
  readonly costs: readonly { readonly since: ForkId; readonly amount: Gas; readonly source: string }[];
  readonly run: Run;
};

/** The same at one fork. */
export type Precompile = { readonly address: Address; readonly name: string; readonly gas: Gas; readonly run: Run };

/** @param costs as in `Row`; what no EIP brought is in the Yellow Paper. */
export const row = (
  number: number,
  name: string,
  costs: readonly (readonly [since: ForkId, gas: Gas, eip?: string])[],
  run: Run,
): Row => ({
  address: addressOf(BigInt(number)),
  name,
  costs: costs.map(([since, amount, source = 'Yellow Paper']) => ({ since, amount, source })),
  run,
});

export const atFork = ({ address, name, costs, run }: Row, fork: ForkId): Precompile | undefined => {
  const cost = inForce(costs, forks, fork);
  return cost && { address, name, gas: cost.amount, run };
};

export const always =
  (amount: number): Gas =>
  () =>
    BigInt(amount);

export const perWord =
  (base: number, word: number): Gas =>
  ({ length }) =>
    BigInt(base + word * Math.ceil(length / 32));

/** For each of the groups of `size` bytes that the input holds. */
export const perGroup =
  (base: number, each: number, size: number): Gas =>
  ({ length }) =>
    BigInt(base + each * Math.floor(length / size));

export const refuse = (text: string): never => {
  throw new Halt('rejected-input', text);
};
