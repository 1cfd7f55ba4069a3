import { bytesToNumberLE } from '@noble/curves/utils.js';
import type { Instruction } from '../instruction.ts';
import { tableText } from '../translate.ts';
import { CkbCode } from './ckb/code.ts';
import { syscalls } from './ckb/syscalls/table.ts';
import type { Decoded } from './isa/decoder.ts';
import { encodedRows } from './isa/decoder.ts';
import { pictureOf, pictureOfWord } from './isa/picture.ts';
import { syscallCost } from './messages.ts';

/** Says of a number that it is that of a syscall, as lines of Markdown. */
export const describeNumber = (bytes: Uint8Array): readonly string[] => {
  const number = Number(bytesToNumberLE(bytes));
  const named = syscalls.filter((syscall) => syscall.number === number);
  return named
    .slice(-1)
    .flatMap(({ name, takes, doc, cost, source }) => [
      `**${name}**(${takes.join(', ').replaceAll('*', '\\*')}) · ${source}`,
      tableText(doc),
      ...(cost === '' ? [] : [syscallCost(tableText(cost))]),
    ]);
};

/** How an instruction lies in its bits: those that were written for it, of which a pseudo-instruction may have several; or else its form. */
export const picture = (row: Instruction, version: string, bytes: Uint8Array | undefined): string | undefined => {
  const written = bytes ? instructionsIn(bytes, version) : [];
  if (written.length > 0) return written.map(pictureOfWord).join('\n\n');
  const own = encodedRows.find((each) => each === row);
  return own && pictureOf(own);
};

const instructionsIn = (bytes: Uint8Array, version: string): readonly Decoded[] => {
  const code = new CkbCode(bytes, 0, version, '');
  const found: Decoded[] = [];
  for (let at = 0; at < bytes.length; ) {
    const decoded = code.instructionAt(at);
    if (!decoded) return [];
    found.push(decoded);
    at += decoded.size;
  }
  return found;
};
