import { createRequire } from 'node:module';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Account } from '../../engines/bpf/solana/account.ts';
import { bytesOfKey, type Key, keyOf } from '../../engines/bpf/solana/keys.ts';
import type { Message } from '../../engines/bpf/solana/message.ts';

/** What a transaction did, in words and numbers that both sides can tell. */
export type Outcome = {
  /** The transaction's error as Rust prints it, such as `InstructionError(0, Custom(1))`; undefined if it succeeded. */
  readonly error: string | undefined;
  readonly logs: readonly string[];
  readonly computeUnits: bigint;
};

type Native = typeof import('litesvm/dist/internal.js');
type Failure = InstanceType<Native['FailedTransactionMetadata']>;

const load = (): Native => createRequire(import.meta.url)('litesvm/dist/internal.js');

/** A chain of Agave's own code. Signatures and the age of hashes are not checked, and nothing is remembered. */
export class OracleChain {
  readonly #native = load();
  readonly #svm = new this.#native.LiteSvm();

  constructor() {
    this.#svm.setSigverify(false);
    this.#svm.setBlockhashCheck(false);
    this.#svm.setTransactionHistory(0n);
  }

  /** Bytes of log that are kept. */
  limitLog(size: number): void {
    this.#svm.setLogBytesLimit(BigInt(size));
  }

  /** Lamports that exempt an account with so many bytes of data from rent. */
  minimumBalance(size: number): bigint {
    return this.#svm.minimumBalanceForRentExemption(BigInt(size));
  }

  /** @param account undefined to take it away */
  set(key: Key, account: Account | undefined): void {
    const {
      lamports = 0n,
      data = new Uint8Array(),
      owner = keyOf(new Uint8Array(32)),
      executable = false,
    } = account ?? {};
    this.#svm.setAccount(
      bytesOfKey(key),
      new this.#native.Account(lamports, data, bytesOfKey(owner), executable, 2n ** 64n - 1n),
    );
  }

  get(key: Key): Account | undefined {
    const account = this.#svm.getAccount(bytesOfKey(key)) ?? undefined;
    return (
      account && {
        lamports: account.lamports(),
        data: new Uint8Array(account.data()),
        owner: keyOf(account.owner()),
        executable: account.executable(),
      }
    );
  }

  send(message: Message, blockhash: Uint8Array): Outcome {
    return this.sendEncoded(encodeTransaction(message, blockhash));
  }

  /** @param transaction as `encodeTransaction` makes it */
  sendEncoded(transaction: Uint8Array): Outcome {
    const result = this.#svm.sendLegacyTransaction(transaction);
    const failure = 'err' in result ? result : undefined;
    const meta = 'err' in result ? result.meta() : result;
    return {
      error: failure && errorOf(failure),
      logs: meta.logs(),
      computeUnits: meta.computeUnitsConsumed(),
    };
  }
}

/** Its error, as Rust prints it. */
const errorOf = (failure: Failure): string => /err: (.*?), meta: /s.exec(failure.toString())?.[1] ?? failure.toString();

/** A transaction of the old form, as it is sent; its signatures are not good. */
export const encodeTransaction = ({ accounts, instructions, header }: Message, blockhash: Uint8Array): Uint8Array => {
  const index = new Map(accounts.map(({ key }, at) => [key, at]));
  const at = (key: Key): number => index.get(key) ?? 0xff;
  return concatBytes(
    compact(header.signatures),
    new Uint8Array(64 * header.signatures),
    Uint8Array.of(header.signatures, header.readonlySigned, header.readonlyUnsigned),
    compact(accounts.length),
    ...accounts.map(({ key }) => bytesOfKey(key)),
    blockhash,
    compact(instructions.length),
    ...instructions.flatMap(({ program, accounts: metas, data }) => [
      Uint8Array.of(at(program)),
      compact(metas.length),
      Uint8Array.from(metas, ({ key }) => at(key)),
      compact(data.length),
      data,
    ]),
  );
};

/** A number of 16 bits in seven bits a byte (`solana-short-vec`). */
const compact = (value: number): Uint8Array => {
  if (value < 0x80) return Uint8Array.of(value);
  if (value < 0x4000) return Uint8Array.of((value & 0x7f) | 0x80, value >> 7);
  return Uint8Array.of((value & 0x7f) | 0x80, ((value >> 7) & 0x7f) | 0x80, value >> 14);
};
