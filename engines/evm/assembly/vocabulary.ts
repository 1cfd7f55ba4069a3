import { type EvmInstruction, instructions } from '../instructions.ts';

const byMnemonic: ReadonlyMap<string, EvmInstruction> = new Map(instructions.map((row) => [row.mnemonic, row]));

/** Names that instructions had once, with today's: EIP-6 renamed SUICIDE, and solc renamed SHA3. */
export const oldNames: ReadonlyMap<string, string> = new Map([
  ['SHA3', 'KECCAK256'],
  ['SUICIDE', 'SELFDESTRUCT'],
]);

export const mnemonics: readonly string[] = [...byMnemonic.keys()];

/** The row of that mnemonic, in upper or lower case. */
export const findRow = (mnemonic: string): EvmInstruction | undefined =>
  byMnemonic.get(mnemonic) ?? byMnemonic.get(mnemonic.toUpperCase());

const sizes: ReadonlyMap<EvmInstruction, number> = new Map(
  instructions.map((row) => [row, row.operands.reduce((bits, operand) => bits + operand.bits, 0) / 8]),
);

/** Bytes that follow the opcode. */
export const immediateSize = (row: EvmInstruction): number => sizes.get(row) ?? 0;

/** The row that pushes `size` bytes. */
export const pushRow = (size: number): EvmInstruction => byMnemonic.get(`PUSH${size}`)!;
