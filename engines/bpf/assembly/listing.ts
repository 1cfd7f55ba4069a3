import { type Decoded, slotSize } from '../isa/decoder.ts';
import { encode } from '../isa/encoder.ts';
import { entryName, hashOfName, hashOfPc } from '../isa/murmur3.ts';
import type { Program } from '../isa/program.ts';
import { type Row, registerNames } from '../isa/row.ts';
import { textOf } from '../isa/text.ts';
import { rulesOf } from '../isa/versions.ts';
import * as messages from './messages.ts';
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

const hex = (number: number): string => `0x${number.toString(16)}`;

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
  for (const { pc, decoded, data } of lines) {
    const here = labels.at(pc);
    if (here.some((label) => !label.startsWith(jumpPrefix))) out.push('');
    for (const label of here) out.push(`${label}:`);
    const written = decoded ? labels.textOf(decoded, pc) : data;
    const line = decoded && names.line?.(pc)?.replaceAll(/\s+/g, ' ');
    const source = line === undefined || (line === last && here.length === 0) ? '' : `  ${line}`;
    last = line;
    out.push(`${`    ${written}`.padEnd(commentColumn)} # ${pc}: ${hex(base + pc * slotSize)}${source}`);
  }
  return `${out.join('\n')}\n`;
};

type Line = {
  readonly pc: number;
  /** Undefined where no instruction stands, or one that cannot be written. */
  readonly decoded: Decoded | undefined;
  readonly data: string;
};

const linesOf = (program: Program): readonly Line[] => {
  const { text, slots, version } = program;
  const view = new DataView(text.buffer, text.byteOffset, text.length);
  const lines: Line[] = [];
  for (let pc = 0; pc < slots; ) {
    const at = pc * slotSize;
    const found = program.at(pc);
    const decoded = found && isWritten(found, version, text.subarray(at)) ? found : undefined;
    lines.push({ pc, decoded, data: `.quad 0x${view.getBigUint64(at, true).toString(16).padStart(16, '0')}` });
    pc += decoded?.slots ?? 1;
  }
  const rest = text.subarray(slots * slotSize);
  if (rest.length > 0)
    lines.push({ pc: slots, decoded: undefined, data: `.byte ${Array.from(rest, (byte) => hex(byte)).join(', ')}` });
  return lines;
};

const fields = new Map<Row, ReadonlySet<string>>();

/** What of an instruction is written, by name and by kind. */
const fieldsOf = (row: Row): ReadonlySet<string> => {
  const found = fields.get(row) ?? new Set(placesOf(row).flatMap(({ name, kind }) => [name, kind]));
  fields.set(row, found);
  return found;
};

/** Whether fields that the instruction does not look at hold what the assembler writes there. */
const isWritten = (decoded: Decoded, version: string, bytes: Uint8Array): boolean => {
  const { row, dst, src, off, wide: imm, isImmediate } = decoded;
  if (dst >= registerNames.length || src >= registerNames.length || src < 0) return false;
  const used = fieldsOf(row);
  const isRegister = used.has('either') && !isImmediate;
  const encoded = new Uint8Array(decoded.slots * slotSize);
  encode(encoded, 0, row, version, {
    ...(used.has('dst') && { dst }),
    ...((used.has('src') || isRegister) && { src }),
    ...((used.has('memory') || used.has('target')) && { off }),
    ...((used.has('number') || used.has('called') || (used.has('either') && isImmediate)) && { imm }),
    isRegister,
  });
  return encoded.every((byte, i) => byte === bytes[i]);
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
