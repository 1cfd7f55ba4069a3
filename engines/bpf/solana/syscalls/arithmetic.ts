import { pow } from '@noble/curves/abstract/modular.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { SyscallError } from '../errors.ts';
import { type Slice, slicesAt } from './memory.ts';
import { addressOf, type Syscall } from './row.ts';

/** Bytes of a number. */
const maxSize = 512n;
const base = 422;
const divisor = 189;
const leastExponentLength = 75;
/** What a reduction, which is a power of 1, counts instead of the length of its exponent. */
const reductionLength = 15;

/** Of numbers of so many bytes, of which the squares grow less from 65 on (EIP-198). */
const complexityOf = (size: number): number => (size <= 64 ? size ** 2 : Math.floor(size ** 2 / 4) + 96 * size - 3072);

/** Bits of an exponent without the highest one; if it is long, zeros behind its 32 highest bytes count (EIP-198). */
const lengthOf = (exponent: Uint8Array): number => {
  const below = Math.max(0, exponent.length - 32);
  const bits = bytesToNumberLE(exponent.subarray(below)).toString(2).length;
  return 8 * below + bits - 1;
};

/** A power by a modulus, beyond the base cost. */
const costOf = (exponent: Uint8Array, size: number): number => {
  const isReduction = bytesToNumberLE(exponent) === 1n;
  const length = isReduction ? reductionLength : Math.max(lengthOf(exponent), leastExponentLength);
  return Math.ceil((complexityOf(size) * length) / divisor);
};

/** Arithmetic with large numbers. */
export const arithmetic: readonly Syscall[] = [
  {
    name: 'sol_big_mod_exp',
    parameters: [
      addressOf('numbers', 'address and length of base, exponent and modulus'),
      addressOf('result', 'bytes, as many as of the modulus'),
    ],
    result: '0',
    cost: `${base} + complexity of the longer of base and modulus × (bits of the exponent, at least ${leastExponentLength}) / ${divisor}`,
    doc: 'Raises a number to a power, by an odd modulus; all are little-endian (SIMD-0529).',
    source: 'SIMD-0529',
    feature: 'enable_big_mod_exp_syscall',
    run: (context) => {
      const [numbers, target] = context.args;
      const { memory } = context;
      context.charge(base, 'syscall');
      const [basis, exponent, modulus] = slicesAt(memory, numbers, 3n);
      if ([basis, exponent, modulus].some(({ size }) => size > maxSize)) throw new SyscallError('InvalidLength');
      const read = ({ address, size }: Slice): Uint8Array => memory.read(address, size);
      const exponentBytes = read(exponent);
      context.charge(costOf(exponentBytes, Number(basis.size > modulus.size ? basis.size : modulus.size)), 'syscall');
      const [basisBytes, modulusBytes] = [read(basis), read(modulus)];
      const by = bytesToNumberLE(modulusBytes);
      if (by % 2n === 0n || by === 1n) throw new SyscallError('InvalidAttribute');
      const power = pow(bytesToNumberLE(basisBytes) % by, bytesToNumberLE(exponentBytes), by);
      memory.write(target, numberToBytesLE(power, modulusBytes.length));
      return 0n;
    },
  },
];
