import { maxDataSize } from '../solana/account.ts';
import { bytesOfKey, type Key, keySize, wellKnown } from '../solana/keys.ts';
import { type EncodeContext, encode } from './encode.ts';
import * as messages from './messages.ts';
import { deepest, IdlError, newWork, shapeOf, sizeOf, spend, type Work } from './shapes.ts';
import {
  type Field,
  type Idl,
  type IdlAccount,
  type IdlInstruction,
  type IdlLayout,
  named,
  plainName,
  typeText,
} from './types.ts';

/** What an account of an instruction is before it, as far as one can tell of a program that one does not know. */
export type Assumed =
  /** The instruction makes it. */
  | { readonly kind: 'absent' }
  /** A program that is not at hand. */
  | { readonly kind: 'program' }
  /** Lamports, and nothing else. */
  | { readonly kind: 'wallet' }
  /** The program's own: without anything in it yet, if the instruction fills it. */
  | { readonly kind: 'state'; readonly layout: IdlLayout; readonly isBlank: boolean };

/** Words with which names begin of instructions that make an account, or fill one: `create_post`, `createPost`. */
const making = /^([Ii]nit(ialize)?|[Cc]reate|[Nn]ew|[Oo]pen|[Rr]egister|[Mm]ake)(?=[_A-Z\d]|$)/;

/** Judged by names, as Anchor's programs choose them: an account `counter` is of the kind `Counter`. */
export const assumedOf = (idl: Idl, instruction: IdlInstruction, account: IdlAccount): Assumed => {
  const layout = layoutFor(idl, instruction, account);
  const makes = isMade(idl, instruction, account, layout);
  const hasSystem = instruction.accounts.some(({ address }) => address === wellKnown.systemProgram);
  if (makes && hasSystem && (layout || account.pda)) return { kind: 'absent' };
  if (layout) return { kind: 'state', layout, isBlank: makes };
  return { kind: !account.isSigner && plainName(account.name).endsWith('program') ? 'program' : 'wallet' };
};

/** A name without the words that say no more than what it is the name of. */
const stem = (name: string): string => plainName(name).replace(/(?<=.)(account|pubkey|key)$/, '');

const isOpen = ({ isWritable, isSigner, address }: IdlAccount): boolean =>
  isWritable && !isSigner && address === undefined;

const layoutFor = (idl: Idl, { accounts }: IdlInstruction, account: IdlAccount): IdlLayout | undefined => {
  if (account.address !== undefined) return undefined;
  if (account.holds !== undefined) return named(idl.accounts, account.holds);
  const found = idl.accounts.find(({ name }) => stem(name) === stem(account.name));
  if (found) return found;
  // The only kind that there is, where it can be no other account.
  const open = accounts.filter(isOpen);
  return idl.accounts.length === 1 && open.length === 1 && open[0] === account ? idl.accounts[0] : undefined;
};

/** Of an instruction `createPost` the account `post` is made, if there is one. */
const isMade = (idl: Idl, { name, accounts }: IdlInstruction, account: IdlAccount, layout: IdlLayout | undefined) => {
  const word = making.exec(name)?.[1];
  if (!account.isWritable || word === undefined) return false;
  const what = plainName(name.slice(word.length));
  const isMeant = (each: string): boolean => what.startsWith(stem(each));
  const isNamed = [...accounts, ...idl.accounts].some((each) => isMeant(each.name));
  // What is new may be less than an account, as in `newOwner`.
  const makesAny = !isNamed && (what === '' || plainName(word) !== 'new');
  return makesAny || isMeant(account.name) || (layout !== undefined && isMeant(layout.name));
};

/** Fields that most likely are the key of who signs. */
const signerFields: ReadonlySet<string> = new Set(['authority', 'owner', 'admin']);

