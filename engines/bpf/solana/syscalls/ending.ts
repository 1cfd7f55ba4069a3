import { SyscallError } from '../errors.ts';
import { addressOf, number, type Syscall } from './row.ts';
import { textAt } from './text.ts';

const source = 'agave syscalls/src/lib.rs';

/** How a program gives up. */
export const ending: readonly Syscall[] = [
  {
    name: 'abort',
    parameters: [],
    result: 'never returns',
    cost: '0',
    doc: 'Ends the program with an error.',
    source,
    run: () => {
      throw new SyscallError('SBF program panicked');
    },
  },
  {
    name: 'sol_panic_',
    parameters: [addressOf('file', 'text'), number('length'), number('line'), number('column')],
    result: 'never returns',
    cost: 'length',
    doc: 'Ends the program with an error that says where in its source it happened.',
    source,
    run: (context) => {
      const [file, length, line, column] = context.args;
      context.charge(length, 'logging');
      throw new SyscallError(`SBF program Panicked in ${textAt(context.memory, file, length)} at ${line}:${column}`);
    },
  },
];
