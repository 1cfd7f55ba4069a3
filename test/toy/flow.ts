import type { ControlFlow } from '../../engines/flow.ts';
import { controlFlow } from '../../engines/flow-graph.ts';
import type { ToyCode } from './code.ts';
import { noInstruction } from './messages.ts';
import type { Table } from './rows.ts';

/** What can be said of a toy program without running it. Threads and called functions leave nobody knows what on the stack. */
export const flowOf = (code: ToyCode, table: Table): ControlFlow =>
  controlFlow({
    base: code.base,
    length: code.bytes.length,
    rowAt: (offset) => code.at(offset)?.row,
    sizeAt: (offset) => code.at(offset)?.size ?? 1,
    costOf: (row) => [...table.values()].find((each) => each.mnemonic === row.mnemonic)?.cost ?? 0,
    group: (offset) => {
      const head = code.head(offset) ?? offset;
      const { fused, size = 1 } = code.at(head) ?? {};
      return fused && { name: 'compare and branch', offsets: [head, head + size], cost: fused.cost };
    },
    isTarget: (offset) => code.at(offset) !== undefined,
    isLanding: () => false,
    target: (offset) => BigInt(code.at(offset)?.operand ?? 0),
    badTarget: (_offset, _row, target) => noInstruction(Number(target)),
    stack: {
      limit: undefined,
      result: (offset, { mnemonic }) => (mnemonic === 'push' ? BigInt(code.at(offset)?.operand ?? 0) : undefined),
      condition: (_row, [condition]) => condition,
      negates: () => false,
      knownAfter: ({ mnemonic }, way) =>
        way === 'next' ? mnemonic !== 'call' && mnemonic !== 'exec' : mnemonic !== 'spawn',
    },
  });
