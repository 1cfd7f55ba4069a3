import type { Instruction } from './account.ts';
import { defaultBuiltinComputeUnits, defaultComputeUnits, heapSize, maxComputeUnits, maxLoadedData } from './costs.ts';
import { Reader } from './encoding.ts';
import { InstructionError } from './errors.ts';
import { wellKnown } from './keys.ts';
import { cheapPrograms } from './reserved.ts';
import { TransactionError } from './transaction-errors.ts';

/** What a transaction may use, and what it offers for it. */
export type Budget = {
  readonly computeUnits: number;
  /** In millionths of a lamport for each compute unit. */
  readonly price: bigint;
  /** Bytes of heap of each program. */
  readonly heapSize: number;
  /** Bytes of data that its accounts can have together. */
  readonly loadedData: number;
};

/** What an instruction of the compute budget program asks for, by its first byte (`solana-compute-budget-interface`). */
const requests = [
  undefined,
  { name: 'heapSize', read: (reader: Reader) => BigInt(reader.u32()) },
  { name: 'computeUnits', read: (reader: Reader) => BigInt(reader.u32()) },
  { name: 'price', read: (reader: Reader) => reader.u64() },
  { name: 'loadedData', read: (reader: Reader) => BigInt(reader.u32()) },
] as const;

type Request = { readonly index: number; readonly value: bigint };

/**
 * What a transaction may use (`compute-budget-instruction`).
 * @throws TransactionError for a request that makes no sense, or comes twice
 */
export const budgetOf = (instructions: readonly Instruction[]): Budget => {
  const asked = new Map<keyof Budget, Request>();
  for (const [index, { program, data }] of instructions.entries()) {
    if (program !== wellKnown.computeBudget) continue;
    const { name, value } = readRequest(data, index);
    if (asked.has(name)) throw new TransactionError('DuplicateInstruction', index);
    asked.set(name, { index, value });
  }
  const heap = asked.get('heapSize');
  if (heap && !isHeapSize(heap.value)) throw malformed(heap.index);
  const loadedData = asked.get('loadedData')?.value;
  if (loadedData === 0n) throw new TransactionError('InvalidLoadedAccountsDataSizeLimit');
  return {
    computeUnits: Math.min(Number(asked.get('computeUnits')?.value ?? defaultUnits(instructions)), maxComputeUnits),
    price: asked.get('price')?.value ?? 0n,
    heapSize: Number(heap?.value ?? heapSize.default),
    loadedData: Math.min(Number(loadedData ?? maxLoadedData), maxLoadedData),
  };
};

const readRequest = (data: Uint8Array, index: number): { name: keyof Budget; value: bigint } => {
  const reader = new Reader(data);
  try {
    const request = requests[reader.u8()];
    if (request) return { name: request.name, value: request.read(reader) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw malformed(index);
};

const malformed = (index: number): TransactionError =>
  new TransactionError('InstructionError', index, new InstructionError('InvalidInstructionData'));

const isHeapSize = (size: bigint): boolean =>
  size >= heapSize.default && size <= heapSize.max && size % BigInt(heapSize.step) === 0n;

const defaultUnits = (instructions: readonly Instruction[]): number =>
  instructions.reduce(
    (sum, { program }) => sum + (cheapPrograms.has(program) ? defaultBuiltinComputeUnits : defaultComputeUnits),
    0,
  );
