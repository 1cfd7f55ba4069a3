import { extentOf, fieldNamed, isUpper } from '../../../engines/riscv/assembly/encoder.ts';
import { formsOf, loadNumberName, mnemonics, type Slot } from '../../../engines/riscv/assembly/vocabulary.ts';
import { rowsNamed } from '../../../engines/riscv/isa/template.ts';

/** Registers of every kind that forms of 16 bits tell apart. */
const registers = ['zero', 'ra', 'sp', 's0', 'a0', 'a5', 't6'];

/** Numbers at the edges of 12, 18, 32 and 64 bits. */
const loads = [12, 13, 17, 18, 20, 31, 32, 33, 43, 44, 48, 63].flatMap((bits) =>
  [-1n, 0n, 1n, 0x800n].flatMap((more) => [2n ** BigInt(bits) + more, -(2n ** BigInt(bits)) + more]),
);
const otherLoads = [0n, 1n, -1n, 31n, 32n, -32n, -33n, 2047n, -2049n, 0x123456789abcdef0n, -0x123456789abcdef0n];

/** Numbers that a field takes, and those at the edges of the shorter fields that it may become. */
const numbersFor = (mnemonic: string, name: string): readonly number[] => {
  const [row] = rowsNamed(mnemonic);
  const field = row && fieldNamed(row, name);
  if (!field) return [0, 1, 5, -1];
  if (isUpper(field)) return [0, 1, 31, 32, 0x7ffff, 0x80000, 0xfffdf, 0xfffe0, 0xfffff];
  const { least, most, step } = extentOf(field);
  const edges = [31, 32, -32, -33, 4, 8, 12, 124, 128, 248, 252, 256, 496, 504, 512, -512, -528, 1020, 1024];
  return [...new Set([least, most, 0, step, -step, ...edges])].filter(
    (number) => number >= least && number <= most && number % step === 0,
  );
};

const choices = (mnemonic: string, slot: Slot): readonly string[] => {
  switch (slot.kind) {
    case 'register':
      return registers;
    case 'fixed':
      return [slot.register === undefined ? String(slot.number) : `x${slot.register}`];
    case 'memory': {
      const bases = slot.fixedBase === undefined ? registers : [`x${slot.fixedBase}`];
      return bases.flatMap((base) => numbersFor(mnemonic, slot.name).map((number) => `${number}(${base})`));
    }
    case 'set':
      return ['iorw', 'r', 'w', 'ow'];
    case 'target':
      return ['.'];
    case 'symbol':
      return ['place'];
    case 'value':
      return numbersFor(mnemonic, slot.name).map(String);
  }
};

/**
 * What GNU as 2.40 has no words for (`lga`, `pause` without its extension, shifts by 0 in 16 bits), and where it writes
 * something else: a hint that version 0 of CKB-VM refuses for `add rd, rd, 0`.
 */
const differs = /^(?:lga|pause)\b|^c\.nop 0|^c\.s\w+ \w+, 0$|^c\.lui (?:sp|x2)\b|^add (\w+), \1, 0$/;

/** Every way to write every instruction, with operands at their edges. Some combinations are no instruction. */
export const everyInstruction = (): readonly string[] => {
  const lines = new Set([...loads, ...otherLoads].flatMap((number) => [`li a0, ${number}`, `li t6, ${number}`]));
  for (const mnemonic of mnemonics) {
    if (mnemonic === loadNumberName) continue;
    for (const { slots } of formsOf(mnemonic)) {
      let written: readonly string[] = [mnemonic];
      for (const [i, slot] of slots.entries()) {
        const before = i === 0 ? ' ' : ', ';
        written = written.flatMap((line) => choices(mnemonic, slot).map((text) => `${line}${before}${text}`));
      }
      for (const line of written) lines.add(line);
    }
  }
  return [...lines].filter((line) => !differs.test(line));
};

/** Jumps and branches to targets at the ends of what each length reaches, forwards and backwards. */
export const everyReach = (): string => {
  const jumps = ['j', 'jal', 'beqz a0,', 'bnez t0,', 'beq a0, a1,', 'bgeu a0, zero,'];
  const distances = [254, 256, 258, 2046, 2048, 2050, 4094, 4096, 4098, 4100];
  const lines: string[] = [];
  let label = 0;
  for (const option of ['rvc', 'norvc']) {
    lines.push(`.option ${option}`);
    for (const jump of jumps) {
      for (const distance of distances) {
        label += 1;
        for (const size of [2, 4]) {
          lines.push(`${jump} F${label}_${size}`, `.skip ${distance - size}`, `F${label}_${size}:`);
          lines.push(`B${label}_${size}:`, `.skip ${distance - size + 2}`, `${jump} B${label}_${size}`);
        }
      }
    }
  }
  return `${lines.join('\n')}\n`;
};
