import { bytesToHex } from '@noble/hashes/utils.js';
import { LoadError } from '../../../engine.ts';
import type { BlockHeader, Cell, ResolvedTransaction } from './context.ts';
import { transactionHash } from './hash.ts';
import * as messages from './messages.ts';
import type { MockCell, MockTransaction } from './mock.ts';
import { cellInput, type OutPoint, outPoint } from './types.ts';

const keyOf = (point: OutPoint): string => bytesToHex(outPoint.write(point));
const unknownBlock = new Uint8Array(32);

const cellOf = ({ output, data, header }: MockCell): Cell => ({ output, data, block: header ?? unknownBlock });

const outPointSize = 36;

/** The members of a group of cells, from the group's data (molecule: `OutPointVec`). */
const groupMembers = (data: Uint8Array): readonly string[] | undefined => {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 4 || data.length !== 4 + view.getUint32(0, true) * outPointSize) return undefined;
  return Array.from({ length: view.getUint32(0, true) }, (_, i) =>
    bytesToHex(data.subarray(4 + i * outPointSize, 4 + (i + 1) * outPointSize)),
  );
};

/** @param path of the reference at fault, from the transaction's own part on */
const fail = (message: string, path: string): never => {
  throw new LoadError(message, 'transaction', `transaction.tx.${path}`);
};

/** Finds all that a transaction refers to among what was given with it. @throws LoadError that says what is missing */
export const resolve = (mock: MockTransaction): ResolvedTransaction => {
  const { transaction } = mock;
  const firstOf = <Value>(entries: readonly (readonly [string, Value])[]) => new Map(entries.toReversed());
  const consumed = firstOf(mock.inputs.map((each) => [bytesToHex(cellInput.write(each.input)), each]));
  const read = firstOf(mock.cellDeps.map((each) => [keyOf(each.cellDep.outPoint), each]));
  const blocks = firstOf<BlockHeader>(mock.headerDeps.map((each) => [bytesToHex(each.hash), each]));

  const spent = new Map<string, number>();
  const inputs = transaction.inputs.map((input, i) => {
    const key = keyOf(input.previousOutput);
    const before = spent.get(key);
    if (before !== undefined) fail(messages.spentTwice(before, i), `inputs[${i}]`);
    spent.set(key, i);
    return cellOf(consumed.get(bytesToHex(cellInput.write(input))) ?? fail(messages.noInputCell(i), `inputs[${i}]`));
  });
  const cellDeps = transaction.cellDeps.flatMap((dep, i) => {
    const cell = read.get(keyOf(dep.outPoint)) ?? fail(messages.noDepCell(i), `cell_deps[${i}]`);
    if (dep.depType === 'code') return [cellOf(cell)];
    const members = groupMembers(cell.data) ?? fail(messages.badGroup(i), `cell_deps[${i}]`);
    return members.map((member, n) => cellOf(read.get(member) ?? fail(messages.noGroupCell(i, n), `cell_deps[${i}]`)));
  });
  return {
    ...{ transaction, hash: transactionHash(transaction), inputs, cellDeps },
    outputs: transaction.outputs
      .slice(0, transaction.outputsData.length)
      .map((output, i) => ({ output, data: transaction.outputsData[i], block: unknownBlock })),
    headerDeps: transaction.headerDeps.map(
      (hash, i) => blocks.get(bytesToHex(hash)) ?? fail(messages.noHeader(i), `header_deps[${i}]`),
    ),
    extensions: new Map(mock.extensions.map(({ block, data }) => [bytesToHex(block), data])),
  };
};
