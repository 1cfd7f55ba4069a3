import { isSame } from '../../bytes.ts';
import { address } from '../isa/memory.ts';
import type { AccountMeta, Instruction } from './account.ts';
import { maxGrowth } from './account.ts';
import type { BorrowedAccount } from './account-rules.ts';
import { InstructionError, SyscallError } from './errors.ts';
import { bytesOfKey, type Key, keyOf, keySize, wellKnown } from './keys.ts';
import { maxSeedSize, maxSeeds, programAddress } from './program-address.ts';
import type { SerializedAccount } from './serialization.ts';
import type { ProgramMemory } from './syscalls/memory.ts';

/** How a program lays out what it passes: as Rust's SDK does, or C's (`program-runtime/src/cpi.rs`). */
export type Abi = 'rust' | 'c';

/** What calling another program costs (SIMD-0339), in compute units. */
export const callCost = 946;
const bytesPerUnit = 250;
/** Bytes that an account of an instruction counts as, and what is passed of each account. */
const [metaBytes, infoBytes] = [34, 80];

const limits = { accounts: 255, data: 10 * 1024, infos: 255, signers: 16 } as const;

/** What a call needs of the program that makes it. */
export type Caller = {
  readonly abi: Abi;
  readonly memory: ProgramMemory;
  readonly program: Key;
  /** The caller's accounts by their keys. */
  account(key: Key): BorrowedAccount | undefined;
  /** Where an account of the caller lies in its memory. */
  placeOf(key: Key): SerializedAccount | undefined;
  /** Whether any instruction of the transaction names an account. */
  isNamed(key: Key): boolean;
  /** Whether addresses in what is passed must be those at which the accounts lie. */
  readonly isRestricted: boolean;
  charge(amount: number | bigint, reason: string): void;
  log(line: string): void;
};

/** An account of the callee as it lies in the memory of the caller: addresses of its parts. */
export type CallerAccount = {
  readonly account: BorrowedAccount;
  readonly lamports: bigint;
  readonly owner: bigint;
  readonly data: bigint;
  /** Bytes of data, as the caller says. */
  readonly size: bigint;
  /** Where the caller keeps the number of bytes. */
  readonly sizeAt: bigint;
  readonly originalSize: number;
  /** Whether the callee may have changed it. */
  readonly isWritable: boolean;
};

/** A call as it was read from the memory of the caller, with all rights checked. */
export type Call = { readonly instruction: Instruction; readonly accounts: readonly CallerAccount[] };

/**
 * Reads what a program passes to `sol_invoke_signed`: `r1` the instruction, `r2` and `r3` accounts, `r4` and `r5` seeds.
 * @throws Fault, SyscallError, InstructionError
 */
export const readCall = (
  caller: Caller,
  [instructionAt, infosAt, infoCount, seedsAt, seedCount]: readonly bigint[],
): Call => {
  caller.charge(callCost, 'call of a program');
  const instruction = readInstruction(caller, instructionAt ?? 0n);
  const signers = readSigners(caller, seedsAt ?? 0n, seedCount ?? 0n);
  checkCallable(instruction.program);
  const metas = mergedMetas(instruction.accounts);
  checkRights(caller, metas, signers);
  checkProgram(caller, instruction.program);
  const accounts = readAccounts(caller, metas, infosAt ?? 0n, infoCount ?? 0n);
  return { instruction: { ...instruction, accounts: metas }, accounts };
};

const u64 = (bytes: Uint8Array, at: number): bigint =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigUint64(at, true);

const divided = (bytes: number | bigint): bigint => BigInt(bytes) / BigInt(bytesPerUnit);

