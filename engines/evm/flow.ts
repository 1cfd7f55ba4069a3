import type { Code } from '../code.ts';
import type { ControlFlow, FlowModel, Item } from '../flow.ts';
import { controlFlow } from '../flow-graph.ts';
import { costAt } from '../instruction.ts';
import { EvmCode, immediateSize, jumpdest } from './code.ts';
import { forks } from './forks.ts';
import { type EvmInstruction, instructionsAt } from './instructions.ts';
import { badJump } from './messages.ts';
import { stackLimit } from './operations.ts';
import { divide, mask, power, shiftLeft, shiftRight, word } from './words.ts';

/** What can be said of a code at a fork without running it. */
export const flowOf = ({ bytes }: Pick<Code, 'bytes'>, fork: string): ControlFlow => {
  const table = instructionsAt(fork);
  const costs = table.map((row) => (row ? (costAt(row, forks, fork)?.amount ?? 0) : 0));
  const code = new EvmCode(bytes, fork, '', '');
  const opcodeAt = (offset: number) => bytes[offset] ?? 0;
  const isTarget = (offset: number) => code.isJumpTarget(offset);
  const model: FlowModel = {
    base: 0,
    length: bytes.length,
    rowAt: (offset) => table[opcodeAt(offset)],
    sizeAt: (offset) => 1 + immediateSize(opcodeAt(offset)),
    costOf: (row) => costs[(row as EvmInstruction).opcode] ?? 0,
    landing: table[jumpdest],
    isTarget,
    isLanding: isTarget,
    target: (_offset, _row, [target]) => target,
    badTarget: (_offset, _row, target) => badJump(target, code),
    stack: {
      limit: stackLimit,
      result: (offset, row, taken) => resultOf(code, offset, row as EvmInstruction, taken),
      condition: (_row, [, condition]) => condition,
      negates: (row) => row.mnemonic === 'ISZERO',
      knownAfter: () => true,
    },
  };
  return controlFlow(model);
};

/** What an instruction computes from constants, as far as compilers compute places to jump to. */
const resultOf = (code: EvmCode, offset: number, row: EvmInstruction, [a, b]: readonly Item[]): Item => {
  const size = immediateSize(row.opcode);
  if (size > 0) return code.immediate(offset, size);
  if (row.mnemonic === 'PUSH0') return 0n;
  if (row.mnemonic === 'PC') return BigInt(offset);
  if (row.mnemonic === 'AND' && typeof a !== typeof b) return masked(code, a, b);
  if (typeof a !== 'bigint') return undefined;
  if (row.mnemonic === 'NOT') return a ^ mask;
  if (row.mnemonic === 'ISZERO') return a === 0n ? 1n : 0n;
  if (typeof b !== 'bigint') return undefined;
  switch (row.mnemonic) {
    case 'ADD':
      return word(a + b);
    case 'SUB':
      return word(a - b);
    case 'MUL':
      return word(a * b);
    case 'DIV':
      return divide(a, b);
    case 'EXP':
      return power(a, b);
    case 'AND':
      return a & b;
    case 'OR':
      return a | b;
    case 'XOR':
      return a ^ b;
    case 'SHL':
      return shiftLeft(a, b);
    case 'SHR':
      return shiftRight(a, b);
    default:
      return undefined;
  }
};

/** A place stays what it is under a mask that is as wide as any place: so compilers cut function pointers to their width. */
const masked = (code: EvmCode, a: Item, b: Item): Item => {
  const [value, bits] = typeof a === 'bigint' ? [b, a] : [a, b];
  if (typeof bits !== 'bigint' || typeof value === 'bigint') return undefined;
  const places = (1n << BigInt(code.bytes.length.toString(2).length)) - 1n;
  return (bits & places) === places && typeof value === 'number' && value >= 0 ? { masked: value } : undefined;
};
