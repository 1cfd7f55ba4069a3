import type { Code } from '../../code.ts';
import { immediateSize } from '../code.ts';
import { forks } from '../forks.ts';
import { type EvmInstruction, instructions, instructionsAt } from '../instructions.ts';
import { hexOf } from '../words.ts';
import * as messages from './messages.ts';
import { findMetadata } from './metadata.ts';

const jumpdest = 0x5b;
const dataLine = 32;

/** Where a comment starts on lines that are not longer. */
const commentColumn = 24;

/** The code as text in `.easm`: one instruction a line behind its place. Assembling it gives the same bytes. */
export const listingOf = (code: Code, fork: string): string => {
  const { bytes } = code;
  const table = instructionsAt(fork);
  const targets = jumpTargets(bytes);
  const metadata = findMetadata(bytes);
  const dataStart = metadata?.start ?? bytes.length;
  const digits = Math.max(4, bytes.length.toString(16).length);
  const lines = header(code, fork);
  const line = (at: number, text: string, comment?: string) => {
    const place = `0x${at.toString(16).padStart(digits, '0')}: `;
    lines.push(comment === undefined ? place + text : `${place}${text.padEnd(commentColumn)} ; ${comment}`);
  };

  /** False where no jump and no instruction before leads; code starts to run at its first byte. */
  let reached = true;
  let described = false;
  for (let at = 0; at < bytes.length; ) {
    const opcode = bytes[at]!;
    if (opcode === jumpdest) reached = true;
    if (at >= dataStart && !reached) {
      const end = nextOf(targets, at, Math.min(at + dataLine, bytes.length));
      line(
        at,
        `#bytes 0x${hexOf(bytes.subarray(at, end))}`,
        described ? undefined : metadata && describe(metadata.entries),
      );
      described = true;
      at = end;
      continue;
    }
    const row = table[opcode];
    const size = immediateSize(opcode);
    const end = at + 1 + size;
    if (end > bytes.length) {
      const mnemonic = row?.mnemonic ?? '';
      line(at, `#bytes 0x${hexOf(bytes.subarray(at))}`, messages.truncatedPush(mnemonic, size, bytes.length - at - 1));
    } else if (!row)
      line(at, `#bytes 0x${hexOf(bytes.subarray(at, end))}`, messages.noInstruction(byOpcode.get(opcode)));
    else if (size === 0) line(at, row.mnemonic);
    else {
      const target = jumpTarget(bytes, at, size, targets);
      const comment = target === undefined ? undefined : `-> 0x${target.toString(16).padStart(digits, '0')}`;
      line(at, `${row.mnemonic} 0x${hexOf(bytes.subarray(at + 1, end))}`, comment);
    }
    if (!row || row.flow === 'halt' || row.flow === 'jump') reached = false;
    at = end;
  }
  return `${lines.join('\n')}\n`;
};

const header = ({ name, bytes }: Code, fork: string): string[] => [
  `; ${messages.listingTitle(name.replaceAll(/\s+/g, ' '), bytes.length, forks.find(({ id }) => id === fork)?.name ?? fork)}`,
  `; ${messages.listingRemark()}`,
  '',
];

/** 1 at every JUMPDEST that is not the data of a push. */
const jumpTargets = (bytes: Uint8Array): Uint8Array => {
  const targets = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1 + immediateSize(bytes[at]!)) if (bytes[at] === jumpdest) targets[at] = 1;
  return targets;
};

/** The first target from `from` on, or `end`. */
const nextOf = (targets: Uint8Array, from: number, end: number): number => {
  for (let at = from; at < end; at++) if (targets[at] === 1) return at;
  return end;
};

/** What the push at `at` pushes, if it is a place that can be jumped to; of one byte only if a jump follows, for small numbers are common. */
const jumpTarget = (bytes: Uint8Array, at: number, size: number, targets: Uint8Array): number | undefined => {
  if (size > 4) return undefined;
  let value = 0;
  for (let i = 1; i <= size; i++) value = value * 256 + bytes[at + i]!;
  const next = bytes[at + 1 + size];
  const jumps = next === 0x56 || next === 0x57;
  return targets[value] === 1 && (size > 1 || jumps) ? value : undefined;
};

/** The instruction that the opcode is in some fork. */
const byOpcode: ReadonlyMap<number, EvmInstruction> = new Map(
  instructions.toReversed().map((row) => [row.opcode, row]),
);

const describe = (entries: ReadonlyMap<string, string>) =>
  messages.metadata([...entries].map(([key, value]) => `${key} ${value}`).join(', '));