const readInstruction = (caller: Caller, at: bigint): Instruction => {
  const { memory, abi } = caller;
  if (abi === 'rust') {
    // Two vectors of address, capacity and length, and the key of the program.
    const raw = memory.read(at, 24 + 24 + keySize, 8);
    const metasRaw = memory.read(u64(raw, 0), u64(raw, 16) * BigInt(metaBytes), 1);
    const data = memory.read(u64(raw, 24), u64(raw, 40));
    chargeInstruction(caller, metasRaw.length / metaBytes, data.length);
    const accounts = Array.from({ length: metasRaw.length / metaBytes }, (_, n): AccountMeta => {
      const meta = metasRaw.subarray(n * metaBytes, (n + 1) * metaBytes);
      const [isSigner, isWritable] = [flag(meta[keySize]), flag(meta[keySize + 1])];
      return { key: keyOf(meta.subarray(0, keySize)), isSigner, isWritable };
    });
    return { program: keyOf(raw.subarray(48)), accounts, data };
  }
  const raw = memory.read(at, 40, 8);
  const program = keyOf(memory.read(u64(raw, 0), keySize));
  const count = u64(raw, 16);
  const metasRaw = memory.read(u64(raw, 8), count * 16n, 8);
  const data = memory.read(u64(raw, 24), u64(raw, 32));
  chargeInstruction(caller, Number(count), data.length);
  const accounts = Array.from({ length: Number(count) }, (_, n): AccountMeta => {
    const meta = metasRaw.subarray(n * 16, (n + 1) * 16);
    const [isWritable, isSigner] = [flag(meta[8]), flag(meta[9])];
    return { key: keyOf(memory.read(u64(meta, 0), keySize)), isSigner, isWritable };
  });
  return { program, accounts, data };
};

const flag = (byte = 0): boolean => {
  if (byte > 1) throw new InstructionError('InvalidArgument');
  return byte === 1;
};

const chargeInstruction = (caller: Caller, accounts: number, data: number): void => {
  if (accounts > limits.accounts)
    throw new SyscallError(`Invoked an instruction with too many accounts (${accounts} > ${limits.accounts})`);
  if (data > limits.data)
    throw new SyscallError(`Invoked an instruction with data that is too large (${data} > ${limits.data})`);
  caller.charge(divided(accounts * metaBytes), 'call of a program');
  caller.charge(divided(data), 'call of a program');
};

/** Addresses of programs that the caller signs for. */
const readSigners = (caller: Caller, at: bigint, count: bigint): ReadonlySet<Key> => {
  const { memory, program } = caller;
  const signers = new Set<Key>();
  if (count === 0n) return signers;
  const lists = memory.read(at, count * 16n, 8);
  if (count > BigInt(limits.signers)) throw new SyscallError('Too many signers');
  for (let n = 0; n < Number(count); n++) {
    const size = u64(lists, n * 16 + 8);
    const slices = memory.read(u64(lists, n * 16), size * 16n, 8);
    if (size > BigInt(maxSeeds)) throw new InstructionError('MaxSeedLengthExceeded');
    const seeds = Array.from({ length: Number(size) }, (_, i) =>
      memory.read(u64(slices, i * 16), u64(slices, i * 16 + 8)),
    );
    if (seeds.some((seed) => seed.length > maxSeedSize))
      throw badSeeds('Length of the seed is too long for address generation');
    const signer = programAddress(seeds, program);
    if (signer === undefined) throw badSeeds('Provided seeds do not result in a valid address');
    signers.add(signer);
  }
  return signers;
};

const badSeeds = (why: string): SyscallError =>
  new SyscallError(`Could not create program address with signer seeds: ${why}`);

const notCallable: ReadonlySet<Key> = new Set([
  wellKnown.nativeLoader,
  wellKnown.loader1,
  wellKnown.loader2,
  wellKnown.loader3,
  wellKnown.ed25519Program,
  wellKnown.secp256k1Program,
  wellKnown.secp256r1Program,
]);

const checkCallable = (program: Key): void => {
  if (notCallable.has(program)) throw new SyscallError(`Program ${program} not supported by inner instructions`);
};

/** An account that is named more than once has the rights of all its names. */
const mergedMetas = (metas: readonly AccountMeta[]): readonly AccountMeta[] => {
  const rights = new Map<Key, { isSigner: boolean; isWritable: boolean }>();
  for (const { key, isSigner, isWritable } of metas) {
    const before = rights.get(key);
    rights.set(key, {
      isSigner: isSigner || before?.isSigner === true,
      isWritable: isWritable || before?.isWritable === true,
    });
  }
  return metas.map((meta) => ({ ...meta, ...rights.get(meta.key) }));
};

