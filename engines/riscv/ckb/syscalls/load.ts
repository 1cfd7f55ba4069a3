import { bytesToHex } from '@noble/hashes/utils.js';
import { isSame } from '../../../bytes.ts';
import { Fault } from '../../isa/fault.ts';
import { transferCycles } from '../cycles.ts';
import type { CkbMachine } from '../machine.ts';
import * as messages from '../messages.ts';
import { indexOutOfBound, itemMissing, success } from '../results.ts';
import { readU64, writeU64 } from '../scheduler.ts';
import { occupiedCapacity } from '../transaction/capacity.ts';
import type { BlockHeader, Cell, ScriptContext } from '../transaction/context.ts';
import { dataHash, scriptHash } from '../transaction/hash.ts';
import { number } from '../transaction/molecule.ts';
import * as types from '../transaction/types.ts';
import type { Vm } from '../vm.ts';
import { at, cellsOf, type Source, sourceOf, witnessesOf } from './sources.ts';
import { a0, a1, a2, a3, a4, a5, type Result } from './syscall.ts';

/** Bytes, or the result that says why there are none. */
type Found = Uint8Array | number;

const u64 = (value: bigint): Uint8Array => number(8).write(value);

/**
 * Stores bytes from an offset on, as many as there is room for: `a0` says where, what `a1` points at how much room there is,
 * `a2` the offset. What it points at becomes the number of all bytes from the offset on (RFC 0009, "partial loading").
 * @returns how many were stored
 */
export const storePart = (vm: Vm, bytes: Uint8Array): number => {
  const { hart } = vm;
  const offset = hart.u[a2] < BigInt(bytes.length) ? Number(hart.u[a2]) : bytes.length;
  const sizeAt = hart.address(a1, 0);
  const room = readU64(vm, sizeAt);
  const rest = bytes.subarray(offset);
  writeU64(vm, sizeAt, BigInt(rest.length));
  const stored = room < BigInt(rest.length) ? rest.subarray(0, Number(room)) : rest;
  hart.memory.writeBytes(hart.address(a0, 0), stored);
  return stored.length;
};

/** A syscall that loads what is found. */
const load =
  (find: (context: ScriptContext, u: BigUint64Array) => Found) =>
  (machine: CkbMachine): Result => {
    const found = find(machine.setup.context, machine.hart.u);
    if (typeof found === 'number') return found;
    machine.charge(transferCycles(storePart(machine.vm, found)), 'data loading');
    return success;
  };

/** One that loads of an entry of a source: `a3` is the index, `a4` the source. */
const loadOf = <Value>(
  entries: (source: Source, context: ScriptContext) => readonly Value[],
  find: (entry: Value, u: BigUint64Array, context: ScriptContext) => Found,
) =>
  load((context, u) => {
    const entry = at(entries(sourceOf(u[a4]), context), u[a3]);
    return entry === undefined ? indexOutOfBound : find(entry, u, context);
  });

/** The field that `a5` names. @throws Fault */
const field = <Value>(fields: readonly ((value: Value) => Found)[], value: Value, u: BigUint64Array): Found => {
  const read = at(fields, u[a5]);
  if (!read) throw new Fault('External', messages.badField(u[a5], fields.length));
  return read(value);
};

const cellFields: readonly ((cell: Cell) => Found)[] = [
  ({ output }) => u64(output.capacity),
  ({ data }) => dataHash(data),
  ({ output }) => types.script.write(output.lock),
  ({ output }) => scriptHash(output.lock),
  ({ output }) => (output.type ? types.script.write(output.type) : itemMissing),
  ({ output }) => (output.type ? scriptHash(output.type) : itemMissing),
  (cell) => u64(occupiedCapacity(cell)),
];

const inputFields: readonly ((input: types.CellInput) => Found)[] = [
  ({ previousOutput }) => types.outPoint.write(previousOutput),
  ({ since }) => u64(since),
];

/** Of an epoch: its number, its first block, how many blocks it has (RFC 0017). */
const headerFields: readonly ((block: BlockHeader) => Found)[] = [
  ({ header }) => u64(header.epoch & 0xffffffn),
  ({ header }) => {
    const index = (header.epoch >> 24n) & 0xffffn;
    if (index > header.number) throw new Fault('Unexpected', messages.epochUnderflow());
    return u64(header.number - index);
  },
  ({ header }) => u64((header.epoch >> 40n) & 0xffffn),
];

const inputsOf = (source: Source, { transaction, group }: ScriptContext): readonly types.CellInput[] => {
  if (source.entry !== 'input') return [];
  return source.isGroup ? group.inputs.map((i) => transaction.inputs[i]) : transaction.inputs;
};

/** The blocks of a source: those that made its cells, or those that the transaction names. */
const blocksOf = (source: Source, context: ScriptContext): readonly Uint8Array[] => {
  if (source.entry === 'output') return [];
  if (source.entry === 'header dep') return source.isGroup ? [] : context.headerDeps.map(({ hash }) => hash);
  return cellsOf(source, context).map(({ block }) => block);
};

/** The header of a block, if the transaction names it. */
const header =
  (find: (block: BlockHeader, u: BigUint64Array) => Found) =>
  (hash: Uint8Array, u: BigUint64Array, { headerDeps }: ScriptContext): Found => {
    const block = headerDeps.find((each) => isSame(each.hash, hash));
    return block ? find(block, u) : itemMissing;
  };

const extension = (hash: Uint8Array, _: BigUint64Array, { headerDeps, extensions }: ScriptContext): Found =>
  (headerDeps.some((each) => isSame(each.hash, hash)) ? extensions.get(bytesToHex(hash)) : undefined) ?? itemMissing;

export const loadTransaction = load(({ transaction }) => types.transaction.write(transaction));
export const loadScript = load(({ group }) => types.script.write(group.script));
export const loadTransactionHash = load(({ hash }) => hash);
export const loadScriptHash = load(({ group }) => group.hash);
export const loadCell = loadOf(cellsOf, ({ output }) => types.cellOutput.write(output));
export const loadCellField = loadOf(cellsOf, (cell, u) => field(cellFields, cell, u));
export const loadInput = loadOf(inputsOf, (input) => types.cellInput.write(input));
export const loadInputField = loadOf(inputsOf, (input, u) => field(inputFields, input, u));
export const loadWitness = loadOf(witnessesOf, (witness) => witness);
export const loadHeader = loadOf(
  blocksOf,
  header((block) => types.header.write(block.header)),
);
export const loadHeaderField = loadOf(
  blocksOf,
  header((block, u) => field(headerFields, block, u)),
);
export const loadBlockExtension = loadOf(blocksOf, extension);
