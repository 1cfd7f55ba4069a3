import { describeReturned, functionCalled } from './abi/describe.ts';
import { explained, withFailure, withoutFailure } from './clues.ts';
import { deploy, isCreate } from './creations.ts';
import type { Frame } from './frame.ts';
import { Halt } from './halt.ts';
import { created, emptied, gaveUp, returned, returnedValues, reverted, selfdestructed, stopped } from './messages.ts';
import { revertReason } from './reverts.ts';
import { newAccount } from './schedule.ts';
import { type Address, flag } from './words.ts';

const nothing = new Uint8Array();

/** Ends a frame well. What init code returns is the code of the new contract. */
export const finish = (f: Frame, data: Uint8Array, text = () => returnText(f, data)): void => {
  if (isCreate(f.call.kind)) {
    deploy(f, data);
    leave(f, true, data, () => created(f.call.address, f.vm.state.code(f.call.address).length));
  } else {
    leave(f, true, data, text);
  }
};

/** What the outermost call returned, in the terms of the function called, where they are known. */
const returnText = ({ vm, call }: Frame, data: Uint8Array): string => {
  const called = vm.known ? functionCalled(vm.known, call.data) : undefined;
  const values = called && describeReturned(called, data);
  return values === undefined ? returned(data.length) : returnedValues(values);
};

export const stop = (f: Frame): void => finish(f, nothing, stopped);

/** Ends a frame and undoes what it did; the gas that is left goes back (EIP-140). */
export const revert = (f: Frame, data: Uint8Array): void => {
  const text = () => reverted(revertReason(data, f.vm.known));
  f.vm.reporter.raise('revert', text);
  f.vm.rollBack(f.call.before);
  leave(f, false, data, text, true);
};

/** INVALID (EIP-141). */
export const fail = (f: Frame): never => {
  throw new Halt('invalid-opcode', gaveUp(f.at));
};

/** Ends a frame that failed: what it did is undone, and its gas is burnt. */
export const halt = (f: Frame, why: Halt): void => {
  const text = () => why.text;
  f.vm.reporter.raise(why.kind, text);
  f.chargeApart(f.gas.total, 'burnt on failure');
  f.vm.rollBack(f.call.before);
  leave(f, false, nothing, text);
};

/** Hands result and gas to the caller. The outermost frame stays, to be looked at; only of its end is the text asked for. */
const leave = (f: Frame, ok: boolean, data: Uint8Array, text: () => string, isRevert = false): void => {
  const { vm, call } = f;
  if (call.depth === 0) {
    vm.end(ok, ok ? text() : explained(text(), vm.clues, data, isRevert), data);
    return;
  }
  vm.clues = ok ? withoutFailure(vm.clues) : withFailure(vm.clues, { frames: vm.path, text, data, isRevert });
  const caller = vm.leave(f);
  const creates = isCreate(call.kind);
  caller.gas.total += f.gas.total;
  caller.returned = creates && ok ? nothing : data;
  if (!creates) caller.writeMemory(call.output.at, data.subarray(0, call.output.size));
  caller.accessed(`stack#${caller.call.id}`, caller.sp, 1, true);
  caller.push(creates && ok ? BigInt(call.address) : flag(ok));
};

/** Since Cancun only a contract of the same transaction is deleted, and loses what it sends to itself (EIP-6780). */
export const selfdestruct = (f: Frame, beneficiary: Address): void => {
  const { state, rules } = f.vm;
  const { address } = f.call;
  f.mustMayWrite();
  f.warmAddress(beneficiary, 0);
  const balance = state.balance(address);
  if (rules.selfdestructPaysNewAccount && state.isAbsent(beneficiary) && (balance !== 0n || !rules.emptyIsAbsent)) {
    f.charge(newAccount, 'new account');
  }
  state.transfer(address, beneficiary, balance);
  const deleted = !rules.keepsOldContracts || state.created.get(address) === true;
  if (deleted) {
    if (!state.destroyed.get(address)) state.refund += rules.selfdestructRefund;
    state.setBalance(address, 0n);
    state.destroyed = state.destroyed.set(address, true);
  }
  const text = () => (deleted ? selfdestructed(beneficiary) : emptied(beneficiary));
  f.vm.reporter.raise('selfdestruct', text);
  leave(f, true, nothing, text);
};