const checkRights = (caller: Caller, metas: readonly AccountMeta[], signers: ReadonlySet<Key>): void => {
  for (const { key } of metas) {
    if (caller.isNamed(key)) continue;
    caller.log(`Instruction references an unknown account ${key}`);
    throw new InstructionError('MissingAccount');
  }
  for (const { key, isSigner, isWritable } of metas) {
    const own = caller.account(key);
    if (!own) throw new InstructionError('MissingAccount');
    if (isWritable && !own.isWritable) {
      caller.log(`${key}'s writable privilege escalated`);
      throw new InstructionError('PrivilegeEscalation');
    }
    if (isSigner && !own.isSigner && !signers.has(key)) {
      caller.log(`${key}'s signer privilege escalated`);
      throw new InstructionError('PrivilegeEscalation');
    }
  }
};

const checkProgram = (caller: Caller, program: Key): void => {
  if (caller.account(program)) return;
  caller.log(`Unknown program ${program}`);
  throw new InstructionError('MissingAccount');
};

/** Sizes and places in what is passed of an account: `AccountInfo` of Rust, `SolAccountInfo` of C. */
const infoSize = { rust: 48, c: 56 } as const;

const readAccounts = (
  caller: Caller,
  metas: readonly AccountMeta[],
  at: bigint,
  count: bigint,
): readonly CallerAccount[] => {
  const { memory, abi } = caller;
  const size = infoSize[abi];
  checkOutside(caller, at + count * BigInt(size));
  const infos = memory.read(at, count * BigInt(size), 8);
  if (count > BigInt(limits.infos))
    throw new SyscallError(`Invoked an instruction with too many account info's (${count} > ${limits.infos})`);
  caller.charge(divided(count * BigInt(infoBytes)), 'call of a program');
  const keys = Array.from({ length: Number(count) }, (_, n) => keyOf(memory.read(u64(infos, n * size), keySize)));
  const seen = new Set<Key>();
  const accounts: CallerAccount[] = [];
  for (const { key, isWritable } of metas) {
    const account = caller.account(key);
    if (!account || seen.has(key)) continue;
    seen.add(key);
    if (account.executable) {
      caller.charge(divided(account.data.length), 'call of a program');
      continue;
    }
    const index = keys.indexOf(key);
    if (index < 0) {
      caller.log(`Instruction references an unknown account ${key}`);
      throw new InstructionError('MissingAccount');
    }
    const info = infos.subarray(index * size, (index + 1) * size);
    const place = caller.placeOf(key);
    if (!place) throw new InstructionError('MissingAccount');
    const infoAt = at + BigInt(index * size);
    const parts = abi === 'rust' ? rustParts(caller, info, place) : cParts(caller, info, place, infoAt);
    if (caller.isRestricted && parts.size > BigInt(place.originalSize + (memory.isAligned ? maxGrowth : 0)))
      throw new InstructionError('InvalidRealloc');
    caller.charge(divided(parts.size), 'call of a program');
    memory.checkWrite(parts.data, parts.size);
    accounts.push({ ...parts, account, isWritable, originalSize: place.originalSize });
  }
  return accounts;
};

type Parts = Pick<CallerAccount, 'lamports' | 'owner' | 'data' | 'size' | 'sizeAt'>;

/** @throws SyscallError for what lies where a callee might write */
const checkOutside = ({ isRestricted }: Caller, at: bigint): void => {
  if (isRestricted && at >= BigInt(address.input)) throw new SyscallError('Invalid pointer');
};

/** @throws SyscallError unless the address is the one at which the part of the account lies */
const checkPointer = ({ isRestricted, log }: Caller, name: string, given: bigint, expected: number): void => {
  if (!isRestricted || given === BigInt(expected)) return;
  log(`Invalid account info pointer \`${name}': 0x${given.toString(16)} != 0x${expected.toString(16)}`);
  throw new SyscallError('Invalid pointer');
};

