import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Blocks } from '../../blocks.ts';
import type { Code, CodeId, Decoded as DecodedView } from '../../code.ts';
import { slotSize } from '../isa/decoder.ts';
import type { Program } from '../isa/program.ts';
import { type Names, textOf } from '../isa/text.ts';
import { rulesOf } from '../isa/versions.ts';
import { blocksOf, type SbpfBlock } from './blocks.ts';

/** What is known of functions: the name of the one that begins at a slot. */
export type FunctionNames = (pc: number) => string | undefined;

/** What is known of sources: the line of a slot, as `lib.rs:33`. */
export type SourceLines = (pc: number) => string | undefined;

/** The code of a program, as one version of sBPF reads it. Offsets are addresses. */
export class SbpfCode implements Code {
  readonly id: CodeId;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly base: number;
  readonly program: Program;
  readonly functionName: FunctionNames;
  readonly sourceLine: SourceLines;
  readonly #names: Names;
  #blocks: Blocks<SbpfBlock> | undefined;

  /** @param syscallName of a hash */
  constructor(
    program: Program,
    name: string,
    syscallName: (hash: number) => string | undefined,
    functionName: FunctionNames = () => undefined,
    sourceLine: SourceLines = () => undefined,
  ) {
    this.program = program;
    this.bytes = program.text;
    this.base = program.base;
    this.name = name;
    this.functionName = functionName;
    this.sourceLine = sourceLine;
    const version = new TextEncoder().encode(program.version);
    this.id = `0x${bytesToHex(sha256.create().update(version).update(this.bytes).digest())}`;
    this.#names = namesOf(program, syscallName, functionName);
  }

  get blocks(): Blocks<SbpfBlock> {
    this.#blocks ??= blocksOf(this);
    return this.#blocks;
  }

  offsetOf(pc: number): number {
    return this.base + pc * slotSize;
  }

  /** The slot that an offset lies in. */
  slotOf(offset: number): number {
    return Math.floor((offset - this.base) / slotSize);
  }

  decode(offset: number): DecodedView | undefined {
    const pc = this.slotOf(offset);
    if (offset < this.base || pc >= this.program.slots) return undefined;
    const decoded = this.program.at(pc);
    if (!decoded || offset !== this.offsetOf(pc)) return this.#data(offset);
    return { row: decoded.row, size: decoded.slots * slotSize, text: textOf(decoded, pc, this.#names) };
  }

  #data(offset: number): DecodedView {
    const size = slotSize - ((offset - this.base) % slotSize);
    const bytes = this.bytes.subarray(offset - this.base, offset - this.base + size);
    const digits = bytesToHex(bytes.toReversed());
    return { row: undefined, size, text: size === slotSize ? `.quad 0x${digits}` : `.byte 0x${digits}` };
  }

  head(offset: number): number | undefined {
    const pc = this.slotOf(offset);
    if (offset < this.base || pc >= this.program.slots) return undefined;
    const isSecondHalf = pc > 0 && this.program.at(pc - 1)?.slots === 2 && !this.program.at(pc);
    return this.offsetOf(isSecondHalf ? pc - 1 : pc);
  }
}

/** Places and functions in Agave's words: `lbb_7`, `function_12`, `entrypoint`. */
const namesOf = (
  program: Program,
  syscallName: (hash: number) => string | undefined,
  functionName: FunctionNames,
): Names => {
  const functionAt = (pc: number): string =>
    functionName(pc) ?? (pc === program.entry ? 'entrypoint' : `function_${pc}`);
  const targets = new Map([...program.functions].map(([hash, pc]) => [hash, pc] as const));
  const { hasRelativeCalls } = rulesOf(program.version);
  return {
    label: (pc) => `lbb_${pc}`,
    called: (imm, pc) => {
      const syscall = syscallName(imm >>> 0);
      const isSyscall = hasRelativeCalls ? program.at(pc)?.row.mnemonic === 'syscall' : syscall !== undefined;
      if (isSyscall) return syscall ?? `0x${(imm >>> 0).toString(16)}`;
      const target = hasRelativeCalls ? pc + 1 + imm : targets.get(imm >>> 0);
      return target === undefined ? `0x${(imm >>> 0).toString(16)}` : functionAt(target);
    },
  };
};
