/** What syscalls do with the points of a curve. What is no point, or no scalar, gives undefined. */
export type Group = {
  readonly pointSize: number;
  readonly scalarSize: number;
  isPoint(point: Uint8Array): boolean;
  add(left: Uint8Array, right: Uint8Array): Uint8Array | undefined;
  subtract(left: Uint8Array, right: Uint8Array): Uint8Array | undefined;
  multiply(scalar: Uint8Array, point: Uint8Array): Uint8Array | undefined;
};

/** Points of a curve as @noble has them. */
export type Point<Self> = {
  add(other: Self): Self;
  subtract(other: Self): Self;
  multiplyUnsafe(scalar: bigint): Self;
};

/** How points and scalars are written. */
export type Encoding<P> = {
  /** A point that may be added; undefined if the bytes are none. */
  decode(bytes: Uint8Array): P | undefined;
  /** A point that may be multiplied, which may have to be in a subgroup. */
  decodeInGroup(bytes: Uint8Array): P | undefined;
  decodeScalar(bytes: Uint8Array): bigint | undefined;
  encode(point: P): Uint8Array;
};

export const groupOperations = <P extends Point<P>>(
  encoding: Encoding<P>,
): Pick<Group, 'isPoint' | 'add' | 'subtract' | 'multiply'> => {
  const { decode, decodeInGroup, decodeScalar, encode } = encoding;
  const combine = (left: Uint8Array, right: Uint8Array, of: (a: P, b: P) => P): Uint8Array | undefined => {
    const [a, b] = [decode(left), decode(right)];
    return a && b && encode(of(a, b));
  };
  return {
    isPoint: (point) => decodeInGroup(point) !== undefined,
    add: (left, right) => combine(left, right, (a, b) => a.add(b)),
    subtract: (left, right) => combine(left, right, (a, b) => a.subtract(b)),
    multiply: (scalar, point) => {
      const [factor, decoded] = [decodeScalar(scalar), decodeInGroup(point)];
      return factor === undefined || !decoded ? undefined : encode(decoded.multiplyUnsafe(factor));
    },
  };
};

/** What a function gives; undefined if it throws, as @noble does for bytes that are no point. */
export const orUndefined = <T>(of: () => T): T | undefined => {
  try {
    return of();
  } catch {
    return undefined;
  }
};
