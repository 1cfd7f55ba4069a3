import { keyOf, keySize } from '../keys.ts';
import { line } from '../logs.ts';
import { slicesAt } from './memory.ts';
import { addressOf, number, type Syscall } from './row.ts';
import { textAt } from './text.ts';

const source = 'agave syscalls/src/logging.rs';

const base = 100;

/** Lines of the transaction's log. */
export const logging: readonly Syscall[] = [
  {
    name: 'sol_log_',
    parameters: [addressOf('message', 'text'), number('length')],
    result: '0',
    cost: `length, at least ${base}`,
    doc: 'Writes a text, in UTF-8, to the log.',
    source,
    run: (context) => {
      const [message, length] = context.args;
      context.charge(length > base ? length : base, 'logging');
      context.log(line.log(textAt(context.memory, message, length)));
      return 0n;
    },
  },
  {
    name: 'sol_log_64_',
    parameters: [number('a'), number('b'), number('c'), number('d'), number('e')],
    result: '0',
    cost: `${base}`,
    doc: 'Writes five numbers to the log, to the base 16.',
    source,
    run: (context) => {
      context.charge(base, 'logging');
      context.log(line.log(context.args.map((each) => `0x${each.toString(16)}`).join(', ')));
      return 0n;
    },
  },
  {
    name: 'sol_log_pubkey',
    parameters: [addressOf('key', `${keySize} bytes`)],
    result: '0',
    cost: `${base}`,
    doc: 'Writes a key to the log, to the base 58.',
    source,
    run: (context) => {
      const [key] = context.args;
      context.charge(base, 'logging');
      context.log(line.log(keyOf(context.memory.read(key, keySize))));
      return 0n;
    },
  },
  {
    name: 'sol_log_compute_units_',
    parameters: [],
    result: '0',
    cost: `${base}`,
    doc: 'Writes to the log how many compute units are left.',
    source,
    run: (context) => {
      context.charge(base, 'logging');
      context.log(`Program consumption: ${context.remaining} units remaining`);
      return 0n;
    },
  },
  {
    name: 'sol_log_data',
    parameters: [addressOf('slices', 'list of address and length'), number('count')],
    result: '0',
    cost: `${base} + ${base} × count + length of all slices`,
    doc: 'Writes slices of bytes to the log, in base 64.',
    source,
    run: (context) => {
      const [address, count] = context.args;
      context.charge(base, 'logging');
      const slices = slicesAt(context.memory, address, count);
      context.charge(base * slices.length, 'logging');
      const total = slices.reduce((sum, { size }) => sum + size, 0n);
      context.charge(total, 'logging');
      context.log(line.data(slices.map(({ address, size }) => context.memory.read(address, size))));
      return 0n;
    },
  },
];
