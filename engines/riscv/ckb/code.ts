import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Code, CodeId, Decoded as DecodedView } from '../../code.ts';
import { type Decoded, type Decoder, decoderOf } from '../isa/decoder.ts';
import type { Hart } from '../isa/hart.ts';
import type { Row } from '../isa/row.ts';
import { textOf } from '../isa/text.ts';
import { CkbBlocks } from './blocks.ts';
import { type Fusion, fusionAt, mayGoOn } from './fusion.ts';
import { versionNumber, versions } from './versions.ts';

/** What a step may do beyond computing, which whoever runs it has to look at. */
export type Effect = 'none' | 'call' | 'return' | 'environment';

/** One step of the machine at one place: an instruction, or a fused group. */
export type Step = Decoded & {
  readonly fusion: Fusion | undefined;
  readonly effect: Effect;
  /** Whether it may go on elsewhere than behind itself. */
  readonly mayJump: boolean;
};

const decoders: readonly Decoder[] = versions.map(({ id }) => decoderOf(versions, id));

/** What a version of CKB-VM decodes. */
export const decoderAt = (version: string): Decoder => decoders[versionNumber(version)];

/** A stretch of memory that holds code, as one version of CKB-VM reads it. Offsets are addresses. */
export class CkbCode implements Code {
  readonly id: CodeId;
  readonly bytes: Uint8Array;
  readonly name: string;
  /** The file that it was loaded from, in which its symbols may stand. */
  readonly file: Uint8Array;
  readonly base: number;
  /** Of the first byte behind it. */
  readonly end: number;
  readonly #version: number;
  readonly #decoder: Decoder;
  readonly #view: DataView;
  /** By half words; null where no instruction stands. */
  readonly #steps: (Step | null | undefined)[];
  readonly blocks: CkbBlocks;
  /** By half words; set where a step starts that is reached in sequence, as far as that was asked for. */
  readonly #heads: Uint8Array;

  constructor(bytes: Uint8Array, base: number, version: string, name: string, file: Uint8Array = bytes) {
    this.bytes = bytes;
    this.base = base;
    this.end = base + bytes.length;
    this.name = name;
    this.file = file;
    this.id = `0x${bytesToHex(
      sha256
        .create()
        .update(Uint8Array.of(base, base >> 8, base >> 16, base >> 24))
        .update(bytes)
        .digest(),
    )}`;
    this.#version = versionNumber(version);
    this.#decoder = decoderAt(version);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#steps = new Array(bytes.length >>> 1);
    this.#heads = new Uint8Array((bytes.length + 1) >>> 1);
    this.blocks = new CkbBlocks(this);
  }

  /** What the machine does at an address; undefined where no instruction stands or the address lies outside. */
  stepAt(address: number): Step | undefined {
    if (address < this.base || address >= this.end) return undefined;
    if (isOdd(address)) return this.#makeStep(address);
    const known = this.#steps[(address - this.base) >> 1];
    return known === undefined ? this.#makeStep(address) : (known ?? undefined);
  }

  #makeStep(address: number): Step | undefined {
    const head = this.instructionAt(address);
    const step =
      head &&
      stepOf(
        head,
        fusionAt(this.#version, head, address, (at) => this.instructionAt(at)),
      );
    if (!isOdd(address)) this.#steps[(address - this.base) >> 1] = step ?? null;
    return step;
  }

  /** The instruction at an address by itself. */
  instructionAt(address: number): Decoded | undefined {
    const word = this.wordAt(address);
    return word === undefined ? undefined : this.#decoder.decode(word);
  }

  /** The 16 or 32 bits of an instruction that starts at an address; undefined if the code ends before they do. */
  wordAt(address: number): number | undefined {
    const at = address - this.base;
    if (at < 0 || at + 2 > this.bytes.length) return undefined;
    const low = this.#view.getUint16(at, true);
    if ((low & 3) !== 3) return low;
    return at + 4 > this.bytes.length ? undefined : this.#view.getUint32(at, true);
  }

