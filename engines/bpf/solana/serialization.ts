import { isSame } from '../../bytes.ts';
import { address } from '../isa/memory.ts';
import { maxDataSize, maxGrowth } from './account.ts';
import type { BorrowedAccount } from './account-rules.ts';
import { InstructionError } from './errors.ts';
import { bytesOfKey, type Key, keyOf, keySize } from './keys.ts';

/** Where the parts of an account lie in the memory of a program: addresses. */
export type SerializedAccount = {
  /** Place among the accounts of the instruction. */
  readonly index: number;
  readonly key: number;
  readonly owner: number;
  readonly lamports: number;
  /** The length of the data, and right behind it the data. */
  readonly dataLength: number;
  readonly data: number;
  /** Bytes of data when the instruction began. */
  readonly originalSize: number;
  /** Bytes from `data` on that belong to the account, room to grow and padding included. */
  readonly room: number;
};

/** A piece of the input, for people who look at it. */
export type InputPart = {
  readonly name: InputPartName;
  /** Address of its first byte. */
  readonly start: number;
  readonly size: number;
  /** Which account of the instruction it says something of. */
  readonly account: number | undefined;
};

export type InputPartName =
  | 'account count'
  | 'duplicate of'
  | 'signer'
  | 'writable'
  | 'executable'
  | 'padding'
  | 'key'
  | 'owner'
  | 'lamports'
  | 'data length'
  | 'data'
  | 'room to grow'
  | 'rent epoch'
  | 'instruction data length'
  | 'instruction data'
  | 'program';

/** What a program finds in its input region. */
export type SerializedInput = {
  readonly bytes: Uint8Array;
  /** All of it, in order. */
  readonly parts: readonly InputPart[];
  /** In the order of the instruction; one that is named again is the same object again. */
  readonly accounts: readonly SerializedAccount[];
  readonly instructionData: number;
  readonly programId: number;
};

/** An account of an instruction, or the place of the same account before it. */
export type InputAccount = BorrowedAccount | { readonly duplicateOf: number };

/** Says of an account that it is none of those before. */
export const notDuplicate = 0xff;
/** The end of time: rent is not collected any more. */
const rentEpoch = 0xffff_ffff_ffff_ffffn;
const alignment = 8;

const padding = (size: number): number => (alignment - (size % alignment)) % alignment;

/**
 * Writes accounts and data of an instruction as programs of loaders 2 and 3 find them, or, not aligned, those of loader 1
 * (`program-runtime/src/serialization.rs`).
 * @throws RangeError if there is not so much memory
 */
export const serialize = (
  accounts: readonly InputAccount[],
  data: Uint8Array,
  program: Key,
  isAligned: boolean,
): SerializedInput => {
  const size = 8 + accounts.reduce((sum, account) => sum + sizeOf(account, isAligned), 0) + 8 + data.length + keySize;
  const writer = new Writer(size);
  writer.u64('account count', accounts.length);
  const places: SerializedAccount[] = [];
  for (const [index, account] of accounts.entries()) {
    writer.account = index;
    if ('duplicateOf' in account) {
      writer.u8('duplicate of', account.duplicateOf);
      if (isAligned) writer.zeros('padding', 7);
      const place = places[account.duplicateOf];
      if (place) places.push(place);
    } else places.push(isAligned ? writeAligned(writer, account, index) : writeUnaligned(writer, account, index));
  }
  writer.account = undefined;
  writer.u64('instruction data length', data.length);
  const instructionData = writer.bytes('instruction data', data);
  const programId = writer.bytes('program', bytesOfKey(program));
  return { bytes: writer.content, parts: writer.parts, accounts: places, instructionData, programId };
};

const sizeOf = (account: InputAccount, isAligned: boolean): number => {
  if ('duplicateOf' in account) return isAligned ? 8 : 1;
  const size = account.data.length;
  const fixed = 1 + 1 + 1 + 1 + keySize + keySize + 8 + 8 + 8;
  return isAligned ? fixed + 4 + size + maxGrowth + padding(size) : fixed + size;
};

