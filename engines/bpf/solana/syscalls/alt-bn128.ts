import { type Bn, bn } from '../curves/bn254.ts';
import { SyscallError } from '../errors.ts';
import type { Feature, FeatureSet } from '../features.ts';
import { addressOf, choice, number, type Parameter, type Syscall, type SyscallContext } from './row.ts';

const source = 'agave syscalls/src/lib.rs';

/** Bytes of a scalar, a point of G1, and one of G2. */
const [scalarSize, g1Size, g2Size] = [32, 64, 128];
const pairSize = g1Size + g2Size;
const truthSize = 32;

/** Bit of an operation's number: coordinates and scalars are little-endian. */
const little = 0x80n;

type Operation = {
  readonly name: string;
  readonly feature?: Feature;
  readonly cost: number | ((inputSize: bigint) => bigint);
  readonly resultSize: number;
  /** Undefined if the input is invalid. */
  run(curve: Bn, input: Uint8Array, isLittle: boolean): Uint8Array | undefined;
};

/** An operation on two things; of bytes big-endian, ones that are missing at the end may be taken for zeros (EIP-196). */
const onTwo =
  (sizes: readonly [number, number], isLenient: boolean, of: (curve: Bn) => Combine): Operation['run'] =>
  (curve, input, isLittle) => {
    const size = sizes[0] + sizes[1];
    const isRight = isLenient && !isLittle ? input.length <= size : input.length === size;
    if (!isRight) return undefined;
    const filled = new Uint8Array(size);
    filled.set(input);
    return of(curve)(filled.subarray(0, sizes[0]), filled.subarray(sizes[0]));
  };

type Combine = (first: Uint8Array, second: Uint8Array) => Uint8Array | undefined;

const pairCost = { first: 36_364n, other: 12_121n, constant: BigInt(85 + truthSize) } as const;

const truth = (isTrue: boolean, isLittle: boolean): Uint8Array => {
  const bytes = new Uint8Array(truthSize);
  bytes[isLittle ? 0 : truthSize - 1] = isTrue ? 1 : 0;
  return bytes;
};

const pair: Operation['run'] = (curve, input, isLittle) => {
  if (input.length % pairSize !== 0) return undefined;
  const pairs = Array.from({ length: input.length / pairSize }, (_, index) => {
    const at = index * pairSize;
    return [input.subarray(at, at + g1Size), input.subarray(at + g1Size, at + pairSize)] as const;
  });
  const isOne = curve.pairsGiveOne(pairs);
  return isOne === undefined ? undefined : truth(isOne, isLittle);
};

const pairingCost = (inputSize: bigint): bigint => {
  const pairs = inputSize / BigInt(pairSize);
  return pairCost.first + pairCost.other * (pairs > 1n ? pairs - 1n : 0n) + pairCost.constant + inputSize;
};

const inG2 = 'enable_alt_bn128_g2_syscalls';

const groupOperations: ReadonlyMap<bigint, Operation> = new Map<bigint, Operation>([
  [
    0n,
    {
      ...{ name: 'add in G1', cost: 334, resultSize: g1Size },
      run: onTwo([g1Size, g1Size], true, ({ g1 }) => g1.add),
    },
  ],
  [
    2n,
    {
      ...{ name: 'multiply in G1', cost: 3840, resultSize: g1Size },
      run: onTwo(
        [g1Size, scalarSize],
        true,
        ({ g1 }) =>
          (point, scalar) =>
            g1.multiply(scalar, point),
      ),
    },
  ],
  [3n, { name: 'pairing', cost: pairingCost, resultSize: truthSize, run: pair }],
  [
    4n,
    {
      ...{ name: 'add in G2', feature: inG2, cost: 535, resultSize: g2Size },
      run: onTwo([g2Size, g2Size], false, ({ g2 }) => g2.add),
    },
  ],
  [
    6n,
    {
      ...{ name: 'multiply in G2', feature: inG2, cost: 15_670, resultSize: g2Size },
      run: onTwo(
        [g2Size, scalarSize],
        false,
        ({ g2 }) =>
          (point, scalar) =>
            g2.multiply(scalar, point),
      ),
    },
  ],
]);

