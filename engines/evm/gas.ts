/** The largest amount that one number holds exactly. */
const most = Number.MAX_SAFE_INTEGER;

/**
 * The gas that one frame has left, exact to 64 bits. Nearly all arithmetic is on the number `left`;
 * what does not fit stands in `reserve` and is moved over when `left` runs short.
 */
export class Gas {
  left = 0;
  reserve = 0n;

  constructor(amount: bigint) {
    this.total = amount;
  }

  get total(): bigint {
    return this.reserve === 0n ? BigInt(this.left) : BigInt(this.left) + this.reserve;
  }

  set total(amount: bigint) {
    this.left = amount > most ? most : Number(amount);
    this.reserve = amount - BigInt(this.left);
  }

  /** Moves reserve over to `left`; true if that makes `left` at least `amount`. */
  refill(amount: number): boolean {
    if (this.reserve > 0n) this.total = this.total;
    return this.left >= amount;
  }
}

/** An amount, which may be negative, as parts that numbers hold exactly. */
export function* exactParts(amount: bigint): Generator<number> {
  const sign = amount < 0n ? -1 : 1;
  for (let rest = amount * BigInt(sign); rest > 0n; rest -= BigInt(most))
    yield sign * (rest > most ? most : Number(rest));
}