const writeAligned = (writer: Writer, account: BorrowedAccount, index: number): SerializedAccount => {
  writer.u8('duplicate of', notDuplicate);
  writer.flag('signer', account.isSigner);
  writer.flag('writable', account.isWritable);
  writer.flag('executable', account.executable);
  writer.zeros('padding', 4);
  const key = writer.bytes('key', bytesOfKey(account.key));
  const owner = writer.bytes('owner', bytesOfKey(account.owner));
  const lamports = writer.u64('lamports', account.lamports);
  const originalSize = account.data.length;
  const dataLength = writer.u64('data length', originalSize);
  const data = writer.bytes('data', account.data);
  writer.zeros('room to grow', maxGrowth);
  writer.zeros('padding', padding(originalSize));
  writer.u64('rent epoch', rentEpoch);
  const room = originalSize + maxGrowth + padding(originalSize);
  return { index, key, owner, lamports, dataLength, data, originalSize, room };
};

const writeUnaligned = (writer: Writer, account: BorrowedAccount, index: number): SerializedAccount => {
  writer.u8('duplicate of', notDuplicate);
  writer.flag('signer', account.isSigner);
  writer.flag('writable', account.isWritable);
  const key = writer.bytes('key', bytesOfKey(account.key));
  const lamports = writer.u64('lamports', account.lamports);
  const originalSize = account.data.length;
  const dataLength = writer.u64('data length', originalSize);
  const data = writer.bytes('data', account.data);
  const owner = writer.bytes('owner', bytesOfKey(account.owner));
  writer.flag('executable', account.executable);
  writer.u64('rent epoch', rentEpoch);
  return { index, key, owner, lamports, dataLength, data, originalSize, room: originalSize };
};

/** Writes one thing after the other, and says at which address it lies. */
class Writer {
  readonly content: Uint8Array;
  readonly parts: InputPart[] = [];
  /** The one that what comes next says something of. */
  account: number | undefined;
  readonly #view: DataView;
  #at = 0;

  constructor(size: number) {
    this.content = new Uint8Array(size);
    this.#view = new DataView(this.content.buffer);
  }

  #take(name: InputPartName, size: number): number {
    const at = this.#at;
    this.#at += size;
    if (size > 0) this.parts.push({ name, start: address.input + at, size, account: this.account });
    return at;
  }

  u8(name: InputPartName, value: number): void {
    this.#view.setUint8(this.#take(name, 1), value);
  }

  flag(name: InputPartName, value: boolean): void {
    this.u8(name, value ? 1 : 0);
  }

  u64(name: InputPartName, value: number | bigint): number {
    const at = this.#take(name, 8);
    this.#view.setBigUint64(at, BigInt(value), true);
    return address.input + at;
  }

  bytes(name: InputPartName, bytes: Uint8Array): number {
    const at = this.#take(name, bytes.length);
    this.content.set(bytes, at);
    return address.input + at;
  }

  zeros(name: InputPartName, count: number): void {
    this.#take(name, count);
  }
}

/**
 * Takes over what a program did to the accounts of its instruction.
 * @param read bytes of the memory of the program
 * @throws InstructionError for what it may not do
 */
export const deserialize = (
  accounts: readonly InputAccount[],
  places: readonly SerializedAccount[],
  isAligned: boolean,
  read: (address: number, size: number) => Uint8Array,
): void => {
  for (const [index, account] of accounts.entries()) {
    const place = places[index];
    if ('duplicateOf' in account || !place) continue;
    const lamports = u64At(read, place.lamports);
    if (account.lamports !== lamports) account.setLamports(lamports);
    const size = isAligned ? grownSize(u64At(read, place.dataLength), place.originalSize) : place.originalSize;
    const data = read(place.data, size);
    const refusal = account.refusesSize(size);
    if (!refusal) account.setData(data);
    else if (!isSame(account.data, data)) throw new InstructionError(refusal);
    // The owner last, so that the one before could change all else.
    const owner = keyOf(read(place.owner, keySize));
    if (isAligned && account.owner !== owner) account.setOwner(owner);
  }
};

const u64At = (read: (address: number, size: number) => Uint8Array, at: number): bigint => {
  const bytes = read(at, 8);
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
};

const grownSize = (size: bigint, originalSize: number): number => {
  if (size - BigInt(originalSize) > BigInt(maxGrowth) || size > BigInt(maxDataSize))
    throw new InstructionError('InvalidRealloc');
  return Number(size);
};
