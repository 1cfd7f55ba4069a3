import { hex } from '../digits.ts';
import { t } from '../translate.ts';

export const targetOutside = (target: bigint): string =>
  t('The jump goes to {0}, where there is no code.', hex(target));
export const otherElf = (name: string, what: string): string =>
  t('{0} is {1}; CKB-VM runs 64-bit ELF programs for RISC-V.', name, what);
export const notLinked = (name: string): string =>
  t('{0} is an object file that is not linked yet; link it with "ld" and open what comes out.', name);
export const brokenElf = (name: string, reason: string): string => t('{0} cannot be loaded: {1}', name, reason);
export const noProgram = (name: string): string =>
  t('{0} is no program for CKB-VM: neither an ELF file nor RISC-V assembly (".rv.s").', name);
export const fileMissing = (path: string): string => t('"{0}" was not found; correct the path.', path);
export const noCode = (name: string): string =>
  t('{0} has no code that can be executed; it needs a segment with that right.', name);
export const wholeProgram = (): string => t('All of its code.');

export const doc = {
  args: () =>
    t('Arguments of the program, as text or, after 0x, as hexadecimal bytes; they lie on its stack as "argv".'),
  cycles: () => t('Cycles that the program may take; a whole block may take 3,500,000,000.'),
  transaction: () =>
    t(
      'The transaction around the script: a mock transaction of ckb-debugger as an object, or the name of a JSON file that holds one.',
    ),
  script: () =>
    t(
      'Which script of the transaction runs: "input.0.lock", "output.1.type" …; if nothing is said, the only one, or the lock of the first input where "program" takes the place of its code.',
    ),
  cell: () => t('Whether the script stands in an input or in an output.'),
  index: () => t('Which of the inputs or outputs, from 0.'),
  kind: () => t('Whether it is the lock or the type of the cell.'),
  scriptArgs: () => t('Arguments of the script, where no transaction is given.'),
  witness: () => t('The first witness, where no transaction is given.'),
  link: () => t('Further files of RISC-V assembly that are linked with the program.'),
  linked: () => t('A file of RISC-V assembly.'),
  symbols: () =>
    t(
      'A file with the symbols and source lines of the program, if it has been stripped of them; its code must be the same.',
    ),
  sourceMap: () =>
    t('Where sources lie now: an object from the beginnings of paths, as the compiler knew them, to folders.'),
};
export const transactionWanted = (): string => t('an object, or the name of a JSON file');
export const scriptWanted = (): string => t('a script such as "input.0.lock" or "output.1.type"');
export const oneOf = (values: readonly string[]): string => t('one of {0}', values.join(', '));
export const argumentWanted = (): string => t('text, or bytes such as "0x00ff"');
export const sourceMapWanted = (): string => t('an object from beginnings of paths to folders');
export const symbolsElsewhere = (name: string, reason: string): string =>
  t('"{0}" holds the symbols of another program: {1}', name, reason);

export const event = {
  fault: () =>
    t('The program did what it may not: a bad address, an instruction that does not exist, too many cycles.'),
};

/** In the words of the calling convention. */
export const registerDoc = (role: string, kept: 'caller' | 'callee' | undefined): string =>
  kept === undefined
    ? t('Register: {0}.', role)
    : kept === 'caller'
      ? t('Register: {0}. A call may change it.', role)
      : t('Register: {0}. A function gives it back as it was.', role);

export const syscallCost = (cost: string): string => t('Costs, beside the 500 cycles of `ecall`: {0}.', cost);
