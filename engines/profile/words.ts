import type { Code, CodeId, Place } from '../code.ts';

export type Codes = ReadonlyMap<CodeId, Code>;

/** Mnemonics that name a line, at most. */
const mostWords = 3;

/** The mnemonic of the instruction at a place, with what it asks the VM for: `syscall sol_log_`. */
export const wordAt = (codes: Codes, { code, offset }: Place): string => {
  const decoded = codes.get(code)?.decode(offset);
  const asks = decoded?.row?.operands.some(({ kind }) => kind === 'symbol');
  return (asks ? undefined : decoded?.row?.mnemonic) ?? decoded?.text ?? '?';
};

/** Names a line by its instructions: `PUSH1 SWAP1 SUB …`. */
export const wordsText = (words: ReadonlySet<string>): string => {
  const shown = [...words].slice(0, mostWords).join(' ');
  return words.size > mostWords ? `${shown} …` : shown;
};
