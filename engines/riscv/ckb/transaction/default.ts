import { occupiedCapacity } from './capacity.ts';
import { scriptHash, typeIdHash } from './hash.ts';
import type { MockCell, MockTransaction } from './mock.ts';
import type { Script } from './types.ts';

const noHash = new Uint8Array(32);
const nothing = new Uint8Array();

/** A cell with no more capacity than it takes up. */
const cell = (lock: Script, type: Script | undefined, data: Uint8Array): MockCell => ({
  output: { lock, type, capacity: occupiedCapacity({ output: { capacity: 0n, lock, type }, data }) },
  ...{ data, header: undefined },
});

/**
 * A transaction around a program that comes without one: the program is in a cell dep, and the lock of the only input names it
 * by its type. It is what ckb-debugger 0.200 makes for `--bin`, save that the lock may have arguments.
 */
export const defaultTransaction = (program: Uint8Array, args: Uint8Array = nothing): MockTransaction => {
  const type: Script = { codeHash: typeIdHash, hashType: 'type', args: new Uint8Array(32) };
  const noLock: Script = { codeHash: noHash, hashType: 'data', args: nothing };
  const cellDep = { outPoint: { txHash: noHash, index: 0 }, depType: 'code' } as const;
  const input = { since: 0n, previousOutput: { txHash: noHash, index: 1 } };
  return {
    inputs: [{ input, ...cell({ codeHash: scriptHash(type), hashType: 'type', args }, undefined, nothing) }],
    cellDeps: [{ cellDep, ...cell(noLock, type, program) }],
    headerDeps: [],
    extensions: [],
    transaction: {
      ...{ version: 0, cellDeps: [cellDep], headerDeps: [], inputs: [input] },
      ...{ outputs: [], outputsData: [], witnesses: [] },
    },
  };
};
