import { delegateOf } from './calls.ts';
import { startAccount } from './creations.ts';
import type { Environment } from './environment.ts';
import { rules } from './forks.ts';
import { EvmMachine } from './machine.ts';
import { shortAddress } from './messages.ts';
import { precompileAddresses, precompileAt } from './precompiles/table.ts';
import type { State } from './state.ts';
import type { Envelope } from './transactions/envelope.ts';
import type { Address } from './words.ts';

/** What an outermost frame starts with. */
type Start = {
  readonly create: boolean;
  readonly caller: Address;
  readonly address: Address;
  readonly value: bigint;
  /** Call data, or init code. */
  readonly data: Uint8Array;
  /** For a person. */
  readonly name?: string | undefined;
  readonly gas: bigint;
  /** The transaction around it, if there is one. */
  readonly envelope?: Envelope;
};

/** A machine before the first instruction of a message, in a state that is ready for it. */
export const startMessage = (environment: Environment, state: State, start: Start): EvmMachine => {
  const { create, caller, address, value, data, gas, envelope, name = shortAddress(address) } = start;
  const { block, fork, transaction } = environment;
  const forkRules = rules[fork];
  const native = create ? undefined : precompileAt(address, fork);
  const delegate = create || !forkRules.delegation ? undefined : delegateOf(state.code(address));
  // EIP-2929, EIP-3651, EIP-7702.
  if (forkRules.cold) {
    const own = [transaction.origin, address, ...(delegate === undefined ? [] : [delegate])];
    const all = [...own, ...precompileAddresses(fork), ...(forkRules.warmCoinbase ? [block.coinbase] : [])];
    for (const each of all) state.touch(each, 'account');
  }
  const before = state.moment();
  if (create) startAccount(state, address, forkRules.emptyIsAbsent);
  state.transfer(caller, address, value);

  const call = {
    id: 0,
    kind: create ? ('CREATE' as const) : ('CALL' as const),
    depth: 0,
    code: (create ? undefined : state.codeOf(delegate ?? address)) ?? state.learn(create ? data : nothing, name),
    ...(native && { native }),
    codeAddress: address,
    address,
    caller,
    value,
    data: create ? nothing : data,
    isStatic: false,
    before,
    output: { at: 0, size: 0 },
    memoryBelow: 0,
  };
  return new EvmMachine(environment, state, call, gas, envelope);
};

const nothing = new Uint8Array();
