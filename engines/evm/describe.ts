import type { Instruction } from '../instruction.ts';
import { withChecksum } from './abi/values.ts';
import * as messages from './messages.ts';
import { findInStandards } from './standards.ts';
import { hexOf } from './words.ts';

const addressSize = 20;

/** What bytes in a program most likely mean, as lines of Markdown; nothing where they look like a mere number. */
export const describe = (bytes: Uint8Array): readonly string[] => {
  const known = findInStandards(bytes);
  if (known) return [messages.standardValue(known.kind, known.text, known.standard)];
  // Small numbers are padded to the width of an address at times; no address begins with four zeros by chance.
  const isAddress = bytes.length === addressSize && bytes.subarray(0, 4).some((byte) => byte !== 0);
  return isAddress ? [messages.addressValue(withChecksum(`0x${hexOf(bytes)}`))] : [];
};

/** Debugger expressions for the items that an instruction takes; of those that DUP and SWAP leave where they are, none. */
export const taken = ({ takes, leaves }: Instruction): readonly string[] => {
  const grows = leaves.length - takes.length;
  const stays = (name: string, index: number) =>
    leaves[index + grows] === name && !leaves.slice(0, Math.max(0, grows)).includes(name);
  return takes.flatMap((name, index) => (stays(name, index) ? [] : [`stack[${index}]`]));
};