  decode(offset: number): DecodedView | undefined {
    if (offset < this.base || offset >= this.end) return undefined;
    const decoded = this.instructionAt(offset);
    const text = decoded && textOf(decoded, offset);
    if (decoded && text) {
      const target = this.targetAt(offset);
      return { row: decoded.row, size: decoded.size, text, ...(target !== undefined && { target }) };
    }
    const size = decoded?.size ?? Math.min(2, this.end - offset);
    return {
      row: decoded?.row,
      size,
      text: dataText(this.bytes.subarray(offset - this.base, offset - this.base + size)),
    };
  }

  /** Where the jump at an address goes; undefined for one by a register, unless the instruction in front of it says what is in that. */
  targetAt(address: number): number | undefined {
    const jump = this.instructionAt(address);
    if (jump?.row.base.mnemonic !== 'jalr') return jump?.row.syntax.includes('target') ? address + jump.imm : undefined;
    const at = address - 4;
    const upper = this.instructionAt(at);
    return upper?.row.mnemonic === 'auipc' && upper.rd === jump.rs1 ? at + upper.imm + jump.imm : undefined;
  }

  head(offset: number): number | undefined {
    if (offset < this.base || offset >= this.end) return undefined;
    const index = (address: number) => (address - this.base) >>> 1;
    const last = this.base + 2 * index(offset);
    let head = last;
    while (!this.#heads[index(head)] && !this.#mustStart(head)) head -= 2;
    for (let at = head; at <= last; at += this.stepAt(at)?.size ?? 2) {
      this.#heads[index(at)] = 1;
      head = at;
    }
    return head;
  }

  /**
   * Whether a step starts at an address whatever stands further in front: not inside an instruction, because the half word before
   * it begins no long one, nor inside a fused group, because neither the short nor the long instruction before it may go on.
   */
  #mustStart(address: number): boolean {
    if (address === this.base) return true;
    const [short, long] = [this.instructionAt(address - 2), this.instructionAt(address - 4)];
    return short?.size !== 4 && ![short, long].some((each) => each && mayGoOn(this.#version, each));
  }

  group(offset: number): readonly Row[] | undefined {
    return this.stepAt(offset)?.fusion?.parts.map(({ row }) => row);
  }
}

/** Only a program that is entered at such an address comes to others, until its first jump by a register. */
export const isOdd = (address: number): boolean => (address & 1) !== 0;

const dataText = (bytes: Uint8Array): string => {
  const directive = bytes.length === 4 ? '.4byte' : bytes.length === 2 ? '.2byte' : '.byte';
  return `${directive} 0x${bytesToNumberLE(bytes)
    .toString(16)
    .padStart(2 * bytes.length, '0')}`;
};

const stepOf = (head: Decoded, fusion: Fusion | undefined): Step => {
  const { rd, rs1, rs2, to, imm, wide, row, word } = head;
  const runs = fusion?.runs ?? [head];
  const size = (fusion?.parts ?? runs).reduce((sum, part) => sum + part.size, 0);
  const execute = fusion
    ? (hart: Hart) => {
        for (const part of runs) part.execute(hart, part);
      }
    : head.execute;
  const { cycles } = fusion ?? head;
  const last = runs[runs.length - 1];
  const effect = effectOf(last);
  const mayJump = last.row.base.flow !== 'next';
  // One literal, so that all steps have one shape.
  return { rd, rs1, rs2, to, imm, wide, size, row, word, execute, cycles, fusion, effect, mayJump };
};

const isLink = (register: number) => register === 1 || register === 5;

/** Calls leave the return address in `ra` or `t0`, returns go back by them (Unprivileged ISA 20191213, section 2.5). */
const effectOf = ({ row, rd, rs1 }: Decoded): Effect => {
  const { mnemonic } = row.base;
  if (mnemonic === 'ecall') return 'environment';
  if (mnemonic === 'jal') return isLink(rd) ? 'call' : 'none';
  if (mnemonic !== 'jalr') return 'none';
  if (isLink(rd)) return 'call';
  return isLink(rs1) ? 'return' : 'none';
};
