import type { Frame } from './frame.ts';
import { Halt } from './halt.ts';
import { storageSentry, storageWritten } from './messages.ts';

export const loadStorage = (f: Frame, key: bigint): bigint => {
  const { state, rules } = f.vm;
  const { address } = f.call;
  if (rules.cold && state.touch(address, key)) f.charge(rules.cold.slot - f.baseCost, 'cold storage slot');
  f.accessed(`storage:${address}`, key, 1, false);
  return state.storage(address, key);
};

/**
 * The base cost is that of a write that changes nothing; what it changes comes on top.
 * Before EIP-1283, and at Petersburg, the base is that of any change.
 */
export const storeStorage = (f: Frame, key: bigint, value: bigint): void => {
  const { state, rules } = f.vm;
  const { address } = f.call;
  const { net, sentry, set, reset, clearRefund } = rules.sstore;
  const base = f.baseCost;
  f.mustMayWrite();
  const left = f.gas.total + BigInt(base);
  if (sentry > 0 && left <= sentry) throw new Halt('out-of-gas', storageSentry(sentry, left));
  if (rules.cold && state.touch(address, key)) f.charge(rules.cold.slot, 'cold storage slot');

  const current = state.storage(address, key);
  if (!net) {
    if (current === 0n && value !== 0n) f.charge(set - base, 'storage set');
    if (current !== 0n && value === 0n) state.refund += clearRefund;
  } else if (current !== value) {
    const original = state.originalStorage(address, key);
    const firstChange = original === 0n ? set - base : reset - base;
    if (current === original) f.charge(firstChange, original === 0n ? 'storage set' : 'storage reset');
    if (original !== 0n && current === 0n) state.refund -= clearRefund;
    if (original !== 0n && value === 0n) state.refund += clearRefund;
    if (current !== original && value === original) state.refund += firstChange;
  }

  f.vm.reporter.raise('storage-write', () => storageWritten(state.codeOf(address)?.name, address, key, value));
  f.accessed(`storage:${address}`, key, 1, true);
  state.setStorage(address, key, value);
};

export const loadTransient = (f: Frame, key: bigint): bigint => {
  f.accessed(`transient:${f.call.address}`, key, 1, false);
  return f.vm.state.transient.get(f.call.address, key) ?? 0n;
};

export const storeTransient = (f: Frame, key: bigint, value: bigint): void => {
  f.mustMayWrite();
  f.accessed(`transient:${f.call.address}`, key, 1, true);
  f.vm.state.setTransient(f.call.address, key, value);
};
