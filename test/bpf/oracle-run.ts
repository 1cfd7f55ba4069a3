import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account, Transaction } from '../../engines/bpf/solana/account.ts';
import { type Key, keyOf, keySize } from '../../engines/bpf/solana/keys.ts';
import { litesvm } from './oracle.ts';

export type World = ReadonlyMap<Key, Account>;

/** How a transaction went with Agave's own code. */
export type OracleResult = {
  /** As the chain prints it; undefined if all went well. */
  readonly error: string | undefined;
  readonly logs: readonly string[];
  readonly units: number;
  readonly accounts: World;
  /** Of each program that ran, in no order; none if the process does not trace. */
  readonly traces: readonly OracleTrace[];
};

/** Registers before each instruction of a program: `r0` to `r10` and the program counter. */
export type OracleTrace = { readonly program: Key; readonly registers: BigUint64Array };

export type Svm = InstanceType<NonNullable<typeof litesvm>['LiteSVM']>;

/** A new chain with Agave's own programs. */
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

let traceFolder: string | undefined;

/** What the process has traced since the last time. */
export const readTraces = (): readonly OracleTrace[] => {
  const folder = traceFolder;
  if (!folder) return [];
  const names = readdirSync(folder);
  const traces = names
    .filter((name) => name.endsWith('.regs'))
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      const program = keyText(readFileSync(join(folder, name.replace('.regs', '.program_id'))));
      const registers = new BigUint64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      return { program, registers };
    });
  for (const name of names) rmSync(join(folder, name));
  return traces;
};

/** A key, be it written as text or as its bytes. */
const keyText = (content: Buffer): Key => (content.length === keySize ? keyOf(content) : content.toString().trim());

export const newTraceFolder = (): string => mkdtempSync(join(tmpdir(), 'gaslamp-trace-'));

/** Lets the chains of this process that are made from now on write down all registers. @returns what ends it */
export const startTracing = (folder = newTraceFolder()): (() => void) => {
  process.env.SBF_TRACE_DIR = folder;
  traceFolder = folder;
  return () => {
    delete process.env.SBF_TRACE_DIR;
    traceFolder = undefined;
    rmSync(folder, { recursive: true, force: true });
  };
};
