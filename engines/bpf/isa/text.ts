import type { Decoded } from './decoder.ts';

/** How things that are numbers in the code are written. */
export type Names = {
  /** The place of a jump. */
  label(pc: number): string;
  /** What a call calls, by the number in it. */
  called(imm: number, pc: number): string;
};

const register = (n: number): string => `r${n}`;

const distance = (off: number): string => (off < 0 ? `-0x${(-off).toString(16)}` : `+0x${off.toString(16)}`);

/** An instruction in the words of Agave's disassembler (`sbpf` 0.23, `disassembler.rs`). */
export const textOf = (decoded: Decoded, pc: number, names: Names): string => {
  const { row, dst, src, off, imm, isImmediate, unsigned } = decoded;
  const words: Readonly<Record<string, () => string>> = {
    dst: () => register(dst),
    src: () => register(src),
    value: () => (isImmediate ? String(imm) : register(src)),
    imm: () => (row.mnemonic === 'lddw' ? `0x${unsigned.toString(16)}` : String(imm)),
    target: () => names.label(pc + 1 + off),
    function: () => names.called(imm, pc),
    name: () => names.called(imm, pc),
  };
  const operands = row.syntax.replace('+off', distance(off)).replace(/[a-z]+/g, (word) => words[word]?.() ?? word);
  return operands ? `${row.mnemonic} ${operands}` : row.mnemonic;
};
