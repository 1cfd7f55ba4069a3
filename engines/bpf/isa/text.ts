import type { Decoded } from './decoder.ts';
import type { Syntax } from './row.ts';

/** How things that are numbers in the code are written. */
export type Names = {
  /** The place of a jump. */
  label(pc: number): string;
  /** What a call calls, by the number in it. */
  called(imm: number, pc: number): string;
};

const register = (n: number): string => `r${n}`;

const distance = (off: number): string => (off < 0 ? `-0x${(-off).toString(16)}` : `+0x${off.toString(16)}`);

type Write = (decoded: Decoded, pc: number, names: Names) => string;

/** What stands for each word of a syntax. */
const words: Readonly<Record<string, Write>> = {
  dst: ({ dst }) => register(dst),
  src: ({ src }) => register(src),
  value: ({ isImmediate, imm, src }) => (isImmediate ? String(imm) : register(src)),
  imm: ({ row, imm, unsigned }) => (row.mnemonic === 'lddw' ? `0x${unsigned.toString(16)}` : String(imm)),
  target: ({ off }, pc, names) => names.label(pc + 1 + off),
  function: ({ imm }, pc, names) => names.called(imm, pc),
  name: ({ imm }, pc, names) => names.called(imm, pc),
  '+off': ({ off }) => distance(off),
};

const parts = new Map<Syntax, readonly (string | Write)[]>();

/** The texts and words of a syntax, in their order. */
const partsOf = (syntax: Syntax): readonly (string | Write)[] => {
  const known = parts.get(syntax) ?? syntax.split(/(\+off|[a-z]+)/).map((part) => words[part] ?? part);
  parts.set(syntax, known);
  return known;
};

/** An instruction in the words of Agave's disassembler (`sbpf` 0.23, `disassembler.rs`). */
export const textOf = (decoded: Decoded, pc: number, names: Names): string => {
  const { mnemonic, syntax } = decoded.row;
  if (syntax === '') return mnemonic;
  let text = `${mnemonic} `;
  for (const part of partsOf(syntax)) text += typeof part === 'string' ? part : part(decoded, pc, names);
  return text;
};
