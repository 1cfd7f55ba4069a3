import type { Code, CodeId, Decoded } from '../code.ts';
import { instructionsAt } from './instructions.ts';
import { keccak256 } from './keccak.ts';
import { Segments } from './segments.ts';
import { fromBytes, hexOf } from './words.ts';

const push1 = 0x60;
const push32 = 0x7f;
export const jumpdest = 0x5b;

/** Bytes of immediate data after an opcode. */
export const immediateSize = (opcode: number) => (opcode >= push1 && opcode <= push32 ? opcode - push1 + 1 : 0);

export const codeIdOf = (bytes: Uint8Array): CodeId => `0x${hexOf(keccak256(bytes))}`;

/** Flags of an offset, as a walk from offset 0 finds it. */
const isStart = 1;
const isTarget = 2;

/** The code of a contract at one fork; what is derived from its bytes is worked out when it is first asked for. */
export class EvmCode implements Code {
  readonly id: CodeId;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly base = 0;
  readonly fork: string;
  /** The bytes and 33 zeros: past its end code reads as STOP, and the data of a push as zeros. */
  readonly padded: Uint8Array;
  #flags: Uint8Array | undefined;
  /** By offset of the push. Of full length from the start, for an array that grows by leaps becomes a slow one. */
  #immediates: (bigint | undefined)[] | undefined;
  #segments: Segments | undefined;

  constructor(bytes: Uint8Array, fork: string, name: string, id: CodeId = codeIdOf(bytes)) {
    this.id = id;
    this.bytes = bytes;
    this.name = name;
    this.fork = fork;
    this.padded = new Uint8Array(bytes.length + 33);
    this.padded.set(bytes);
  }

  /** An immediate that the end of the code cuts off reads as if zeros followed; `size` counts only what is there. */
  decode(offset: number): Decoded | undefined {
    const opcode = this.bytes[offset];
    if (opcode === undefined) return undefined;
    const row = instructionsAt(this.fork)[opcode];
    if (!row) return { row, size: 1, text: `0x${hexOf(this.bytes.subarray(offset, offset + 1))}` };
    const length = immediateSize(opcode);
    const data = length > 0 ? ` 0x${hexOf(this.padded.subarray(offset + 1, offset + 1 + length))}` : '';
    return { row, size: Math.min(1 + length, this.bytes.length - offset), text: row.mnemonic + data };
  }

  head(offset: number): number | undefined {
    if (offset < 0 || offset >= this.bytes.length) return undefined;
    const flags = this.#analysis();
    let at = offset;
    while (((flags[at] ?? isStart) & isStart) === 0) at -= 1;
    return at;
  }

  /** Whether a JUMPDEST stands at `offset` that is not the data of a push. */
  isJumpTarget(offset: number): boolean {
    return ((this.#analysis()[offset] ?? 0) & isTarget) !== 0;
  }

  /** The number in the `size` bytes after the push at `offset`. */
  immediate(offset: number, size: number): bigint {
    this.#immediates ??= new Array(this.bytes.length);
    const known = this.#immediates[offset];
    if (known !== undefined) return known;
    const value = fromBytes(this.padded.subarray(offset + 1, offset + 1 + size));
    this.#immediates[offset] = value;
    return value;
  }

  get segments(): Segments {
    this.#segments ??= new Segments(this);
    return this.#segments;
  }

  #analysis(): Uint8Array {
    if (!this.#flags) {
      const flags = new Uint8Array(this.bytes.length);
      for (let at = 0; at < flags.length; ) {
        const opcode = this.bytes[at] ?? 0;
        flags[at] = opcode === jumpdest ? isStart | isTarget : isStart;
        at += 1 + immediateSize(opcode);
      }
      this.#flags = flags;
    }
    return this.#flags;
  }
}
