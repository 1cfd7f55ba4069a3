import { type Decoded, decoderOf, readSlot, type Slot, slotSize } from './decoder.ts';
import { type Rules, rulesOf } from './versions.ts';

/** The errors of the verifier (`sbpf` 0.23, `verifier.rs`), in the order of their numbers there. */
export const verifierErrorKinds = [
  'ProgramLengthNotMultiple',
  'ProgramTooLarge',
  'NoProgram',
  'DivisionByZero',
  'UnsupportedLEBEArgument',
  'LDDWCannotBeLast',
  'IncompleteLDDW',
  'InfiniteLoop',
  'JumpOutOfCode',
  'JumpToMiddleOfLDDW',
  'InvalidSourceRegister',
  'CannotWriteR10',
  'InvalidDestinationRegister',
  'UnknownOpCode',
  'ShiftWithOverflow',
  'InvalidRegister',
  'InvalidFunction',
  'InvalidSyscall',
  'UnalignedImmediate',
] as const;

export type VerifierErrorKind = (typeof verifierErrorKinds)[number];

/** Why a program is refused before it runs. */
export type VerifierError = {
  readonly kind: VerifierErrorKind;
  /** In the chain's words. */
  readonly text: string;
  /** The slot at fault; undefined where it is the program as a whole. */
  readonly pc: number | undefined;
};

export const numberOf = ({ kind }: VerifierError): number => verifierErrorKinds.indexOf(kind);

/** Everything that the verifier of a version has against a program. The chain says the first, and refuses. */
export const verify = (program: Uint8Array, version: string): readonly VerifierError[] => {
  if (program.length % slotSize !== 0)
    return [error('ProgramLengthNotMultiple', undefined, `program length must be a multiple of ${slotSize} octets`)];
  if (program.length === 0) return [error('NoProgram', undefined, 'no program set, call prog_set() to load one')];
  const code = new DataView(program.buffer, program.byteOffset, program.length);
  const errors: VerifierError[] = [];
  const decoder = decoderOf(version, () => false);
  const rules = rulesOf(version);
  for (let pc = 0; pc * slotSize < program.length; ) {
    const slot = readSlot(code, pc);
    const decoded = decoder.decode(code, pc);
    const found = decoded
      ? (instructionError(code, pc, slot, decoded, rules) ?? registerError(pc, slot, decoded, rules))
      : undecoded(pc, slot, decoder.knows(slot.opcode));
    if (found) errors.push(found);
    pc += decoded && !isTorn(found) ? decoded.slots : 1;
  }
  return errors;
};

/** Whether what follows the instruction is one too, and not its second half. */
const isTorn = (found: VerifierError | undefined): boolean => found?.kind === 'IncompleteLDDW';

const error = (kind: VerifierErrorKind, pc: number | undefined, text: string): VerifierError => ({ kind, pc, text });

const undecoded = (pc: number, { opcode }: Slot, isKnown: boolean): VerifierError => {
  if (!isKnown) return error('UnknownOpCode', pc, `unknown eBPF opcode 0x${opcode.toString(16)} (insn #${pc})`);
  return opcode === 0x18
    ? error('LDDWCannotBeLast', pc, 'LD_DW instruction cannot be last in program')
    : error('UnsupportedLEBEArgument', pc, `unsupported argument for LE/BE (insn #${pc})`);
};

/** What is wrong with an instruction, its registers apart. */
const instructionError = (
  code: DataView,
  pc: number,
  slot: Slot,
  { row, isImmediate, src, imm, off, wide }: Decoded,
  rules: Rules,
): VerifierError | undefined => {
  const insn = `(insn #${pc})`;
  if (row.mnemonic === 'lddw' && readSlot(code, pc + 1).opcode !== 0)
    return error('IncompleteLDDW', pc, `incomplete LD_DW instruction ${insn}`);
  if (row.rule === 'divisor' && isImmediate && imm === 0) return error('DivisionByZero', pc, `division by 0 ${insn}`);
  const bits = row.rule === 'shift32' ? 32 : row.rule === 'shift64' ? 64 : undefined;
  if (bits && isImmediate && (imm < 0 || imm >= bits)) {
    // The chain's sentence has the two numbers in each other's place.
    const text = `Shift with overflow of ${BigInt.asUintN(64, wide)}-bit value by ${bits} ${insn}`;
    return error('ShiftWithOverflow', pc, text);
  }
  if (row.syntax.endsWith('target')) {
    const target = pc + 1 + off;
    if (target < 0 || target * slotSize >= code.byteLength)
      return error('JumpOutOfCode', pc, `jump out of code to #${BigInt.asUintN(64, BigInt(target))} ${insn}`);
    if (readSlot(code, target).opcode === 0)
      return error('JumpToMiddleOfLDDW', pc, `jump to middle of LD_DW at #${target} ${insn}`);
  }
  if (row.mnemonic === 'callx' && !(src >= 0 && src < 10))
    return error('InvalidRegister', pc, `Invalid register specified at instruction ${pc}`);
  if (movesFrame(slot, rules) && (imm & 63) !== 0)
    return error('UnalignedImmediate', pc, `Unaligned immediate ${insn}`);
  return undefined;
};

const framePointer = 10;

/** Whether it is `add64 r10, imm` where the program moves its own frames. */
const movesFrame = ({ opcode, dst }: Slot, { hasFixedFrames }: Rules): boolean =>
  !hasFixedFrames && opcode === 0x07 && dst === framePointer;

const registerError = (pc: number, slot: Slot, { row, slots }: Decoded, rules: Rules): VerifierError | undefined => {
  // The chain looks at registers when it has gone on to the last slot.
  const insn = `(insn #${pc + slots - 1})`;
  if (slot.src > framePointer) return error('InvalidSourceRegister', pc, `invalid source register ${insn}`);
  if (slot.dst > framePointer) return error('InvalidDestinationRegister', pc, `invalid destination register ${insn}`);
  const isStore = row.syntax.startsWith('[dst');
  if (slot.dst === framePointer && !isStore && !movesFrame(slot, rules))
    return error('CannotWriteR10', pc, `cannot write into register r10 ${insn}`);
  return undefined;
};
