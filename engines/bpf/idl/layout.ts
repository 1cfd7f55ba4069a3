import type { Value } from '../../machine.ts';
import { decode } from './decode.ts';
import * as messages from './messages.ts';
import { IdlError, newWork } from './shapes.ts';
import { type Idl, type IdlLayout, named } from './types.ts';

/** What the data of an account of a program are; undefined for what the IDL does not know. One kind needs no mark. */
export const layoutOf = ({ accounts }: Idl, data: Uint8Array): IdlLayout | undefined =>
  accounts.find(({ discriminator, size, longer }) => {
    if (size !== undefined) return data.length === size || (longer !== undefined && data[longer.at] === longer.tag);
    const isMarked = discriminator.length > 0 || accounts.length === 1;
    return isMarked && discriminator.every((byte, i) => data[i] === byte);
  });

/** @throws IdlError if there is none of that name */
export const layoutNamed = (idl: Idl, name: string): IdlLayout => {
  const found = named(idl.accounts, name);
  if (found) return found;
  const names = idl.accounts.map((each) => each.name);
  throw new IdlError(messages.unknownAccount(name, idl.name, names));
};

/** The data of an account as its program sees them; undefined if they are not what the IDL says. */
export const decodeData = (
  idl: Idl,
  data: Uint8Array,
  { space, nameOf }: { readonly space: string; nameOf(key: string): string },
): Value | undefined => {
  const layout = layoutOf(idl, data);
  if (!layout) return undefined;
  const context = { types: idl.types, bytes: data, space, work: newWork(), nameOf };
  try {
    return decode(context, layout.type, messages.valueName(), layout.discriminator.length).value;
  } catch (error) {
    if (error instanceof RangeError || error instanceof IdlError) return undefined;
    throw error;
  }
};