/** What is known of an account of which nothing is said. */
export type AroundAssumed = EncodeContext & {
  /** The accounts of the instruction, by the names of the IDL. */
  readonly keys: ReadonlyMap<string, Key>;
  /** Those of them that sign. */
  readonly signers: readonly Key[];
  /** What makes its address one, if it is derived. */
  readonly bump: number | undefined;
};

/** Bytes behind a value whose size may grow. */
const room = 256;

/**
 * Data with nothing but zeros in them, except for keys of accounts that have the name of a field, and what is usual.
 * @throws IdlError if the type means nothing, or is larger than an account
 */
export const assumedData = (
  { types }: Idl,
  { layout, isBlank }: Assumed & { kind: 'state' },
  around: AroundAssumed,
): Uint8Array => {
  const { discriminator, type, size = 0, usual = {} } = layout;
  const work = newWork();
  const shape = shapeOf(types, type);
  const fields = shape.kind === 'struct' && shape.isNamed ? shape.fields : [{ name: '', type }];
  const values = fields.map((field) => fieldBytes(types, field, usual, around, work));
  const length = values.reduce((sum, each) => sum + each.length, discriminator.length);
  const isFixed = sizeOf(types, type, work) !== undefined;
  const data = new Uint8Array(Math.max(size, length + (isFixed ? 0 : room)));
  if (isBlank) return data;
  data.set(discriminator);
  let at = discriminator.length;
  for (const each of values) {
    data.set(each, at);
    at += each.length;
  }
  return data;
};

const fieldBytes = (
  types: Idl['types'],
  field: Field,
  usual: NonNullable<IdlLayout['usual']>,
  around: AroundAssumed,
  work: Work,
): Uint8Array => {
  const { name, type } = field;
  const known = Object.hasOwn(usual, name) ? encode(type, usual[name], name, around) : undefined;
  if (known) return known;
  const zeros = new Uint8Array(zeroSize(types, type, work));
  const shape = shapeOf(types, type);
  if (shape.kind === 'integer' && stem(name) === 'bump') zeros[0] = around.bump ?? 0;
  const key = keyFor(name, around);
  if (key === undefined) return zeros;
  if (shape.kind === 'pubkey') return bytesOfKey(key);
  if (shape.kind === 'option' && zeros.length === shape.tagSize + keySize) {
    zeros[0] = 1;
    zeros.set(bytesOfKey(key), shape.tagSize);
  }
  return zeros;
};

const keyFor = (name: string, { keys, signers }: AroundAssumed): Key | undefined => {
  const found = [...keys].find(([each]) => stem(each) === stem(name))?.[1];
  return found ?? (signers.length === 1 && signerFields.has(stem(name)) ? signers[0] : undefined);
};

/** Bytes of the value that is all zeros: text, lists and options of it are empty. @throws IdlError */
const zeroSize = (types: Idl['types'], type: Field['type'], work: Work, depth = 0): number => {
  if (depth > deepest) throw new IdlError(messages.endlessType(typeText(type)));
  spend(work);
  const size = (each: Field['type']): number => zeroSize(types, each, work, depth + 1);
  const sum = (all: readonly Field['type'][]): number => all.reduce((total, each) => total + size(each), 0);
  const shape = shapeOf(types, type);
  const found = (() => {
    switch (shape.kind) {
      case 'bool':
        return 1;
      case 'pubkey':
        return keySize;
      case 'integer':
      case 'float':
        return shape.bits / 8;
      case 'option':
        return shape.tagSize === 4 ? 4 + size(shape.of) : 1;
      case 'array':
        return shape.length === 0 ? 0 : shape.length * size(shape.of);
      case 'tuple':
        return sum(shape.of);
      case 'struct':
        return sum(shape.fields.map((field) => field.type));
      case 'enum':
        return 1 + sum((shape.variants[0]?.fields ?? []).map((field) => field.type));
      default:
        return 4;
    }
  })();
  if (found > maxDataSize) throw new IdlError(messages.tooLarge(typeText(type), maxDataSize));
  return found;
};
