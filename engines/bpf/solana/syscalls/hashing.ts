import { blake3 } from '@noble/hashes/blake3.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { SyscallError } from '../errors.ts';
import type { Feature } from '../features.ts';
import { slicesAt } from './memory.ts';
import { addressOf, number, type Syscall } from './row.ts';

const base = 85;
const leastPerSlice = 10n;
const bytesPerUnit = 2n;
const maxSlices = 20_000n;

type Hasher = { update(bytes: Uint8Array): Hasher; digest(): Uint8Array };

type Hash = {
  readonly name: string;
  /** As the chain's log names it. */
  readonly logged: string;
  /** Bytes of the hash. */
  readonly size: number;
  readonly doc: string;
  readonly feature?: Feature;
  begin(): Hasher;
};

const hashes: readonly Hash[] = [
  { name: 'sol_sha256', logged: 'Sha256', size: 32, doc: 'SHA-256', begin: () => sha256.create() },
  { name: 'sol_keccak256', logged: 'Keccak256', size: 32, doc: 'Keccak-256', begin: () => keccak_256.create() },
  {
    ...{ name: 'sol_blake3', logged: 'Blake3', size: 32, doc: 'BLAKE3', begin: () => blake3.create() },
    feature: 'blake3_syscall_enabled',
  },
  {
    ...{ name: 'sol_sha512', logged: 'Sha512', size: 64, doc: 'SHA-512', begin: () => sha512.create() },
    feature: 'enable_sha512_syscall',
  },
];

const syscallOf = ({ name, logged, size, doc, feature, begin }: Hash): Syscall => ({
  name,
  parameters: [addressOf('slices', 'list of address and length'), number('count'), addressOf('hash', `${size} bytes`)],
  result: '0',
  cost: `${base} + for each slice: length / ${bytesPerUnit}, at least ${leastPerSlice}`,
  doc: `Writes the ${doc} hash of slices that are taken as one.`,
  source: 'agave syscalls/src/lib.rs',
  feature,
  run: (context) => {
    const [address, count, target] = context.args;
    const { memory } = context;
    if (count > maxSlices) {
      context.log(`${logged} Hashing ${count} sequences in one syscall is over the limit ${maxSlices}`);
      throw new SyscallError('Hashing too many sequences');
    }
    context.charge(base, 'hashing');
    memory.checkWrite(target, size);
    const hasher = begin();
    for (const slice of slicesAt(memory, address, count)) {
      const bytes = memory.read(slice.address, slice.size);
      const amount = slice.size / bytesPerUnit;
      context.charge(amount > leastPerSlice ? amount : leastPerSlice, 'hashing');
      hasher.update(bytes);
    }
    memory.write(target, hasher.digest());
    return 0n;
  },
});

/** Hash functions. */
export const hashing: readonly Syscall[] = hashes.map(syscallOf);
