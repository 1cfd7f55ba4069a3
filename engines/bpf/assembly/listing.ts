import { hex } from '../../digits.ts';
import { type Decoded, slotSize } from '../isa/decoder.ts';
import { encode, type Values } from '../isa/encoder.ts';
import { entryName, hashOfName, hashOfPc } from '../isa/murmur3.ts';
import type { Program } from '../isa/program.ts';
import { type Row, registerNames } from '../isa/row.ts';
import { textOf } from '../isa/text.ts';
import { rulesOf } from '../isa/versions.ts';
import * as messages from './messages.ts';
import { textLoadedAt } from './strings.ts';
import { placesOf, registerNumber } from './vocabulary.ts';

/** What is known of the names in a program. */
export type KnownNames = {
  /** The syscall of a hash. */
  syscall(hash: number): string | undefined;
  /** The function that begins at a slot. */
  function(pc: number): string | undefined;
  /** The source line of a slot: `lib.rs:33`. */
  line?(pc: number): string | undefined;
};

/** Where a comment starts on lines that are not longer. */
const commentColumn = 40;

/**
 * The code as assembly: one instruction a line, with labels in Agave's words where jumps and calls lead. Assembling it gives the
 * same bytes at the same addresses, so what cannot be written as an instruction is written as a number.
 */
export const listingOf = (name: string, program: Program, names: KnownNames): string => {
  const { version, base, entry, text } = program;
  const lines = linesOf(program);
  const labels = new Labels(program, lines, names);
  const out = [
    `# ${messages.listingTitle(name.replaceAll(/\s+/g, ' '), version, text.length)}`,
    `# ${messages.listingRemark()}`,
    ...['', `    .version ${version}`, `    .base ${hex(base)}`],
  ];
  if (labels.at(entry).includes(entryName)) out.push(`    .globl ${entryName}`);
  let last: string | undefined;
  for (const { pc, decoded } of lines) {
    const here = labels.at(pc);
    if (here.some((label) => !label.startsWith(jumpPrefix))) out.push('');
    for (const label of here) out.push(`${label}:`);
    const written = decoded ? labels.textOf(decoded, pc) : dataAt(program, pc);
    const line = decoded && names.line?.(pc)?.replaceAll(/\s+/g, ' ');
    const source = line === undefined || (line === last && here.length === 0) ? '' : `  ${line}`;
    last = line;
    const loaded = decoded && (textLoadedAt(program, pc) ?? labels.loadedBy(decoded));
    const remark = loaded === undefined ? source : `${source}  ${loaded}`;
    out.push(`${`    ${written}`.padEnd(commentColumn)} # ${pc}: ${hex(base + pc * slotSize)}${remark}`);
  }
  return `${out.join('\n')}\n`;
};

type Line = {
  readonly pc: number;
  /** Undefined where no instruction stands, or one that cannot be written. */
  readonly decoded: Decoded | undefined;
};

const viewOf = ({ text }: Program): DataView => new DataView(text.buffer, text.byteOffset, text.length);

const linesOf = (program: Program): readonly Line[] => {
  const { text, slots } = program;
  const isWritten = writtenIn(program);
  const lines: Line[] = [];
  for (let pc = 0; pc < slots; ) {
    const found = program.at(pc);
    const decoded = found && isWritten(found, pc) ? found : undefined;
    lines.push({ pc, decoded });
    pc += decoded?.slots ?? 1;
  }
  if (text.length > slots * slotSize) lines.push({ pc: slots, decoded: undefined });
  return lines;
};

/** What stands at a slot as a number, or the bytes that are left behind the last slot. */
const dataAt = (program: Program, pc: number): string => {
  const { text, slots } = program;
  const at = pc * slotSize;
  if (pc < slots) return `.quad 0x${viewOf(program).getBigUint64(at, true).toString(16).padStart(16, '0')}`;
  return `.byte ${Array.from(text.subarray(at), (byte) => hex(byte)).join(', ')}`;
};

const fields = new Map<Row, ReadonlySet<string>>();

/** What of an instruction is written, by name and by kind. */
const fieldsOf = (row: Row): ReadonlySet<string> => {
  const found = fields.get(row) ?? new Set(placesOf(row).flatMap(({ name, kind }) => [name, kind]));
  fields.set(row, found);
  return found;
};

/** The operands of which the assembler would be told. */
const valuesOf = ({ row, dst, src, off, wide: imm, isImmediate }: Decoded): Values => {
  const used = fieldsOf(row);
  const isRegister = used.has('either') && !isImmediate;
  return {
    ...(used.has('dst') && { dst }),
    ...((used.has('src') || isRegister) && { src }),
    ...((used.has('memory') || used.has('target')) && { off }),
    ...((used.has('number') || used.has('called') || (used.has('either') && isImmediate)) && { imm }),
    isRegister,
  };
};

