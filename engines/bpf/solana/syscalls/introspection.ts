import { bytesOfKey, keySize } from '../keys.ts';
import { addressOf, number, type Sibling, type Syscall } from './row.ts';

const source = 'agave syscalls/src/lib.rs';
const base = 100;

/** Bytes of how much there is of an instruction: two numbers of 64 bits. */
const headerSize = 16;

const headerOf = ({ data, accounts }: Sibling): Uint8Array => {
  const header = new BigUint64Array([BigInt(data.length), BigInt(accounts.length)]);
  return new Uint8Array(header.buffer);
};

const metasOf = ({ accounts }: Sibling): Uint8Array =>
  Uint8Array.from(
    accounts.flatMap(({ key, isSigner, isWritable }) => [...bytesOfKey(key), isSigner ? 1 : 0, isWritable ? 1 : 0]),
  );

/** What a program learns of the transaction in which it runs. */
export const introspection: readonly Syscall[] = [
  {
    name: 'sol_get_processed_sibling_instruction',
    parameters: [
      number('index'),
      addressOf('sizes', 'length of the data, number of accounts'),
      addressOf('program', `${keySize} bytes`),
      addressOf('data', 'bytes'),
      addressOf('accounts', 'list of key, is signer, is writable'),
    ],
    result: '1, 0 if there is no such instruction',
    cost: `${base}`,
    doc: 'Writes an instruction that was processed before, at the same height, if its sizes are given; else its sizes.',
    source,
    run: (context) => {
      const [index, header, program, data, accounts] = context.args;
      const { memory } = context;
      context.charge(base, 'syscall');
      const sibling = context.sibling(Number(index));
      if (!sibling) return 0n;
      memory.checkWrite(header, headerSize, 8);
      const sizes = headerOf(sibling);
      if (memory.read(header, headerSize, 8).every((byte, at) => byte === sizes[at])) {
        const metas = metasOf(sibling);
        memory.checkWrites([
          { address: program, size: keySize },
          { address: data, size: sibling.data.length },
          { address: accounts, size: metas.length },
          { address: header, size: headerSize, alignment: 8 },
        ]);
        memory.write(program, bytesOfKey(sibling.program));
        memory.write(data, sibling.data);
        memory.write(accounts, metas);
      } else memory.write(header, sizes, 8);
      return 1n;
    },
  },
  {
    name: 'sol_get_stack_height',
    parameters: [],
    result: '1 for an instruction of the transaction, one more for each call of a program',
    cost: `${base}`,
    doc: 'Tells how deep the program stands in calls of programs.',
    source,
    run: (context) => {
      context.charge(base, 'syscall');
      return BigInt(context.stackHeight);
    },
  },
  {
    name: 'sol_remaining_compute_units',
    parameters: [],
    result: 'compute units',
    cost: `${base}`,
    doc: 'Tells how many compute units are left.',
    source,
    feature: 'remaining_compute_units_syscall_enabled',
    run: (context) => {
      context.charge(base, 'syscall');
      return context.remaining;
    },
  },
];
