import { ByteReader, ElfError } from '../bytes.ts';

/** What an expression may ask for; each gives undefined for what is not known. Numbers are unsigned, of 64 bits. */
export type ExpressionContext = {
  readonly littleEndian: boolean;
  readonly addressSize: number;
  register(register: number): bigint | undefined;
  /** The unsigned number of `size` bytes at an address of memory. */
  read(address: bigint, size: number): bigint | undefined;
};

/** Expressions of frames have a handful; a broken one may jump back for ever. */
const mostOperations = 1000;

const unsigned = (value: bigint) => BigInt.asUintN(64, value);
const signed = (value: bigint) => BigInt.asIntN(64, value);

/** Operations on the two topmost values, by their codes: `below` lies under `top` (DWARF 5, 2.5.1.4 and 2.5.1.5). */
const binary: Readonly<Record<number, (below: bigint, top: bigint) => bigint | undefined>> = {
  26: (below, top) => below & top,
  27: (below, top) => (top === 0n ? undefined : signed(below) / signed(top)),
  28: (below, top) => below - top,
  29: (below, top) => (top === 0n ? undefined : below % top),
  30: (below, top) => below * top,
  33: (below, top) => below | top,
  34: (below, top) => below + top,
  36: (below, top) => (top < 64n ? below << top : 0n),
  37: (below, top) => (top < 64n ? below >> top : 0n),
  38: (below, top) => signed(below) >> (top < 64n ? top : 63n),
  39: (below, top) => below ^ top,
  41: (below, top) => BigInt(below === top),
  42: (below, top) => BigInt(signed(below) >= signed(top)),
  43: (below, top) => BigInt(signed(below) > signed(top)),
  44: (below, top) => BigInt(signed(below) <= signed(top)),
  45: (below, top) => BigInt(signed(below) < signed(top)),
  46: (below, top) => BigInt(below !== top),
};

/** Operations on the topmost value. */
const unary: Readonly<Record<number, (top: bigint) => bigint>> = {
  25: (top) => (signed(top) < 0n ? -top : top),
  31: (top) => -top,
  32: (top) => ~top,
};

/**
 * The value of a DWARF expression (DWARF 5, 2.5) of the kind that describes frames: arithmetic on registers and memory.
 * Undefined where it is broken, uses other operations, or asks for what is not known.
 * @param start what lies on the stack at first.
 */
export const evaluate = (
  expression: Uint8Array,
  context: ExpressionContext,
  start: readonly bigint[] = [],
): bigint | undefined => {
  try {
    return new Evaluation(expression, context, start).result();
  } catch (error) {
    if (error instanceof ElfError) return undefined;
    throw error;
  }
};

class Evaluation {
  readonly #reader: ByteReader;
  readonly #context: ExpressionContext;
  readonly #stack: bigint[];

  constructor(expression: Uint8Array, context: ExpressionContext, start: readonly bigint[]) {
    this.#reader = new ByteReader(expression, context.littleEndian, 'DWARF');
    this.#context = context;
    this.#stack = [...start];
  }

  result(): bigint | undefined {
    for (let count = 0; !this.#reader.isAtEnd; count++) {
      if (count === mostOperations || !this.#step()) return undefined;
    }
    return this.#stack.at(-1);
  }

  /** False where it cannot go on. */
  #step(): boolean {
    const reader = this.#reader;
    const stack = this.#stack;
    const code = reader.u8();
    if (code >= 0x30 && code <= 0x4f) return this.#push(BigInt(code - 0x30));
    if (code >= 0x70 && code <= 0x8f) return this.#pushRegister(code - 0x70);
    const two = binary[code];
    if (two) {
      const [top, below] = [stack.pop(), stack.pop()];
      return this.#push(top === undefined || below === undefined ? undefined : two(below, top));
    }
    const one = unary[code];
    if (one) {
      const top = stack.pop();
      return this.#push(top === undefined ? undefined : one(top));
    }
    switch (code) {
      case 0x03: // addr
        return this.#push(BigInt(reader.unsigned(this.#context.addressSize)));
      case 0x06: // deref
        return this.#load(this.#context.addressSize);
      case 0x94: // deref_size
        return this.#load(reader.u8());
      case 0x08: // const1u
        return this.#push(BigInt(reader.u8()));
      case 0x09: // const1s
        return this.#push(BigInt(reader.i8()));
      case 0x0a: // const2u
        return this.#push(BigInt(reader.u16()));
      case 0x0b: // const2s
        return this.#push(BigInt(reader.i16()));
      case 0x0c: // const4u
        return this.#push(BigInt(reader.u32()));
      case 0x0d: // const4s
        return this.#push(BigInt(reader.i32()));
      case 0x0e: // const8u
      case 0x0f: // const8s
        return this.#push(reader.i64());
      case 0x10: // constu
        return this.#push(BigInt(reader.uleb()));
      case 0x11: // consts
        return this.#push(BigInt(reader.sleb()));
      case 0x12: // dup
        return this.#push(stack.at(-1));
      case 0x13: // drop
        return stack.pop() !== undefined;
      case 0x14: // over
        return this.#push(stack.at(-2));
      case 0x15: // pick
        return this.#push(stack.at(-1 - reader.u8()));
      case 0x16: // swap
        return this.#rotate(2);
      case 0x17: // rot
        return this.#rotate(3);
      case 0x23: // plus_uconst
        return this.#add(reader.uleb());
      case 0x28: {
        // bra
        const [distance, condition] = [reader.i16(), stack.pop()];
        return condition !== undefined && (condition === 0n || this.#jump(distance));
      }
      case 0x2f: // skip
        return this.#jump(reader.i16());
      case 0x92: // bregx
        return this.#pushRegister(reader.uleb());
      case 0x96: // nop
        return true;
      default:
        return false;
    }
  }

  #push(value: bigint | undefined): boolean {
    if (value !== undefined) this.#stack.push(unsigned(value));
    return value !== undefined;
  }

  #pushRegister(register: number): boolean {
    const offset = BigInt(this.#reader.sleb());
    const value = this.#context.register(register);
    return this.#push(value === undefined ? undefined : value + offset);
  }

  #add(amount: number): boolean {
    const top = this.#stack.pop();
    return this.#push(top === undefined ? undefined : top + BigInt(amount));
  }

  #load(size: number): boolean {
    const address = this.#stack.pop();
    return this.#push(address === undefined ? undefined : this.#context.read(address, size));
  }

  /** The topmost of so many values goes under the others. */
  #rotate(count: number): boolean {
    const top = this.#stack.pop();
    if (top === undefined || this.#stack.length < count - 1) return false;
    this.#stack.splice(this.#stack.length - (count - 1), 0, top);
    return true;
  }

  #jump(distance: number): boolean {
    const target = this.#reader.offset + distance;
    if (target < 0 || target > this.#reader.end) return false;
    this.#reader.offset = target;
    return true;
  }
}
