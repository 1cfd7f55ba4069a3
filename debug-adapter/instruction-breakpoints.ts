import { type Addresses, addressText } from './addresses.ts';
import { type Binding, type Group, headOf, withHead } from './breakpoints.ts';
import type { Debuggee } from './debuggee.ts';
import { movedTo } from './line-breakpoints.ts';
import * as messages from './messages.ts';
import { type Param, RequestError } from './params.ts';
import { readTerms } from './terms.ts';

/** Breakpoints on addresses, as they stand in a disassembly. @throws RequestError */
export const instructionBreakpoints = (addresses: Addresses, args: Param): Group => ({
  key: 'addresses',
  kind: 'instruction breakpoint',
  wishes: args
    .at('breakpoints')
    .list()
    .map((wish) => {
      const reference = wish.at('instructionReference').string();
      const offset = wish.at('offset').optional((p) => p.integer(Number.MIN_SAFE_INTEGER)) ?? 0;
      const address = readAddress(reference) + BigInt(offset);
      return { terms: readTerms(wish), bind: (debuggee) => bind(debuggee, addresses, address) };
    }),
});

/** @throws RequestError */
export const readAddress = (text: string): bigint => {
  if (/^(0x[\da-f]+|\d+)$/i.test(text)) return BigInt(text);
  throw new RequestError(messages.addressForm(text));
};

const bind = (debuggee: Debuggee, addresses: Addresses, address: bigint): Binding => {
  const place = addresses.place(address);
  if (!place) {
    const where = { instructionReference: addressText(address < 0n ? 0n : address) };
    return { places: [], verified: false, message: messages.noCodeAt(where.instructionReference), where };
  }
  const head = headOf(debuggee, place);
  return {
    places: withHead(debuggee, place),
    verified: true,
    message: movedTo(debuggee, place, head),
    where: { instructionReference: addressText(addresses.address(head) ?? address) },
  };
};
