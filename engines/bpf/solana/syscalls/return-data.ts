import { SyscallError } from '../errors.ts';
import { bytesOfKey, keySize } from '../keys.ts';
import { addressOf, number, type Syscall } from './row.ts';

const source = 'agave syscalls/src/lib.rs';

const base = 100n;
const bytesPerUnit = 250n;

/** Bytes that a program can leave. */
const maxReturnData = 1024n;

/** What a program leaves for who called it. */
export const returnData: readonly Syscall[] = [
  {
    name: 'sol_set_return_data',
    parameters: [addressOf('data', 'bytes'), number('length')],
    result: '0',
    cost: `${base} + length / ${bytesPerUnit}`,
    doc: `Leaves up to ${maxReturnData} bytes for who called the program.`,
    source,
    run: (context) => {
      const [address, length] = context.args;
      context.charge(base + length / bytesPerUnit, 'return data');
      if (length > maxReturnData) throw new SyscallError(`Return data too large (${length} > ${maxReturnData})`);
      context.returnData = { program: context.program, data: context.memory.read(address, length) };
      return 0n;
    },
  },
  {
    name: 'sol_get_return_data',
    parameters: [addressOf('target', 'bytes'), number('length'), addressOf('program', `${keySize} bytes`)],
    result: 'bytes that there are',
    cost: `${base} + (bytes that are written + ${keySize}) / ${bytesPerUnit} if there are any`,
    doc: 'Writes what the program left that returned last, up to a length, and which program it was.',
    source,
    run: (context) => {
      const [target, length, programAt] = context.args;
      const { memory, returnData } = context;
      context.charge(base, 'return data');
      const { program, data } = returnData;
      const part = length < BigInt(data.length) ? data.slice(0, Number(length)) : data;
      if (part.length > 0) {
        context.charge(BigInt(part.length + keySize) / bytesPerUnit, 'return data');
        memory.checkWrites([
          { address: target, size: part.length },
          { address: programAt, size: keySize },
        ]);
        memory.write(target, part);
        memory.write(programAt, bytesOfKey(program));
      }
      return BigInt(data.length);
    },
  },
];
