/** What things cost in compute units, and what a transaction may use (`execution_budget.rs`). */

/** Compute units that a transaction can ask for at most. */
export const maxComputeUnits = 1_400_000;
/** Compute units for each instruction of a transaction that asks for none. */
export const defaultComputeUnits = 200_000;
/** The same for an instruction of a program that is part of the chain (SIMD-0170). */
export const defaultBuiltinComputeUnits = 3_000;

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
/** Bytes of data that all accounts of a transaction can have, unless it asks for less. */
export const maxLoadedData = 64 * 1024 * 1024;
