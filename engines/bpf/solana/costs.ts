/** What things cost in compute units, and what a transaction may use (`execution_budget.rs`). */

/** Compute units that a transaction can ask for at most. */
export const maxComputeUnits = 1_400_000;
/** Compute units for each instruction of a transaction that asks for none. */
export const defaultComputeUnits = 200_000;
/** The same for an instruction of a program that is part of the chain (SIMD-0170). */
export const defaultBuiltinComputeUnits = 3_000;

/** A call of another program, without what it does (SIMD-0339). */
export const invokeCost = 946;
/** Bytes that are passed to another program for one compute unit. */
export const bytesPerComputeUnit = 250;
/** Bytes by which an account of a call counts, in the list of the instruction and among the accounts that are given. */
export const bytesOfCall = { accountMeta: 34, accountInfo: 80 } as const;
/** A syscall that does nothing. */
export const syscallBaseCost = 100;
/** A syscall on memory, at least. */
export const memoryBaseCost = 10;
/** An address of a program, or an attempt to find one. */
export const programAddressCost = 1_500;

/** Heap of each program, in bytes; what it may be raised to, and in which steps. */
export const heapSize = { default: 32 * 1024, max: 256 * 1024, step: 1024 } as const;
/** Each page of heap above the first. */
const heapPageCost = 8;
const heapPageSize = 32 * 1024;

/** Compute units for a heap, each time that a program is entered. */
export const heapCost = (size: number): number => Math.max(0, Math.ceil(size / heapPageSize) - 1) * heapPageCost;

/** Programs that can be entered one within the other; more with SIMD-0268. */
export const maxInvokeDepth = { default: 5, raised: 9 } as const;
/** Instructions of a transaction, those by programs included. */
export const maxTraceLength = 64;
/** Accounts that one instruction can name. */
export const maxInstructionAccounts = 255;
/** Bytes of data that an instruction by a program can have. */
export const maxCallData = 10 * 1024;
/** Bytes that a program can return. */
export const maxReturnData = 1024;
/** Bytes of data that all accounts of a transaction can have, unless it asks for less. */
export const maxLoadedData = 64 * 1024 * 1024;
