import { type Bls, type BlsGroup, bls } from '../curves/bls12-381.ts';
import { edwards, ristretto, type SummingGroup } from '../curves/curve25519.ts';
import { SyscallError } from '../errors.ts';
import { addressOf, choice, number, type Parameter, type Syscall, type SyscallContext } from './row.ts';

const source = 'agave syscalls/src/lib.rs';

/** A curve by the number that programs give it, and what it can do beyond what each can. */
type Entry = {
  readonly id: bigint;
  readonly name: string;
  /** Compute units. */
  readonly costs: Readonly<Record<'validate' | 'add' | 'subtract' | 'multiply', number>>;
} & (Summing | Compressing);

/** Each product of a sum beyond the first costs less than that. */
type Summing = { readonly kind: 'summing'; readonly group: SummingGroup; readonly sum: Parts };
type Compressing = { readonly kind: 'compressing'; readonly group: BlsGroup; readonly decompress: number };
type Parts = { readonly first: number; readonly other: number };

/** Bit of a curve's number: its coordinates are big-endian. */
const big = 0x80n;

/** A group of BLS12-381, in both orders of bytes. */
const inBothOrders = (entry: Omit<Entry & Compressing, 'kind' | 'group'>, of: (curve: Bls) => BlsGroup) =>
  [bls.little, bls.big].map((curve, index): Entry => {
    const id = index === 0 ? entry.id : entry.id | big;
    return { ...entry, id, kind: 'compressing', group: of(curve) };
  });

const entries: readonly Entry[] = [
  {
    ...{ id: 0n, name: 'edwards25519', kind: 'summing', group: edwards },
    costs: { validate: 159, add: 473, subtract: 475, multiply: 2177 },
    sum: { first: 2273, other: 758 },
  },
  {
    ...{ id: 1n, name: 'ristretto255', kind: 'summing', group: ristretto },
    costs: { validate: 169, add: 521, subtract: 519, multiply: 2208 },
    sum: { first: 2303, other: 788 },
  },
  ...inBothOrders(
    {
      ...{ id: 5n, name: 'BLS12-381 G1', decompress: 2100 },
      costs: { validate: 1565, add: 128, subtract: 129, multiply: 4627 },
    },
    ({ g1 }) => g1,
  ),
  ...inBothOrders(
    {
      ...{ id: 6n, name: 'BLS12-381 G2', decompress: 3050 },
      costs: { validate: 1968, add: 203, subtract: 204, multiply: 8255 },
    },
    ({ g2 }) => g2,
  ),
];

const pairings: ReadonlyMap<bigint, Bls> = new Map([
  [4n, bls.little],
  [4n | big, bls.big],
]);
const pairCost: Parts = { first: 25_445, other: 13_023 };
const maxProducts = 512n;

const entryOf = (curve: bigint): Entry | undefined => entries.find(({ id }) => id === curve);

/** A curve of which points can be added. @throws SyscallError for one that there is not yet */
const groupOf = (curve: bigint, { features }: SyscallContext): Entry | undefined => {
  const entry = entryOf(curve);
  if (entry?.kind === 'compressing' && !features.has('enable_bls12_381_syscall')) throw invalid();
  return entry;
};

const invalid = (): SyscallError => new SyscallError('InvalidAttribute');

/** What an unknown curve or operation gives. @throws SyscallError */
const unknown = ({ features }: SyscallContext): bigint => {
  if (features.has('abort_on_invalid_curve')) throw invalid();
  return 1n;
};

const operations = ['add', 'subtract', 'multiply'] as const;

/** What is to be said of each curve, once for both orders of bytes. */
const listed = (text: (entry: Entry) => string | undefined, separator = '; '): string => {
  const texts = entries.filter(({ id }) => id < big).map((entry) => [entry.name, text(entry)] as const);
  return texts.flatMap(([name, said]) => (said === undefined ? [] : [said.replace('%', name)])).join(separator);
};

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

const named = (kinds: readonly Entry['kind'][]): Parameter => {
  const names = listed(({ kind, id }) => (kinds.includes(kind) ? `${id} %` : undefined), ', ');
  return choice('curve', kinds.includes('compressing') ? `${names}, ${big} more if BLS12-381 is big-endian` : names);
};

const orOne = '0, 1 if an input is invalid';

/** What elliptic curves give, but for alt_bn128. */
export const curves: readonly Syscall[] = [
  {
    name: 'sol_curve_validate_point',
    parameters: [named(['summing', 'compressing']), addressOf('point', 'point')],
    result: '0, 1 if it is none',
    cost: listed(({ costs }) => `% ${costs.validate}`),
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
      ...[named(['summing', 'compressing']), choice('operation', '0 add, 1 subtract, 2 multiply')],
      ...[addressOf('left', 'point or scalar'), addressOf('right', 'point'), addressOf('result', 'point')],
    ],
    result: orOne,
    cost: listed(({ costs: { add, subtract, multiply } }) => `% ${add}, ${subtract}, ${multiply}`),
    doc: 'Adds or subtracts two points, or multiplies a scalar and a point.',
    source,
    feature: 'curve25519_syscall_enabled',
    run: (context) => {
      const [curve, which, left, right, target] = context.args;
      const found = groupOf(curve, context);
      if (!found) return unknown(context);
      const operation = operations[Number(which)];
      if (!operation && found.kind === 'compressing') throw invalid();
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
      ...[named(['summing']), addressOf('scalars', 'scalars'), addressOf('points', 'points'), number('count')],
      addressOf('result', 'point'),
    ],
    result: orOne,
    cost: listed((each) =>
      each.kind === 'summing' ? `% ${each.sum.first} + ${each.sum.other} × (count - 1)` : undefined,
    ),
    doc: `Multiplies up to ${maxProducts} scalars, each with its point, and adds the products.`,
    source,
    feature: 'curve25519_syscall_enabled',
    run: (context) => {
      const [curve, scalars, points, count, target] = context.args;
      if (count > maxProducts) throw new SyscallError('InvalidLength');
      const found = entryOf(curve);
      if (found?.kind !== 'summing') return unknown(context);
      const { group, sum } = found;
      context.charge(sum.first + sum.other * Math.max(0, Number(count) - 1), 'curve');
      const factors = readList(context, scalars, count, group.scalarSize);
      return answer(context, target, group.sumOfProducts(factors, readList(context, points, count, group.pointSize)));
    },
  },
  {
    name: 'sol_curve_decompress',
    parameters: [named(['compressing']), addressOf('point', 'compressed point'), addressOf('result', 'point')],
    result: orOne,
    cost: listed((each) => (each.kind === 'compressing' ? `% ${each.decompress}` : undefined)),
    doc: 'Writes a point with both coordinates that is given by one.',
    source,
    feature: 'enable_bls12_381_syscall',
    run: (context) => {
      const [curve, point, target] = context.args;
      const found = entryOf(curve);
      if (found?.kind !== 'compressing') throw invalid();
      const { group, decompress } = found;
      context.charge(decompress, 'curve');
      return answer(context, target, group.decompress(context.memory.read(point, group.compressedSize)));
    },
  },
  {
    name: 'sol_curve_pairing_map',
    parameters: [
      ...[
        choice('curve', `4 BLS12-381, ${big} more for big-endian`),
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
