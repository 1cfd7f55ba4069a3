import { evaluate } from './dwarf/expression.ts';
import type { FrameRules, RegisterRule } from './dwarf/frame-rules.ts';

/** Values of registers by their numbers of DWARF, unsigned; those that are not known are absent. */
export type RegisterValues = ReadonlyMap<number, bigint>;

/** A function under way: the innermost, or one that waits for a call to return. */
export type UnwoundFrame = {
  /** Where it goes on. */
  readonly pc: number;
  /**
   * What to look up to learn where it is: in the innermost frame the `pc`, in others the call before it, which may be the last
   * instruction of the function.
   */
  readonly lookup: number;
  /** Its registers; what a callee may overwrite without saving it is a guess in all but the innermost frame. */
  readonly registers: RegisterValues;
  /** The canonical frame address: the stack pointer where it was called. Undefined where no rules are known. */
  readonly cfa: bigint | undefined;
};

/** What unwinding has to know of the machine. */
export type UnwindContext = {
  /** `DebugInfo.unwindAt` */
  rulesAt(address: number): FrameRules | undefined;
  /** The unsigned number of `size` bytes at an address; undefined where nothing can be read. */
  read(address: bigint, size: number): bigint | undefined;
  /** The register that holds the stack pointer: 2 on RISC-V. */
  readonly stackPointer: number;
  readonly addressSize: number;
  readonly littleEndian: boolean;
  /** How many frames to find at most. */
  readonly limit: number;
};

export type Unwound = {
  /** Innermost first; at least one. */
  readonly frames: readonly UnwoundFrame[];
  /** True if the last frame is known to be the outermost. Otherwise rules or memory were missing, or the limit was reached. */
  readonly complete: boolean;
};

/**
 * Finds who called whom, by the call-frame information. Ends where it cannot go on, and where the stack shrinks from frame to
 * frame, so that a broken stack cannot make it run in circles. Never throws.
 * @param registers all that are known, the stack pointer among them.
 */
export const unwind = (pc: number, registers: RegisterValues, context: UnwindContext): Unwound => {
  const frames: UnwoundFrame[] = [];
  let current = { pc, lookup: pc, registers };
  for (;;) {
    const rules = context.rulesAt(current.lookup);
    const cfa = rules && cfaOf(rules, current.registers, context);
    frames.push({ ...current, cfa });
    const callee = frames.at(-2);
    // A function without a part of the stack has the frame address of its callee.
    const grows =
      callee?.cfa === undefined ||
      cfa === undefined ||
      cfa > callee.cfa ||
      (cfa === callee.cfa && current.pc !== callee.pc);
    if (!rules || cfa === undefined || !grows || frames.length >= context.limit) return { frames, complete: false };

    const caller = callerRegisters(rules, cfa, current.registers, context);
    const returnAddress = caller.get(rules.returnAddress);
    const isOutermost = rules.registers.get(rules.returnAddress)?.kind === 'undefined' || returnAddress === 0n;
    if (isOutermost) return { frames, complete: true };
    if (returnAddress === undefined || returnAddress > Number.MAX_SAFE_INTEGER) return { frames, complete: false };
    const back = Number(returnAddress);
    current = { pc: back, lookup: rules.isSignal ? back : back - 1, registers: caller };
  }
};

const cfaOf = ({ cfa }: FrameRules, registers: RegisterValues, context: UnwindContext): bigint | undefined => {
  if (cfa?.kind === 'expression') return evaluate(cfa.expression, expressionContext(registers, context));
  const value = cfa && registers.get(cfa.register);
  return value === undefined ? undefined : BigInt.asUintN(64, value + BigInt(Math.trunc(cfa?.offset ?? 0)));
};

const callerRegisters = (
  rules: FrameRules,
  cfa: bigint,
  registers: RegisterValues,
  context: UnwindContext,
): RegisterValues => {
  const caller = new Map(registers).set(context.stackPointer, cfa);
  for (const [register, rule] of rules.registers) {
    const value = valueBy(rule, register, cfa, registers, context);
    if (value === undefined) caller.delete(register);
    else caller.set(register, value);
  }
  return caller;
};

const valueBy = (
  rule: RegisterRule,
  register: number,
  cfa: bigint,
  registers: RegisterValues,
  context: UnwindContext,
): bigint | undefined => {
  const saved = (address: bigint) => context.read(BigInt.asUintN(64, address), context.addressSize);
  switch (rule.kind) {
    case 'undefined':
      return undefined;
    case 'same':
      return registers.get(register);
    case 'saved':
      return saved(cfa + BigInt(rule.offset));
    case 'value':
      return BigInt.asUintN(64, cfa + BigInt(rule.offset));
    case 'register':
      return registers.get(rule.register);
    case 'savedByExpression': {
      const address = evaluate(rule.expression, expressionContext(registers, context), [cfa]);
      return address === undefined ? undefined : saved(address);
    }
    case 'valueOfExpression':
      return evaluate(rule.expression, expressionContext(registers, context), [cfa]);
  }
};

const expressionContext = (registers: RegisterValues, { read, addressSize, littleEndian }: UnwindContext) => ({
  littleEndian,
  addressSize,
  register: (register: number) => registers.get(register),
  read,
});
