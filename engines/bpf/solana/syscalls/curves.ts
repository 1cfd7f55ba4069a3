import { type Bls, type BlsGroup, bls } from '../curves/bls12-381.ts';
import { edwards, ristretto, type SummingGroup } from '../curves/curve25519.ts';
import type { Group } from '../curves/group.ts';
import { SyscallError } from '../errors.ts';
import { addressOf, choice, number, type Parameter, type Syscall, type SyscallContext } from './row.ts';

const source = 'agave syscalls/src/lib.rs';

/** What operations in a group cost. Each further product of a sum costs less than the first. */
type Costs = {
  readonly validate: number;
  readonly add: number;
  readonly subtract: number;
  readonly multiply: number;
  readonly sum?: { readonly first: number; readonly other: number };
  readonly decompress?: number;
};

const costs = {
  edwards: {
    ...{ validate: 159, add: 473, subtract: 475, multiply: 2177 },
    sum: { first: 2273, other: 758 },
  },
  ristretto: {
    ...{ validate: 169, add: 521, subtract: 519, multiply: 2208 },
    sum: { first: 2303, other: 788 },
  },
  'BLS12-381 G1': { validate: 1565, add: 128, subtract: 129, multiply: 4627, decompress: 2100 },
  'BLS12-381 G2': { validate: 1968, add: 203, subtract: 204, multiply: 8255, decompress: 3050 },
} as const satisfies Record<string, Costs>;

const pairCost = { first: 25_445, other: 13_023 } as const;
const maxProducts = 512n;

type GroupEntry = { readonly group: Group; readonly costs: Costs; readonly isBls: boolean };

/** Bit of a curve's number: its coordinates are big-endian. */
const big = 0x80n;

const summingGroups: ReadonlyMap<bigint, SummingGroup> = new Map([
  [0n, edwards],
  [1n, ristretto],
]);

const blsGroups: ReadonlyMap<bigint, BlsGroup> = new Map([
  [5n, bls.little.g1],
  [6n, bls.little.g2],
  [5n | big, bls.big.g1],
  [6n | big, bls.big.g2],
]);

const pairings: ReadonlyMap<bigint, Bls> = new Map([
  [4n, bls.little],
  [4n | big, bls.big],
]);

/** By the lower bits of a curve's number. */
const costsByCurve: ReadonlyMap<bigint, Costs> = new Map<bigint, Costs>([
  [0n, costs.edwards],
  [1n, costs.ristretto],
  [5n, costs['BLS12-381 G1']],
  [6n, costs['BLS12-381 G2']],
]);

const groupOf = (curve: bigint, { features }: SyscallContext): GroupEntry | undefined => {
  const blsGroup = blsGroups.get(curve);
  if (blsGroup && !features.has('enable_bls12_381_syscall')) throw invalid();
  const group = blsGroup ?? summingGroups.get(curve);
  const found = costsByCurve.get(curve & ~big);
  return group && found && { group, costs: found, isBls: blsGroup !== undefined };
};

const invalid = (): SyscallError => new SyscallError('InvalidAttribute');

/** What an unknown curve or operation gives. @throws SyscallError */
const unknown = ({ features }: SyscallContext): bigint => {
  if (features.has('abort_on_invalid_curve')) throw invalid();
  return 1n;
};

const operations = ['add', 'subtract', 'multiply'] as const;

const listed = (text: (costs: Costs) => string | undefined): string =>
  Object.entries<Costs>(costs)
    .flatMap(([name, each]) => {
      const cost = text(each);
      return cost === undefined ? [] : [`${name} ${cost}`];
    })
    .join('; ');

/** Writes what was computed. @returns 0, or 1 if that could not be done */
const answer = ({ memory }: SyscallContext, target: bigint, result: Uint8Array | undefined): bigint => {
  if (!result) return 1n;
  memory.write(target, result);
  return 0n;
};

