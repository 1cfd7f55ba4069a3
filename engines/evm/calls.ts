import { EvmCode } from './code.ts';
import type { CallKind, Frame } from './frame.ts';
import { OutOfGas } from './halt.ts';
import { accountName, balanceTooSmall, callMade, callRefused, tooDeep } from './messages.ts';
import type { Precompile } from './precompiles/precompile.ts';
import { precompileAt } from './precompiles/table.ts';
import { callStipend, newAccount, valueTransfer, warmAccess } from './schedule.ts';
import { type Address, addressOf, hexOf } from './words.ts';

const depthLimit = 1024;
const nothing = new Uint8Array();

/** The four calls differ in whose storage the code gets, and who calls it with which value. */
export const call = (f: Frame, kind: CallKind): void => {
  const { vm } = f;
  const { state, rules } = vm;
  const asked = f.pop();
  const target = addressOf(f.pop());
  const value = kind === 'CALL' || kind === 'CALLCODE' ? f.pop() : 0n;
  const [from, size, to, room] = [f.pop(), f.pop(), f.pop(), f.pop()];

  const precompile = precompileAt(target, vm.fork);
  if (kind === 'CALL' && value !== 0n) f.mustMayWrite();
  f.growBoth(from, size, to, room);
  f.warmAddress(target, f.baseCost);
  const code = resolveCode(f, target);
  if (value !== 0n) f.charge(valueTransfer, 'value transfer');
  if (kind === 'CALL' && state.isAbsent(target) && (value !== 0n || !rules.emptyIsAbsent)) {
    f.charge(newAccount, 'new account');
  }
  const gas = handOn(f, asked) + (value === 0n ? 0n : stipend(f));

  // A precompile is done before its caller writes again.
  const data = precompile ? f.view(from, size) : f.slice(from, size);
  const account = () => accountName(precompile?.name ?? state.codeOf(target)?.name, target);
  vm.reporter.raise('call', () => callMade(kind, account(), value, data.length));
  const why = refusal(f, value);
  if (why !== undefined) {
    vm.reporter.raise('call', () => callRefused(kind, why));
    giveBack(f, gas, 0n);
    return;
  }

  const before = state.moment();
  const output = { at: Number(to), size: Number(room) };
  if (kind === 'CALL') state.transfer(f.call.address, target, value);
  else if (kind === 'STATICCALL') state.pay(target, 0n);
  const callee = precompile ? { native: precompile, code: nothingOf(precompile, f) } : code && { code };
  if (!callee) {
    giveBack(f, gas, 1n);
  } else {
    const inherits = kind === 'DELEGATECALL';
    const isStatic = f.call.isStatic || kind === 'STATICCALL';
    const address = inherits || kind === 'CALLCODE' ? f.call.address : target;
    const caller = inherits ? f.call.caller : f.call.address;
    const sent = inherits ? f.call.value : value;
    vm.enter(
      { ...callee, kind, codeAddress: target, address, caller, value: sent, data, isStatic, before, output },
      gas,
    );
  }
};

/** The code of a precompile: none that could be shown. */
const nothingOf = ({ name }: Precompile, f: Frame): EvmCode => new EvmCode(nothing, f.code.fork, name, '');

/** The code that a call of `target` runs; an account that delegates has another's (EIP-7702). */
const resolveCode = (f: Frame, target: Address): EvmCode | undefined => {
  const { state, rules } = f.vm;
  const code = state.codeOf(target);
  const delegate = code && rules.delegation ? delegateOf(code.bytes) : undefined;
  if (delegate === undefined) return code;
  f.charge(warmAccess, 'delegation');
  f.warmAddress(delegate, warmAccess);
  return state.codeOf(delegate);
};

/** The address in a delegation designator: `0xef0100` and 20 bytes (EIP-7702). */
export const delegateOf = (code: Uint8Array): Address | undefined =>
  code.length === 23 && code[0] === 0xef && code[1] === 0x01 && code[2] === 0x00
    ? `0x${hexOf(code.subarray(3))}`
    : undefined;

/** Takes from a frame what its callee gets: what is asked for, as far as the fork allows it. @throws OutOfGas */
export const handOn = (f: Frame, asked: bigint): bigint => {
  const left = f.gas.total;
  const { keepsOne64th } = f.vm.rules;
  if (!keepsOne64th && asked > left) throw new OutOfGas(asked, 'gas for the call');
  const most = keepsOne64th ? left - left / 64n : left;
  return f.handOn(asked < most ? asked : most);
};

/** A gift to the callee of a call with value, so that it can log; a refund of what the transfer cost. */
const stipend = (f: Frame): bigint => {
  f.refund(callStipend, 'call stipend');
  return f.handOn(BigInt(callStipend));
};

/** Why a call or creation fails before it starts, or undefined. */
export const refusal = (f: Frame, value: bigint): string | undefined => {
  const balance = f.vm.state.balance(f.call.address);
  if (balance < value) return balanceTooSmall(balance, value);
  return f.call.depth >= depthLimit ? tooDeep() : undefined;
};

/** Ends a call or creation that ran nothing. */
export const giveBack = (f: Frame, gas: bigint, result: bigint): void => {
  f.gas.total += gas;
  f.returned = nothing;
  f.push(result);
};
