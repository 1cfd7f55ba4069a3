import { address } from '../../isa/memory.ts';
import { SyscallError } from '../errors.ts';
import { addressOf, number, type Syscall, type SyscallContext } from './row.ts';

const source = 'agave syscalls/src/mem_ops.rs';

const base = 10n;
const bytesPerUnit = 250n;
const cost = `length / ${bytesPerUnit}, at least ${base}`;

const charge = (context: SyscallContext, length: bigint): void => {
  const amount = length / bytesPerUnit;
  context.charge(amount > base ? amount : base, 'memory');
};

const copy = ({ memory }: SyscallContext, target: bigint, from: bigint, length: bigint): bigint => {
  memory.checkWrite(target, length);
  memory.write(target, memory.read(from, length));
  return 0n;
};

/** What the first bytes that differ differ by. */
const difference = (a: Uint8Array, b: Uint8Array): number => {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at < 0 ? 0 : a[at] - b[at];
};

const bytesOfWord = (word: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, word, true);
  return bytes;
};

/** What C's string.h does with memory, and the old allocator. */
export const memoryOperations: readonly Syscall[] = [
  {
    name: 'sol_memcpy_',
    parameters: [addressOf('target', 'bytes'), addressOf('origin', 'bytes'), number('length')],
    result: '0',
    cost,
    doc: 'Copies bytes to where they do not overlap.',
    source,
    run: (context) => {
      const [target, origin, length] = context.args;
      charge(context, length);
      const [low, high] = target < origin ? [target, origin] : [origin, target];
      if (high - low < length) throw new SyscallError('Overlapping copy');
      return copy(context, target, origin, length);
    },
  },
  {
    name: 'sol_memmove_',
    parameters: [addressOf('target', 'bytes'), addressOf('origin', 'bytes'), number('length')],
    result: '0',
    cost,
    doc: 'Copies bytes, also to where they overlap.',
    source,
    run: (context) => {
      const [target, origin, length] = context.args;
      charge(context, length);
      return copy(context, target, origin, length);
    },
  },
  {
    name: 'sol_memset_',
    parameters: [addressOf('target', 'bytes'), number('byte'), number('length')],
    result: '0',
    cost,
    doc: 'Writes a byte several times.',
    source,
    run: (context) => {
      const [target, byte, length] = context.args;
      charge(context, length);
      context.memory.checkWrite(target, length);
      context.memory.write(target, new Uint8Array(Number(length)).fill(Number(byte & 0xffn)));
      return 0n;
    },
  },
  {
    name: 'sol_memcmp_',
    parameters: [addressOf('a', 'bytes'), addressOf('b', 'bytes'), number('length'), addressOf('difference', 'i32')],
    result: '0',
    cost,
    doc: 'Compares bytes, and writes what the first two that differ differ by.',
    source,
    run: (context) => {
      const [a, b, length, target] = context.args;
      charge(context, length);
      const found = difference(context.memory.read(a, length), context.memory.read(b, length));
      context.memory.write(target, bytesOfWord(found), 4);
      return 0n;
    },
  },
  {
    name: 'sol_alloc_free_',
    parameters: [number('size'), number('freed')],
    result: 'address, 0 if there is no room',
    cost: '0',
    doc: 'Takes bytes of the heap, and frees nothing; programs of today bring an allocator of their own.',
    source: 'agave syscalls/src/lib.rs',
    run: (context) => {
      const [size, freed] = context.args;
      const start = context.memory.isAligned ? Math.ceil(context.heapUsed / 8) * 8 : context.heapUsed;
      if (freed !== 0n || BigInt(start) + size > BigInt(context.heapSize)) return 0n;
      context.heapUsed = start + Number(size);
      return BigInt(address.heap + start);
    },
  },
];
