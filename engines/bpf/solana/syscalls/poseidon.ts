import { grainGenConstants, type PoseidonFn, poseidon } from '@noble/curves/abstract/poseidon.js';
import { bn254_Fr as Fr } from '@noble/curves/bn254.js';
import { bytesToNumberBE, bytesToNumberLE, numberToBytesBE, numberToBytesLE } from '@noble/curves/utils.js';
import { SyscallError } from '../errors.ts';
import { slicesAt } from './memory.ts';
import { addressOf, choice, number, type Syscall } from './row.ts';

const size = 32;
const maxInputs = 12n;
const factor = 61n;
const base = 542n;

/** Rounds in which one number of the state goes through the S-box, by how many inputs there are, from one up (circomlib). */
const partialRounds = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65];

/** A permutation of a state with one number more than there are inputs. Constants come from the paper's generator. */
const permutationOf = (inputs: number): PoseidonFn => {
  const options = {
    ...{ Fp: Fr, t: inputs + 1, sboxPower: 5 },
    ...{ roundsFull: 8, roundsPartial: partialRounds[inputs - 1] },
  };
  return poseidon({ ...options, ...grainGenConstants(options) });
};

const permutations = new Map<number, PoseidonFn>();

/** @param inputs one to twelve of them, each less than the field's order */
const hash = (inputs: readonly bigint[]): bigint => {
  const permutation = permutations.get(inputs.length) ?? permutationOf(inputs.length);
  permutations.set(inputs.length, permutation);
  return permutation([0n, ...inputs])[0];
};

/** A hash that is cheap to prove. */
export const poseidonSyscalls: readonly Syscall[] = [
  {
    name: 'sol_poseidon',
    parameters: [
      choice('parameters', '0 alt_bn128 with x⁵'),
      choice('order of bytes', '0 big-endian, 1 little-endian'),
      addressOf('inputs', 'list of address and length'),
      number('count'),
      addressOf('hash', `${size} bytes`),
    ],
    result: '0, 1 if an input is invalid',
    cost: `${factor} × count² + ${base}`,
    doc: `Writes the Poseidon hash of up to ${maxInputs} numbers.`,
    source: 'agave syscalls/src/lib.rs',
    feature: 'enable_poseidon_syscall',
    run: (context) => {
      const [parameters, order, address, count, target] = context.args;
      const { memory } = context;
      if (parameters !== 0n) throw new SyscallError('Invalid parameters.');
      if (order > 1n) throw new SyscallError('Invalid endianness.');
      if (count > maxInputs) {
        context.log(`Poseidon hashing ${count} sequences is not supported`);
        throw new SyscallError('InvalidLength');
      }
      context.charge(factor * count * count + base, 'hashing');
      memory.checkWrite(target, size);
      const inputs = slicesAt(memory, address, count).map((slice) => memory.read(slice.address, slice.size));
      const isPadded = context.features.has('poseidon_enforce_padding');
      const isRight = ({ length }: Uint8Array): boolean =>
        length === size || (!isPadded && length > 0 && length < size);
      const numbers = inputs.map(order === 0n ? bytesToNumberBE : bytesToNumberLE);
      if (count === 0n || !inputs.every(isRight) || numbers.some((each) => each >= Fr.ORDER)) return 1n;
      memory.write(target, (order === 0n ? numberToBytesBE : numberToBytesLE)(hash(numbers), size));
      return 0n;
    },
  },
];
