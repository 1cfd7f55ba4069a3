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
