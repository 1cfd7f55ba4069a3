import type { Code, CodeId, Place } from '../engines/code.ts';

/** Bits of an address below the number of its code, where it has one. */
const offsetBits = 32;

/** Where a code lies on the line of addresses. */
type Stretch = { readonly start: bigint; readonly end: bigint };

/**
 * Clients know one line of addresses, while a session has many codes. A code whose offsets do not begin at 0 has addresses of its
 * own, and keeps them unless another code that was met before lies there. For any other, a number stands in front of the offsets:
 * those of the first code begin at 0x100000000, of the second at 0x200000000. A code keeps its addresses for the session, also
 * over a restart.
 */
export class Addresses {
  readonly #codeOf: (id: CodeId) => Code | undefined;
  readonly #stretches = new Map<CodeId, Stretch>();

  /** @param codeOf gives a code that the session knows by now. */
  constructor(codeOf: (id: CodeId) => Code | undefined) {
    this.#codeOf = codeOf;
  }

  /** Gives a code its addresses, if it has none, and tells where it lies. */
  meet(code: Code): Stretch {
    const known = this.#stretches.get(code.id);
    if (known) return known;
    const own = BigInt(code.base);
    let stretch = stretchFrom(own, code);
    for (let n = this.#stretches.size + 1; stretch.start === 0n || !this.#isFree(stretch); n++) {
      stretch = stretchFrom(BigInt.asUintN(offsetBits, own) + (BigInt(n) << BigInt(offsetBits)), code);
    }
    this.#stretches.set(code.id, stretch);
    return stretch;
  }

  /** The address of a place; undefined where its code is not known. */
  address({ code: id, offset }: Place): bigint | undefined {
    const code = this.#codeOf(id);
    return code && this.meet(code).start + BigInt(offset - code.base);
  }

  /** The place at an address; undefined outside all codes. */
  place(address: bigint): Place | undefined {
    for (const [id, { start, end }] of this.#stretches) {
      const code = address >= start && address < end ? this.#codeOf(id) : undefined;
      if (code) return { code: id, offset: code.base + Number(address - start) };
    }
    return undefined;
  }

  #isFree({ start, end }: Stretch): boolean {
    return [...this.#stretches.values()].every((other) => other.end <= start || other.start >= end);
  }
}

const stretchFrom = (start: bigint, { bytes }: Code): Stretch => ({ start, end: start + BigInt(bytes.length) });

/** As clients read and write it. */
export const addressText = (address: bigint): string => `0x${address.toString(16)}`;