/** Whether fields that the instruction at a slot does not look at hold what the assembler writes there. */
const writtenIn = (program: Program): ((decoded: Decoded, pc: number) => boolean) => {
  const { version, text } = program;
  const encoded = new Uint8Array(2 * slotSize);
  return (decoded, pc) => {
    const { row, dst, src, slots } = decoded;
    if (dst >= registerNames.length || src >= registerNames.length || src < 0) return false;
    encode(encoded, 0, row, version, valuesOf(decoded));
    const at = pc * slotSize;
    for (let i = 0; i < slots * slotSize; i++) if (encoded[i] !== text[at + i]) return false;
    return true;
  };
};

const jumpPrefix = 'lbb_';
/** What can be written as a label, and is no name that the listing gives itself. */
const isName = (name: string) =>
  /^[A-Za-z_.$][\w.$]*$/.test(name) &&
  !/^(?:lbb|function)_\d+$/.test(name) &&
  name !== '.' &&
  name !== entryName &&
  registerNumber(name) === undefined;

/** The names of places, by slot. */
class Labels {
  readonly #program: Program;
  readonly #names: KnownNames;
  readonly #starts: ReadonlySet<number>;
  readonly #labels = new Map<number, string[]>();
  readonly #taken = new Set<string>();

  constructor(program: Program, lines: readonly Line[], names: KnownNames) {
    this.#program = program;
    this.#names = names;
    this.#starts = new Set(lines.map(({ pc }) => pc));
    this.#add(program.entry, entryName);
    for (const { pc } of lines) if (names.function(pc) !== undefined) this.#addFunction(pc);
    for (const pc of program.functions.values()) this.#addFunction(pc);
    for (const { pc, decoded } of lines) {
      const target = decoded?.row.mnemonic === 'call' ? this.#target(decoded.imm, pc) : undefined;
      if (target !== undefined) this.#addFunction(target, decoded && this.#isUnnamed(decoded.imm, target));
    }
    for (const { pc, decoded } of lines) {
      if (!decoded?.row.syntax.endsWith('target')) continue;
      const target = pc + 1 + decoded.off;
      if (!this.#labels.has(target)) this.#add(target, `${jumpPrefix}${target}`);
    }
  }

  at(pc: number): readonly string[] {
    return this.#labels.get(pc) ?? [];
  }

  /** The place in the code of which an instruction loads the address, if that has a name. */
  loadedBy({ row, unsigned }: Decoded): string | undefined {
    if (row.mnemonic !== 'lddw') return undefined;
    const name = this.at((Number(unsigned) - this.#program.base) / slotSize)[0];
    return name === undefined ? undefined : `→ ${name}`;
  }

  /** An instruction as it is written where it stands. */
  textOf(decoded: Decoded, pc: number): string {
    const { row, imm } = decoded;
    const name = this.#called(imm, pc, row.mnemonic === 'syscall');
    // Before version 3 nothing else can be called by a number that is no function's.
    if (name === undefined && row.mnemonic === 'call' && !rulesOf(this.#program.version).hasRelativeCalls)
      return `syscall ${hex(imm >>> 0)}`;
    return textOf(decoded, pc, {
      label: (target) => this.at(target).at(-1) ?? signed(target - pc - 1),
      called: () => name ?? (row.mnemonic === 'call' ? signed(imm) : hex(imm >>> 0)),
    });
  }

  #called(imm: number, pc: number, isSyscall: boolean): string | undefined {
    if (isSyscall) return this.#names.syscall(imm >>> 0);
    const target = this.#target(imm, pc);
    if (target === undefined) return undefined;
    return this.#isUnnamed(imm, target) ? this.at(target)[1] : this.at(target)[0];
  }

  /** The slot that a call leads to, if it does so in the way that the assembler writes it. */
  #target(imm: number, pc: number): number | undefined {
    const { functions, version, entry } = this.#program;
    if (rulesOf(version).hasRelativeCalls) return pc + 1 + imm;
    const hash = imm >>> 0;
    const target = functions.get(hash);
    if (target === undefined) return undefined;
    return hash === hashOfPc(target) || (target === entry && hash === hashOfName(entryName)) ? target : undefined;
  }

  /** Whether the first function is called by its place, and not by its name. */
  #isUnnamed(imm: number, target: number): boolean {
    const { entry, version } = this.#program;
    return target === entry && !rulesOf(version).hasRelativeCalls && imm >>> 0 !== hashOfName(entryName);
  }

  /** @param isSecond whether a second name is needed, for what is called by its place */
  #addFunction(pc: number, isSecond = false): void {
    if (this.at(pc).length > (isSecond ? 1 : 0)) return;
    const known = this.#names.function(pc);
    const isFree = known !== undefined && isName(known) && !this.#taken.has(known);
    this.#add(pc, isFree ? known : `function_${pc}`);
  }

  #add(pc: number, name: string): void {
    if (!this.#starts.has(pc) || this.#taken.has(name)) return;
    this.#taken.add(name);
    const known = this.#labels.get(pc);
    if (known) known.push(name);
    else this.#labels.set(pc, [name]);
  }
}

const signed = (number: number): string => (number < 0 ? String(number) : `+${number}`);
