import { concatBytes } from '../bytes.ts';
import { giveBack, handOn, refusal } from './calls.ts';
import type { Call, CreateKind, Frame } from './frame.ts';
import { Halt } from './halt.ts';
import { keccak256 } from './keccak.ts';
import {
  addressTaken,
  callRefused,
  codeStartsWithEf,
  codeTooLarge,
  creating,
  initCodeTooLarge,
  nonceSpent,
  shortAddress,
} from './messages.ts';
import { encodeRlp, numberBytes } from './rlp.ts';
import { codeDepositByte, hashWord } from './schedule.ts';
import type { State } from './state.ts';
import { type Address, addressBytes, addressOf, fromBytes, toBytes } from './words.ts';

/** No account gets past it (EIP-2681). */
export const nonceLimit = 2n ** 64n - 1n;
const nothing = new Uint8Array();

export const isCreate = (kind: Call['kind']): kind is CreateKind => kind === 'CREATE' || kind === 'CREATE2';

/** Address of a contract made by CREATE: hash of the RLP list of its creator and the creator's nonce (Yellow Paper, section 7). */
export const createAddress = (creator: Address, nonce: bigint): Address =>
  addressOf(fromBytes(keccak256(encodeRlp([addressBytes(creator), numberBytes(nonce)]))));

/** Address of a contract made by CREATE2 (EIP-1014). */
const create2Address = (creator: Address, salt: bigint, initCode: Uint8Array): Address => {
  const parts = [Uint8Array.of(0xff), addressBytes(creator), toBytes(salt), keccak256(initCode)];
  return addressOf(fromBytes(keccak256(concatBytes(parts))));
};

export const create = (f: Frame, kind: CreateKind): void => {
  const { vm } = f;
  const { state, rules } = vm;
  f.mustMayWrite();
  const [value, offset, size] = [f.pop(), f.pop(), f.pop()];
  const salt = kind === 'CREATE2' ? f.pop() : 0n;
  if (rules.initCode) {
    if (size > rules.initCode.limit) throw new Halt('out-of-gas', initCodeTooLarge(size, rules.initCode.limit));
    f.chargeWords(size, rules.initCode.word, 'words of init code');
  }
  if (kind === 'CREATE2') f.chargeWords(size, hashWord, 'words hashed');
  const data = f.slice(offset, size);
  const gas = handOn(f, f.gas.total);

  const creator = f.call.address;
  const nonce = state.nonce(creator);
  const why = refusal(f, value) ?? (nonce === nonceLimit ? nonceSpent() : undefined);
  if (why !== undefined) {
    vm.reporter.raise('create', () => callRefused(kind, why));
    giveBack(f, gas, 0n);
    return;
  }

  state.setNonce(creator, nonce + 1n);
  const address = kind === 'CREATE' ? createAddress(creator, nonce) : create2Address(creator, salt, data);
  if (rules.cold) state.touch(address, 'account');
  vm.reporter.raise('create', () => creating(kind, address, data.length));
  if (isTaken(state, address)) {
    vm.reporter.raise('create', () => addressTaken(kind, address));
    giveBack(f, gas, 0n);
    f.chargeApart(gas, 'burnt on failure');
    return;
  }

  const before = state.moment();
  startAccount(state, address, rules.emptyIsAbsent);
  state.transfer(creator, address, value);
  if (data.length === 0) {
    giveBack(f, gas, BigInt(address));
    return;
  }
  const code = state.learn(data, `${kind} ${shortAddress(address)}`);
  const output = { at: 0, size: 0 };
  const frame = { kind, code, codeAddress: address, address, caller: creator, value, data: nothing, isStatic: false };
  vm.enter({ ...frame, before, output }, gas);
};

/** Nonce, code or storage there already: creating the contract would overwrite it (EIP-684, EIP-7610). */
export const isTaken = (state: State, address: Address) =>
  state.nonce(address) !== 0n || state.code(address).length > 0 || state.hasStorage(address);

/** A contract starts with nonce 1 since Spurious Dragon (EIP-161). */
export const startAccount = (state: State, address: Address, withNonce: boolean): void => {
  state.setNonce(address, withNonce ? 1n : 0n);
  state.created = state.created.set(address, true);
};

/** Makes what init code returned the code of the new contract. @throws Halt, OutOfGas */
export const deploy = (f: Frame, code: Uint8Array): void => {
  const { state, rules } = f.vm;
  if (rules.rejectsEf && code[0] === 0xef) throw new Halt('rejected-code', codeStartsWithEf());
  if (code.length > rules.codeLimit) throw new Halt('rejected-code', codeTooLarge(code.length, rules.codeLimit));
  const deposit = BigInt(codeDepositByte * code.length);
  if (deposit > f.gas.total && !rules.unpaidCodeFails) return;
  f.chargeApart(deposit, 'code deposit');
  state.setCode(f.call.address, code, shortAddress(f.call.address));
};
