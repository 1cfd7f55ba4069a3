import { address } from '../../isa/memory.ts';
import { InstructionError, SyscallError } from '../errors.ts';
import { type Key, keyOf, keySize, wellKnown } from '../keys.ts';
import { addressOf, number, type Syscall, type SyscallContext } from './row.ts';

const source = 'agave syscalls/src/sysvar.rs';

const base = 100;
const keyCost = Math.floor(keySize / 250);
const leastForBytes = 10n;
const bytesPerUnit = 250n;

/** A sysvar that a syscall writes as a structure of C: its account has no gaps between fields, and none at the end. */
type Structure = {
  readonly syscall: string;
  readonly key: Key;
  readonly name: string;
  readonly feature?: Syscall['feature'];
  readonly fields: readonly Field[];
};

/** A number of so many bytes, or a byte that is 0 or 1. */
type Field = 1 | 8 | 16 | 'flag';

const sizeOf = (field: Field): number => (field === 'flag' ? 1 : field);

const structures: readonly Structure[] = [
  {
    ...{ syscall: 'sol_get_clock_sysvar', key: wellKnown.clock, name: 'clock' },
    fields: [8, 8, 8, 8, 8],
  },
  {
    ...{ syscall: 'sol_get_epoch_schedule_sysvar', key: wellKnown.epochSchedule, name: 'epoch schedule' },
    fields: [8, 8, 'flag', 8, 8],
  },
  {
    ...{ syscall: 'sol_get_epoch_rewards_sysvar', key: wellKnown.epochRewards, name: 'epoch rewards' },
    fields: [8, 8, 8, 8, 8, 8, 16, 8, 8, 'flag'],
  },
  {
    ...{ syscall: 'sol_get_fees_sysvar', key: wellKnown.fees, name: 'fees', feature: '!disable_fees_sysvar' },
    fields: [8],
  },
  {
    ...{ syscall: 'sol_get_rent_sysvar', key: wellKnown.rent, name: 'rent' },
    fields: [8, 8, 1],
  },
  {
    ...{ syscall: 'sol_get_last_restart_slot', key: wellKnown.lastRestartSlot, name: 'last restart slot' },
    ...{ feature: 'last_restart_slot_sysvar', fields: [8] },
  },
];

/** Where each field begins in memory, how large the structure is there, and to what it is aligned. */
const layoutOf = (fields: readonly Field[]) => {
  const sizes = fields.map(sizeOf);
  const alignment = Math.max(...sizes);
  const aligned = (at: number, to: number): number => Math.ceil(at / to) * to;
  const starts: number[] = [];
  let end = 0;
  for (const size of sizes) {
    const start = aligned(end, size);
    starts.push(start);
    end = start + size;
  }
  return { starts, size: aligned(end, alignment), alignment };
};

/** The structure that an account holds; undefined if it is none. */
const structureIn = (account: Uint8Array, fields: readonly Field[]): Uint8Array | undefined => {
  const { starts, size } = layoutOf(fields);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const [index, field] of fields.entries()) {
    const part = account.subarray(at, at + sizeOf(field));
    if (part.length < sizeOf(field) || (field === 'flag' && part[0] > 1)) return undefined;
    bytes.set(part, starts[index]);
    at += part.length;
  }
  return bytes;
};

const syscallOf = ({ syscall, key, name, feature, fields }: Structure): Syscall => {
  const { size, alignment } = layoutOf(fields);
  return {
    name: syscall,
    parameters: [addressOf('target', `${size} bytes`)],
    result: '0',
    cost: `${base} + ${size}`,
    doc: `Writes the sysvar of the ${name}.`,
    source,
    feature,
    run: (context) => {
      const [target] = context.args;
      context.charge(base + size, 'sysvar');
      checkTarget(context, target);
      context.memory.checkWrite(target, size, alignment);
      const account = context.sysvar(key);
      const bytes = account && structureIn(account, fields);
      if (!bytes) throw new InstructionError('UnsupportedSysvar');
      context.memory.write(target, bytes, alignment);
      return 0n;
    },
  };
};

/** Sysvars are for programs whose memory is aligned, and do not go where accounts lie. */
const checkTarget = ({ memory, features }: SyscallContext, target: bigint): void => {
  if (!memory.isAligned) throw new SyscallError('Unaligned pointer');
  if (features.has('syscall_parameter_address_restrictions') && target >= address.input)
    throw new SyscallError('Invalid pointer');
};

/** The sysvars that `sol_get_sysvar` gives parts of, with the fields of those that have always the same. */
const partial: ReadonlyMap<Key, readonly Field[]> = new Map([
  ...structures.flatMap(({ key, fields }) => (key === wellKnown.fees ? [] : [[key, fields] as const])),
  [wellKnown.slotHashes, []],
  [wellKnown.stakeHistory, []],
]);

const [pastEnd, notFound] = [1n, 2n];

/** What the chain tells of itself. */
export const sysvars: readonly Syscall[] = [
  ...structures.map(syscallOf),
  {
    name: 'sol_get_sysvar',
    parameters: [
      addressOf('sysvar', `${keySize} bytes`),
      addressOf('target', 'bytes'),
      number('offset'),
      number('length'),
    ],
    result: `0, ${pastEnd} if the sysvar ends before, ${notFound} if there is none`,
    cost: `${base} + (length / ${bytesPerUnit}, at least ${leastForBytes})`,
    doc: 'Writes a part of a sysvar as its account has it (SIMD-0127).',
    source,
    feature: 'get_sysvar_syscall_enabled',
    run: (context) => {
      const [sysvarAt, target, offset, length] = context.args;
      const { memory } = context;
      const forBytes = length / bytesPerUnit;
      context.charge(BigInt(base + keyCost) + (forBytes > leastForBytes ? forBytes : leastForBytes), 'sysvar');
      checkTarget(context, target);
      memory.checkWrite(target, length);
      const key = keyOf(memory.read(sysvarAt, keySize));
      if (offset + length >= 2n ** 64n || target + length >= 2n ** 64n)
        throw new InstructionError('ArithmeticOverflow');
      const fields = partial.get(key);
      const account = fields && context.sysvar(key);
      if (!account || !structureIn(account, fields)) return notFound;
      if (offset + length > BigInt(account.length)) return pastEnd;
      memory.write(target, account.slice(Number(offset), Number(offset + length)));
      return 0n;
    },
  },
  {
    name: 'sol_get_epoch_stake',
    parameters: [addressOf('vote account', `${keySize} bytes`)],
    result: 'lamports',
    cost: `${base} without an address, else ${BigInt(base + keyCost) + leastForBytes}`,
    doc: 'Tells the stake that votes with an account in this epoch, or, without an address, all of it (SIMD-0133).',
    source: 'agave syscalls/src/lib.rs',
    feature: 'enable_get_epoch_stake_syscall',
    run: (context) => {
      const [voteAccountAt] = context.args;
      if (voteAccountAt === 0n) {
        context.charge(base, 'sysvar');
        return context.epochStake(undefined);
      }
      context.charge(BigInt(base + keyCost) + leastForBytes, 'sysvar');
      return context.epochStake(keyOf(context.memory.read(voteAccountAt, keySize)));
    },
  },
];
