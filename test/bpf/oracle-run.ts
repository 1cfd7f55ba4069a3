import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account, Transaction } from '../../engines/bpf/solana/account.ts';
import type { Key } from '../../engines/bpf/solana/keys.ts';
import { litesvm } from './oracle.ts';

export type World = ReadonlyMap<Key, Account>;

/** How a transaction went with Agave's own code. */
export type OracleResult = {
  /** As the chain prints it; undefined if all went well. */
  readonly error: string | undefined;
  readonly logs: readonly string[];
  readonly units: number;
  readonly accounts: World;
  /** Registers before each instruction, `r0` to `r10` and the program counter, program by program in the order of their ends. */
  readonly traces: readonly BigUint64Array[];
};

type Svm = InstanceType<NonNullable<typeof litesvm>['LiteSVM']>;

/** A new chain with Agave's own programs. @param traceTo folder for registers; set before the chain is made */
export const newSvm = (): Svm => {
  if (!litesvm) throw new Error('litesvm is not here');
  return new litesvm.LiteSVM().withSigverify(false).withBlockhashCheck(false).withTransactionHistory(0n);
};

export const readAccount = (svm: Svm, key: Key): Account | undefined => {
  const found = svm.getAccount(key as never);
  if (!found.exists) return undefined;
  const { lamports, data, programAddress, executable } = found;
  return { lamports, data: Uint8Array.from(data), owner: programAddress, executable };
};

export const writeAccount = (svm: Svm, key: Key, { lamports, data, owner, executable }: Account): void => {
  const account = { address: key, lamports, data, programAddress: owner, executable, space: BigInt(data.length) };
  svm.setAccount(account as never);
};

/** A message of the old kind, which names all its accounts itself. */
const messageOf = async ({ instructions, payer }: Transaction, lifetime: string): Promise<Uint8Array> => {
  const kit = await import('@solana/kit');
  const role = (isSigner: boolean, isWritable: boolean) => (isSigner ? 2 : 0) + (isWritable ? 1 : 0);
  const message = kit.pipe(
    kit.createTransactionMessage({ version: 'legacy' }),
    (each) => kit.setTransactionMessageFeePayer(payer as never, each),
    (each) =>
      kit.setTransactionMessageLifetimeUsingBlockhash(
        { blockhash: lifetime as never, lastValidBlockHeight: 1_000_000n },
        each,
      ),
    (each) =>
      kit.appendTransactionMessageInstructions(
        instructions.map(({ program, accounts, data }) => ({
          programAddress: program as never,
          accounts: accounts.map(({ key, isSigner, isWritable }) => ({
            address: key as never,
            role: role(isSigner, isWritable) as never,
          })),
          data,
        })),
        each,
      ),
  );
  const compiled = kit.compileTransaction(message as never);
  return Uint8Array.from(kit.getTransactionEncoder().encode(compiled as never));
};

/** Runs a transaction with Agave's own code. @param svm holds the accounts; it is changed as the chain would be */
export const runOnOracle = async (svm: Svm, transaction: Transaction, keys: readonly Key[]): Promise<OracleResult> => {
  const kit = await import('@solana/kit');
  const bytes = await messageOf(transaction, svm.latestBlockhash());
  const result = svm.sendTransaction(kit.getTransactionDecoder().decode(bytes) as never);
  const isFailed = litesvm !== undefined && 'err' in result;
  const meta = isFailed ? (result as { meta(): typeof result }).meta() : result;
  const { logs, computeUnitsConsumed } = meta as never as { logs(): string[]; computeUnitsConsumed(): bigint };
  return {
    error: isFailed ? String((result as { err(): unknown }).err()) : undefined,
    logs: logs.call(meta),
    units: Number(computeUnitsConsumed.call(meta)),
    accounts: new Map(
      keys.flatMap((key) => {
        const account = readAccount(svm, key);
        return account ? [[key, account] as const] : [];
      }),
    ),
    traces: readTraces(),
  };
};

const traceFolder = process.env.SBF_TRACE_DIR;

const readTraces = (): readonly BigUint64Array[] => {
  if (!traceFolder) return [];
  const names = readdirSync(traceFolder).filter((name) => name.endsWith('.regs'));
  const traces = names.map((name) => {
    const path = join(traceFolder, name);
    const bytes = readFileSync(path);
    rmSync(path);
    return new BigUint64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  });
  return traces;
};

/** A folder into which Agave's VM writes registers, if it is named in `SBF_TRACE_DIR` when a process begins. */
export const newTraceFolder = (): string => mkdtempSync(join(tmpdir(), 'gaslamp-trace-'));
