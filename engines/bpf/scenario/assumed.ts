import { type AroundAssumed, type Assumed, assumedData, assumedOf } from '../idl/assumed.ts';
import type { CallContext } from '../idl/instruction.ts';
import { IdlError } from '../idl/shapes.ts';
import type { Idl, IdlAccount, IdlInstruction } from '../idl/types.ts';
import type { Account, Instruction } from '../solana/account.ts';
import type { Key } from '../solana/keys.ts';
import * as messages from './messages.ts';
import { emptyAccount, stateSize } from './placing.ts';

/** A call by name, and what is known of the program. */
export type Called = { readonly idl: Idl; readonly program: Key; readonly instruction: IdlInstruction };

/** Makes the accounts of calls where a person says nothing of accounts. */
export class AssumedAccounts {
  readonly #accounts: Map<Key, Account>;
  readonly #isThere: (key: Key) => boolean;
  /** Accounts that a call makes, and programs that are not at hand. */
  readonly absent = new Set<Key>();
  /** What was assumed, a sentence each. */
  readonly remarks: string[] = [];

  /** @param accounts those that are made so far, to which these are added @param isThere whether there is an account already */
  constructor(accounts: Map<Key, Account>, isThere: (key: Key) => boolean) {
    this.#accounts = accounts;
    this.#isThere = isThere;
  }

  /** The instruction that a call means, for which accounts are made. @param encode writes it */
  call(called: Called, context: CallContext, encode: (context: CallContext) => Instruction): Instruction {
    const { idl, instruction } = called;
    /** Of the accounts that are made here, what each is. */
    let made = new Map<Key, string>();
    const own = new Set<Key>();
    const pass = (last: Instruction | undefined): Instruction => {
      made = new Map();
      const keys = new Map(instruction.accounts.flatMap(({ name }, i) => keyed(name, last?.accounts[i]?.key)));
      const signers = last?.accounts.flatMap(({ key, isSigner }) => (isSigner ? [key] : [])) ?? [];
      const met = (account: IdlAccount, key: Key, bump: number | undefined): void => {
        context.met?.(account, key, bump);
        const isKnown = this.#isThere(key) || this.absent.has(key);
        if (made.has(key) || (isKnown && !own.has(key))) return;
        own.add(key);
        const assumed = assumedOf(idl, instruction, account);
        this.#put(key, called, assumed, { ...context, keys, signers, bump });
        made.set(key, messages.assumedAccount(account.name, assumed.kind, this.#accounts.get(key)?.data.length ?? 0));
      };
      return encode({ ...context, met });
    };
    // What accounts hold has keys in it, and some addresses are derived of what accounts hold.
    const result = pass(pass(undefined));
    for (const key of own) if (!made.has(key)) this.#forget(key);
    const told = new Set(result.accounts.flatMap(({ key }) => made.get(key) ?? []));
    if (told.size > 0) this.remarks.push(messages.assumedAccounts(instruction.name, [...told]));
    return result;
  }

  #forget(key: Key): void {
    this.#accounts.delete(key);
    this.absent.delete(key);
  }

  #put(key: Key, { idl, program }: Called, assumed: Assumed, around: AroundAssumed): void {
    if (assumed.kind === 'absent' || assumed.kind === 'program') this.absent.add(key);
    else if (assumed.kind === 'wallet') this.#accounts.set(key, emptyAccount);
    else this.#accounts.set(key, { ...emptyAccount, owner: program, data: dataOf(idl, assumed, around) });
  }
}

const keyed = (name: string, key: Key | undefined): readonly (readonly [string, Key])[] =>
  key === undefined ? [] : [[name, key]];

/** Of a kind that the IDL does not say well, a few zeros. */
const dataOf = (idl: Idl, assumed: Assumed & { kind: 'state' }, around: AroundAssumed): Uint8Array => {
  try {
    return assumedData(idl, assumed, around);
  } catch (error) {
    if (error instanceof IdlError) return new Uint8Array(stateSize);
    throw error;
  }
};