const readList = ({ memory }: SyscallContext, address: bigint, count: bigint, size: number): readonly Uint8Array[] => {
  const bytes = memory.read(address, count * BigInt(size));
  return Array.from({ length: bytes.length / size }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
};

const orBig = `, ${big} more for big-endian`;
const summingNames = '0 edwards25519, 1 ristretto255';
const blsNames = `5 BLS12-381 G1, 6 BLS12-381 G2${orBig}`;
const groupNames = `${summingNames}, ${blsNames}`;
const curveOf = (names: string): Parameter => choice('curve', names);

const orOne = '0, 1 if an input is invalid';

/** What elliptic curves give, but for alt_bn128. */
export const curves: readonly Syscall[] = [
  {
    name: 'sol_curve_validate_point',
    parameters: [curveOf(groupNames), addressOf('point', 'point')],
    result: '0, 1 if it is none',
    cost: listed(({ validate }) => `${validate}`),
    doc: 'Tells whether bytes are a point of a curve, and of its group.',
    source,
    feature: 'curve25519_syscall_enabled',
    run: (context) => {
      const [curve, point] = context.args;
      const found = groupOf(curve, context);
      if (!found) return unknown(context);
      context.charge(found.costs.validate, 'curve');
      return found.group.isPoint(context.memory.read(point, found.group.pointSize)) ? 0n : 1n;
    },
  },
  {
    name: 'sol_curve_group_op',
    parameters: [
      ...[curveOf(groupNames), choice('operation', '0 add, 1 subtract, 2 multiply')],
      ...[addressOf('left', 'point or scalar'), addressOf('right', 'point'), addressOf('result', 'point')],
    ],
    result: orOne,
    cost: listed(({ add, subtract, multiply }) => `${add}, ${subtract}, ${multiply}`),
    doc: 'Adds or subtracts two points, or multiplies a scalar and a point.',
    source,
    feature: 'curve25519_syscall_enabled',
    run: (context) => {
      const [curve, which, left, right, target] = context.args;
      const found = groupOf(curve, context);
      if (!found) return unknown(context);
      const operation = operations[Number(which)];
      if (!operation && found.isBls) throw invalid();
      if (!operation) return unknown(context);
      const { group, costs } = found;
      context.charge(costs[operation], 'curve');
      const first = context.memory.read(left, operation === 'multiply' ? group.scalarSize : group.pointSize);
      return answer(context, target, group[operation](first, context.memory.read(right, group.pointSize)));
    },
  },
  {
    name: 'sol_curve_multiscalar_mul',
    parameters: [
      ...[curveOf(summingNames), addressOf('scalars', 'scalars'), addressOf('points', 'points'), number('count')],
      addressOf('result', 'point'),
    ],
    result: orOne,
    cost: listed(({ sum }) => sum && `${sum.first} + ${sum.other} × (count - 1)`),
    doc: `Multiplies up to ${maxProducts} scalars, each with its point, and adds the products.`,
    source,
    feature: 'curve25519_syscall_enabled',
    run: (context) => {
      const [curve, scalars, points, count, target] = context.args;
      if (count > maxProducts) throw new SyscallError('InvalidLength');
      const group = summingGroups.get(curve);
      const cost = costsByCurve.get(curve)?.sum;
      if (!group || !cost) return unknown(context);
      context.charge(cost.first + cost.other * Math.max(0, Number(count) - 1), 'curve');
      const factors = readList(context, scalars, count, group.scalarSize);
      return answer(context, target, group.sumOfProducts(factors, readList(context, points, count, group.pointSize)));
    },
  },
  {
    name: 'sol_curve_decompress',
    parameters: [curveOf(blsNames), addressOf('point', 'compressed point'), addressOf('result', 'point')],
    result: orOne,
    cost: listed(({ decompress }) => (decompress === undefined ? undefined : `${decompress}`)),
    doc: 'Writes a point with both coordinates that is given by one.',
    source,
    feature: 'enable_bls12_381_syscall',
    run: (context) => {
      const [curve, point, target] = context.args;
      const group = blsGroups.get(curve);
      const cost = costsByCurve.get(curve & ~big)?.decompress;
      if (!group || cost === undefined) throw invalid();
      context.charge(cost, 'curve');
      return answer(context, target, group.decompress(context.memory.read(point, group.compressedSize)));
    },
  },
  {
    name: 'sol_curve_pairing_map',
    parameters: [
      ...[
        curveOf(`4 BLS12-381${orBig}`),
        number('count'),
        addressOf('left', 'points of G1'),
        addressOf('right', 'points of G2'),
      ],
      addressOf('result', `${bls.little.resultSize} bytes`),
    ],
    result: orOne,
    cost: `${pairCost.first} + ${pairCost.other} × (count - 1)`,
    doc: 'Writes the product of the pairings of points.',
    source,
    feature: 'enable_bls12_381_syscall',
    run: (context) => {
      const [curve, count, left, right, target] = context.args;
      const pairing = pairings.get(curve);
      if (!pairing) throw invalid();
      const others = count > 1n ? count - 1n : 0n;
      context.charge(BigInt(pairCost.first) + BigInt(pairCost.other) * others, 'curve');
      const points = readList(context, left, count, pairing.g1.pointSize);
      return answer(context, target, pairing.pair(points, readList(context, right, count, pairing.g2.pointSize)));
    },
  },
];