const ofSize =
  (size: number, of: (curve: Bn) => (point: Uint8Array) => Uint8Array | undefined): Operation['run'] =>
  (curve, input) =>
    input.length === size ? of(curve)(input) : undefined;

const base = 100;

const compressions: ReadonlyMap<bigint, Operation> = new Map<bigint, Operation>([
  [
    0n,
    {
      ...{ name: 'compress in G1', cost: base + 30, resultSize: g1Size / 2 },
      run: ofSize(g1Size, ({ g1 }) => g1.compress),
    },
  ],
  [
    1n,
    {
      ...{ name: 'decompress in G1', cost: base + 398, resultSize: g1Size },
      run: ofSize(g1Size / 2, ({ g1 }) => g1.decompress),
    },
  ],
  [
    2n,
    {
      ...{ name: 'compress in G2', cost: base + 86, resultSize: g2Size / 2 },
      run: ofSize(g2Size, ({ g2 }) => g2.compress),
    },
  ],
  [
    3n,
    {
      ...{ name: 'decompress in G2', cost: base + 13_610, resultSize: g2Size },
      run: ofSize(g2Size / 2, ({ g2 }) => g2.decompress),
    },
  ],
]);

/** @throws SyscallError if there is none, or a feature for it is not active */
const operationOf = (table: ReadonlyMap<bigint, Operation>, number: bigint, features: FeatureSet): Operation => {
  const isLittle = (number & little) !== 0n;
  const found = table.get(number & ~little);
  const isActive = (feature: Feature | undefined): boolean => feature === undefined || features.has(feature);
  if (!found || !isActive(found.feature) || !isActive(isLittle ? 'alt_bn128_little_endian' : undefined))
    throw new SyscallError('InvalidAttribute');
  return found;
};

const runOf =
  (table: ReadonlyMap<bigint, Operation>) =>
  (context: SyscallContext): bigint => {
    const [which, address, size, target] = context.args;
    const { memory } = context;
    const { cost, resultSize, run } = operationOf(table, which, context.features);
    context.charge(typeof cost === 'number' ? cost : cost(size), 'curve');
    memory.checkWrite(target, resultSize);
    const input = memory.read(address, size);
    const isLittle = (which & little) !== 0n;
    const result = run(isLittle ? bn.little : bn.big, input, isLittle);
    if (!result) return 1n;
    memory.write(target, result);
    return 0n;
  };

const numbered = (table: ReadonlyMap<bigint, Operation>): string =>
  [...table].map(([number, { name }]) => `${number} ${name}`).join(', ');

const parametersOf = (table: ReadonlyMap<bigint, Operation>): readonly Parameter[] => [
  choice('operation', `${numbered(table)}, ${little} more for little-endian`),
  addressOf('input', 'bytes'),
  number('length'),
  addressOf('result', 'bytes'),
];

const costOf = (table: ReadonlyMap<bigint, Operation>): string =>
  [...table.values()]
    .map(({ name, cost }) => {
      const { first, other, constant } = pairCost;
      const text = typeof cost === 'number' ? cost : `${first} + ${other} × (pairs - 1) + ${constant} + length`;
      return `${name} ${text}`;
    })
    .join('; ');

/** The curve alt_bn128, also called bn254. */
export const altBn128: readonly Syscall[] = [
  {
    name: 'sol_alt_bn128_group_op',
    parameters: parametersOf(groupOperations),
    result: '0, 1 if the input is invalid',
    cost: costOf(groupOperations),
    doc: 'Adds points, multiplies a point and a scalar, or tells whether pairs of points give 1 together.',
    source,
    feature: 'enable_alt_bn128_syscall',
    run: runOf(groupOperations),
  },
  {
    name: 'sol_alt_bn128_compression',
    parameters: parametersOf(compressions),
    result: '0, 1 if the input is invalid',
    cost: costOf(compressions),
    doc: 'Writes a point with one coordinate that is given by both, or the other way round.',
    source,
    feature: 'enable_alt_bn128_compression_syscall',
    run: runOf(compressions),
  },
];
