import { type ByteReader, ElfError } from '../bytes.ts';
import * as messages from '../messages.ts';
import type { AddressRange } from '../range-index.ts';
import { frameOpcodes } from './constants.ts';
import { type CommonFrame, type FunctionFrame, readPointer } from './frame-entries.ts';

/** Where the caller's value of a register is (DWARF 5, 6.4.1). CFA is the canonical frame address: the caller's stack pointer. */
export type RegisterRule =
  /** Nowhere any more; of the return address, that there is no caller. */
  | { readonly kind: 'undefined' }
  /** Still in the register. */
  | { readonly kind: 'same' }
  /** In memory at CFA + `offset`. */
  | { readonly kind: 'saved'; readonly offset: number }
  /** It is CFA + `offset`. */
  | { readonly kind: 'value'; readonly offset: number }
  | { readonly kind: 'register'; readonly register: number }
  /** In memory where a DWARF expression says, which begins with the CFA on its stack. */
  | { readonly kind: 'savedByExpression'; readonly expression: Uint8Array }
  | { readonly kind: 'valueOfExpression'; readonly expression: Uint8Array };

/** How to compute the CFA. */
export type CfaRule =
  | { readonly kind: 'register'; readonly register: number; readonly offset: number }
  | { readonly kind: 'expression'; readonly expression: Uint8Array };

/** What holds from `start` up to `end`. Registers have their numbers of DWARF, which the machine's ABI gives. */
export type FrameRules = AddressRange & {
  /** Undefined where nothing says how. */
  readonly cfa: CfaRule | undefined;
  /** Registers that are not among these are as good as `same`, the stack pointer excepted, which is the CFA. */
  readonly registers: ReadonlyMap<number, RegisterRule>;
  /** The register that holds the return address. */
  readonly returnAddress: number;
  /** See `CommonFrame`. */
  readonly isSignal: boolean;
};

/** Registers in all rows of a function together: a broken file could have as many as it has bytes, squared. */
const mostRules = 250_000;

type State = { cfa: CfaRule | undefined; registers: Map<number, RegisterRule> };

/** Compilers nest them once or twice. */
const mostStates = 64;
/** No machine has as many; without a bound, remembering them could be made to take long. */
const mostRegisters = 1024;

/** The rules for each part of a function's code, in order. @param section where addresses are relative to. @throws ElfError */
export const rulesOf = (frame: FunctionFrame, section: { readonly address: number }): readonly FrameRules[] => {
  const { common, start, end } = frame;
  const initial = new Program(common, section.address, { cfa: undefined, registers: new Map() }, start);
  initial.run(common.instructions);
  const program = new Program(common, section.address, initial.state, start);
  program.run(frame.instructions);
  const { returnAddress, isSignal } = common;
  const rows = [...program.rows, { start: program.location, ...program.state }];
  return rows.map(({ start, cfa, registers }, index) => ({
    start,
    end: rows[index + 1]?.start ?? end,
    cfa,
    registers,
    returnAddress,
    isSignal,
  }));
};

/** Call-frame instructions at work (DWARF 5, 6.4.2). */
class Program {
  readonly rows: (State & { readonly start: number })[] = [];
  state: State;
  location: number;
  readonly #common: CommonFrame;
  readonly #sectionAddress: number;
  readonly #initial: ReadonlyMap<number, RegisterRule>;
  readonly #remembered: State[] = [];
  #rules = 0;

  /** @param initial what holds at the function's beginning, and what single registers can be restored to. */
  constructor(common: CommonFrame, sectionAddress: number, initial: State, location: number) {
    this.#common = common;
    this.#sectionAddress = sectionAddress;
    this.#initial = initial.registers;
    this.state = copy(initial);
    this.location = location;
  }

  run(instructions: ByteReader): void {
    const reader = instructions.at(instructions.offset);
    while (!reader.isAtEnd) this.#step(reader);
  }

