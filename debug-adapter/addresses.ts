import type { Code, CodeId, Place } from '../engines/code.ts';

/** Bits of an address below the number of its code. */
const offsetBits = 32n;

/**
 * Clients know one line of addresses, while a session has many codes. So every code lies at a base of its own: the first
 * that is met at 0x100000000, the next at 0x200000000. A code keeps its base for the session, also over a restart.
 */
export class Addresses {
  readonly #codeOf: (id: CodeId) => Code | undefined;
  /** In the order of their bases. */
  readonly #codes: CodeId[] = [];

  /** @param codeOf gives a code that the session knows by now. */
  constructor(codeOf: (id: CodeId) => Code | undefined) {
    this.#codeOf = codeOf;
  }

  /** Gives a code its base, if it has none. */
  meet(id: CodeId): void {
    if (!this.#codes.includes(id)) this.#codes.push(id);
  }

  /** The address of a place; undefined where its code is not known. */
  address({ code: id, offset }: Place): bigint | undefined {
    const code = this.#codeOf(id);
    if (!code) return undefined;
    this.meet(id);
    return (BigInt(this.#codes.indexOf(id) + 1) << offsetBits) + BigInt(offset - code.base);
  }

  /** The place at an address; undefined outside all codes. */
  place(address: bigint): Place | undefined {
    const id = this.#codes[Number(address >> offsetBits) - 1];
    const code = id === undefined ? undefined : this.#codeOf(id);
    const index = Number(BigInt.asUintN(Number(offsetBits), address));
    return code && index < code.bytes.length ? { code: code.id, offset: code.base + index } : undefined;
  }
}

/** As clients read and write it. */
export const addressText = (address: bigint): string => `0x${address.toString(16)}`;