/** Lamports and data lie behind a `RefCell` each, whose value begins at 16 and 8 bytes. */
const rustParts = (caller: Caller, info: Uint8Array, place: SerializedAccount): Parts => {
  const { memory } = caller;
  const owner = u64(info, 24);
  checkPointer(caller, 'key', u64(info, 0), place.key);
  checkPointer(caller, 'owner', owner, place.owner);
  const lamportsCell = u64(info, 8) + 24n;
  const lamports = u64(memory.read(lamportsCell, 8, 8), 0);
  checkOutside(caller, lamportsCell);
  checkPointer(caller, 'lamports', lamports, place.lamports);
  memory.checkWrite(lamports, 8, 8);
  memory.checkWrite(owner, keySize);
  const dataCell = u64(info, 16) + 24n;
  checkOutside(caller, dataCell);
  const slice = memory.read(dataCell, 16, 8);
  const [data, size] = [u64(slice, 0), u64(slice, 8)];
  checkPointer(caller, 'data', data, place.data);
  const sizeAt = dataCell + 8n;
  checkOutside(caller, sizeAt);
  memory.checkWrite(sizeAt, 8);
  return { lamports, owner, data, size, sizeAt };
};

const cParts = (caller: Caller, info: Uint8Array, place: SerializedAccount, at: bigint): Parts => {
  const { memory } = caller;
  const [lamports, size, data, owner] = [u64(info, 8), u64(info, 16), u64(info, 24), u64(info, 32)];
  checkPointer(caller, 'key', u64(info, 0), place.key);
  checkPointer(caller, 'owner', owner, place.owner);
  checkPointer(caller, 'lamports', lamports, place.lamports);
  checkPointer(caller, 'data', data, place.data);
  memory.checkWrite(lamports, 8, 8);
  memory.checkWrite(owner, keySize);
  const sizeAt = at + 16n;
  checkOutside(caller, sizeAt);
  memory.checkWrite(sizeAt, 8);
  return { lamports, owner, data, size, sizeAt };
};

/** Lets the callee see what the caller did to an account. @throws InstructionError */
export const updateCallee = (memory: ProgramMemory, { account, lamports, owner, data, size }: CallerAccount): void => {
  const balance = u64(memory.read(lamports, 8), 0);
  if (account.lamports !== balance) account.setLamports(balance);
  const bytes = memory.read(data, size);
  const refusal = account.refusesSize(bytes.length);
  if (!refusal) account.setData(bytes);
  else if (!isSame(account.data, bytes)) throw new InstructionError(refusal);
  const owned = keyOf(memory.read(owner, keySize));
  if (account.owner !== owned) account.setOwner(owned);
};

/** Lets the caller see what the callee did to an account. @throws Fault, InstructionError */
export const updateCaller = (caller: Pick<Caller, 'memory' | 'log'>, place: CallerAccount): void => {
  if (!place.isWritable) return;
  const { memory } = caller;
  const { account, originalSize } = place;
  memory.renew(place.lamports, littleEndian(account.lamports));
  memory.renew(place.owner, bytesOfKey(account.owner));
  const before = Number(u64(memory.read(place.sizeAt, 8), 0));
  const after = account.data.length;
  if (before !== after) {
    if (after > originalSize + maxGrowth) {
      caller.log(`Account data size realloc limited to ${maxGrowth} in inner instructions`);
      throw new InstructionError('InvalidRealloc');
    }
    if (after < before) {
      if (after > Number(place.size)) throw new InstructionError('AccountDataTooSmall');
      memory.write(place.data + BigInt(after), new Uint8Array(Number(place.size) - after));
    }
    memory.checkWrite(place.data, after);
    memory.write(place.sizeAt, littleEndian(BigInt(after)));
    memory.write(place.data - 8n, littleEndian(BigInt(after)), 8);
  } else if (after !== Number(place.size)) throw new InstructionError('AccountDataTooSmall');
  memory.renew(place.data, account.data);
};

const littleEndian = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};