  #step(reader: ByteReader): void {
    const byte = reader.u8();
    const low = byte & 0x3f;
    const { codeAlignment, dataAlignment } = this.#common;
    const scaled = (value: number) => value * dataAlignment;
    switch (byte & 0xc0 || byte) {
      case frameOpcodes.nop:
        break;
      case frameOpcodes.advanceLoc:
        this.#moveTo(this.location + low * codeAlignment);
        break;
      case frameOpcodes.advanceLoc1:
        this.#moveTo(this.location + reader.u8() * codeAlignment);
        break;
      case frameOpcodes.advanceLoc2:
        this.#moveTo(this.location + reader.u16() * codeAlignment);
        break;
      case frameOpcodes.advanceLoc4:
        this.#moveTo(this.location + reader.u32() * codeAlignment);
        break;
      case frameOpcodes.setLoc: {
        const { encoding, addressSize } = this.#common;
        this.#moveTo(readPointer(reader, encoding, { address: this.#sectionAddress, addressSize }));
        break;
      }
      case frameOpcodes.offset:
        this.#set(low, { kind: 'saved', offset: scaled(reader.uleb()) });
        break;
      case frameOpcodes.offsetExtended:
        this.#set(reader.uleb(), { kind: 'saved', offset: scaled(reader.uleb()) });
        break;
      case frameOpcodes.offsetExtendedSigned:
        this.#set(reader.uleb(), { kind: 'saved', offset: scaled(reader.sleb()) });
        break;
      case frameOpcodes.valueOffset:
        this.#set(reader.uleb(), { kind: 'value', offset: scaled(reader.uleb()) });
        break;
      case frameOpcodes.valueOffsetSigned:
        this.#set(reader.uleb(), { kind: 'value', offset: scaled(reader.sleb()) });
        break;
      case frameOpcodes.undefined:
        this.#set(reader.uleb(), { kind: 'undefined' });
        break;
      case frameOpcodes.sameValue:
        this.#set(reader.uleb(), { kind: 'same' });
        break;
      case frameOpcodes.register:
        this.#set(reader.uleb(), { kind: 'register', register: reader.uleb() });
        break;
      case frameOpcodes.expression:
        this.#set(reader.uleb(), { kind: 'savedByExpression', expression: reader.take(reader.uleb()) });
        break;
      case frameOpcodes.valueExpression:
        this.#set(reader.uleb(), { kind: 'valueOfExpression', expression: reader.take(reader.uleb()) });
        break;
      case frameOpcodes.restore:
        this.#restore(low);
        break;
      case frameOpcodes.restoreExtended:
        this.#restore(reader.uleb());
        break;
      case frameOpcodes.rememberState:
        if (this.#remembered.length === mostStates) throw new ElfError(messages.unbalancedStates(reader.name));
        this.#remembered.push(copy(this.state));
        break;
      case frameOpcodes.restoreState: {
        const state = this.#remembered.pop();
        if (!state) throw new ElfError(messages.unbalancedStates(reader.name));
        this.state = state;
        break;
      }
      case frameOpcodes.defCfa:
        this.#setCfa(reader.uleb(), reader.uleb());
        break;
      case frameOpcodes.defCfaSigned:
        this.#setCfa(reader.uleb(), scaled(reader.sleb()));
        break;
      case frameOpcodes.defCfaRegister:
        this.#setCfa(reader.uleb(), this.state.cfa?.kind === 'register' ? this.state.cfa.offset : 0);
        break;
      case frameOpcodes.defCfaOffset:
        this.#setCfaOffset(reader.uleb());
        break;
      case frameOpcodes.defCfaOffsetSigned:
        this.#setCfaOffset(scaled(reader.sleb()));
        break;
      case frameOpcodes.defCfaExpression:
        this.state.cfa = { kind: 'expression', expression: reader.take(reader.uleb()) };
        break;
      case frameOpcodes.gnuArgsSize:
        // What a caller has pushed for its callee matters to exceptions only.
        reader.uleb();
        break;
      default:
        throw new ElfError(messages.unknownFrameOpcode(reader.name, byte));
    }
  }

  #moveTo(location: number): void {
    this.#rules += 1 + this.state.registers.size;
    if (this.#rules > mostRules) throw new ElfError(messages.tooMuchWork());
    this.rows.push({ start: this.location, ...copy(this.state) });
    this.location = location;
  }

  #set(register: number, rule: RegisterRule): void {
    if (register < mostRegisters) this.state.registers.set(register, rule);
  }

  #restore(register: number): void {
    const rule = this.#initial.get(register);
    if (rule) this.state.registers.set(register, rule);
    else this.state.registers.delete(register);
  }

  #setCfa(register: number, offset: number): void {
    this.state.cfa = { kind: 'register', register, offset };
  }

  #setCfaOffset(offset: number): void {
    if (this.state.cfa?.kind === 'register') this.state.cfa = { ...this.state.cfa, offset };
  }
}

const copy = ({ cfa, registers }: State): State => ({ cfa, registers: new Map(registers) });
