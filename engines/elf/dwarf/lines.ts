import { type ByteReader, ElfError } from '../bytes.ts';
import * as messages from '../messages.ts';
import { joinPath } from '../paths.ts';
import { extendedLineOpcodes, lineContents, lineOpcodes } from './constants.ts';
import { type FormContext, type FormValue, readForm } from './forms.ts';
import { type DebugSections, readLength } from './sections.ts';

/** From `address` up to the next row, code belongs to this line (DWARF 5, 6.2.2). */
export type LineRow = {
  readonly address: number;
  /** Index into the files of the table. */
  readonly file: number;
  /** From 1; 0 for code that belongs to no line. */
  readonly line: number;
  /** From 1, in bytes; 0 where it is not known. */
  readonly column: number;
  /** True where a breakpoint on the line is to be set. */
  readonly isStatement: boolean;
  /** True where a breakpoint on the function is to be set. */
  readonly prologueEnd: boolean;
  /** True for what comes behind the last instruction: the code ends at `address`. */
  readonly endSequence: boolean;
  /** Tells apart blocks on one line. */
  readonly discriminator: number;
};

export type LineTable = {
  /** By the indices that rows and entries use; a hole where an index means nothing. Whole paths as far as the producer gave them. */
  readonly files: readonly (string | undefined)[];
  /** In the order of the program, sequences of dropped code among them; each sequence ends with `endSequence`. */
  rows(): readonly LineRow[];
};

/** What the unit that a line table belongs to adds to it. */
export type LineContext = {
  readonly compilationDirectory: string;
  /** The unit's own file, which stands for index 0 before DWARF 5. */
  readonly name: string;
  /** A text by its value in a header. */
  text(value: FormValue): string;
};

type Header = FormContext & {
  readonly minimumLength: number;
  readonly defaultIsStatement: boolean;
  readonly lineBase: number;
  readonly lineRange: number;
  /** How many operands each standard opcode takes, from 1 on. */
  readonly operands: readonly number[];
};

/** Reads the header of a line table; its program runs whenever its rows are asked for. @throws ElfError */
export const readLineTable = (sections: DebugSections, offset: number, context: LineContext): LineTable => {
  const start = sections.reader('.debug_line', offset);
  const { length, wide } = readLength(start);
  const reader = start.at(start.offset, start.offset + length);
  const version = reader.u16();
  if (version < 2 || version > 5) throw new ElfError(messages.unknownVersion('.debug_line', version));
  const addressSize = version >= 5 ? reader.u8() : sections.elf.bits / 8;
  if (version >= 5) reader.skip(1);
  const headerLength = wide ? reader.u64() : reader.u32();
  const program = reader.at(reader.offset + headerLength);

  const minimumLength = reader.u8();
  // Only machines that bundle instructions have more than one operation in an instruction; none of these is run here.
  if (version >= 4) reader.skip(1);
  const [defaultIsStatement, lineBase, lineRange, opcodeBase] = [
    reader.u8() !== 0,
    reader.i8(),
    reader.u8(),
    reader.u8(),
  ];
  const operands = [0, ...Array.from({ length: Math.max(0, opcodeBase - 1) }, () => reader.u8())];
  const header = { version, wide, addressSize, minimumLength, defaultIsStatement, lineBase, lineRange, operands };
  const files = version >= 5 ? readFiles(reader, header, context, sections) : readOldFiles(reader, context);
  return { files, rows: () => runProgram(program.at(program.offset), header, sections) };
};

/** Names in the form of DWARF 2 to 4: lists of texts that an empty one ends, counted from 1. */
const readOldFiles = (reader: ByteReader, { compilationDirectory, name }: LineContext): readonly string[] => {
  const directories = [compilationDirectory];
  for (let text = reader.text(); text !== ''; text = reader.text())
    directories.push(joinPath(compilationDirectory, text));
  const files = [joinPath(compilationDirectory, name)];
  for (let text = reader.text(); text !== ''; text = reader.text()) {
    files.push(joinPath(directories[reader.uleb()] ?? compilationDirectory, text));
    reader.uleb();
    reader.uleb();
  }
  return files;
};

/** Names in the form of DWARF 5: the table says itself which facts it holds, and in which forms. */
const readFiles = (
  reader: ByteReader,
  header: Header,
  { compilationDirectory, text }: LineContext,
  { work }: DebugSections,
): readonly (string | undefined)[] => {
  const readEntries = () => {
    const format = Array.from({ length: reader.u8() }, () => ({ content: reader.uleb(), form: reader.uleb() }));
    const entries: { readonly path: string | undefined; readonly directory: number }[] = [];
    for (let left = reader.uleb(); left > 0; left--) {
      work.keep();
      work.spend(format.length);
      const values = new Map(format.map(({ content, form }) => [content, readForm(reader, form, header)]));
      const path = values.get(lineContents.path);
      const directory = values.get(lineContents.directory)?.value;
      entries.push({ path: path && text(path), directory: typeof directory === 'number' ? directory : 0 });
    }
    return entries;
  };
  const directories = readEntries().map(({ path = '' }) => joinPath(compilationDirectory, path));
  return readEntries().map(({ path, directory }) =>
    path === undefined ? undefined : joinPath(directories[directory] ?? compilationDirectory, path),
  );
};

/** Runs a line program (DWARF 5, 6.2.5). Files that it defines itself, which nobody does since DWARF 2, are passed over. */
const runProgram = (reader: ByteReader, header: Header, { work }: DebugSections): readonly LineRow[] => {
  const { minimumLength, defaultIsStatement, lineBase, lineRange, operands } = header;
  const rows: LineRow[] = [];
  const fresh = () => ({
    address: 0,
    file: 1,
    line: 1,
    column: 0,
    isStatement: defaultIsStatement,
    prologueEnd: false,
    endSequence: false,
    discriminator: 0,
  });
  let state = fresh();
  const append = () => {
    work.keep();
    rows.push({ ...state });
    state.prologueEnd = false;
    state.discriminator = 0;
  };
  /** Of a special opcode: so many instructions further. */
  const advance = (adjusted: number) => {
    if (lineRange > 0) state.address += minimumLength * Math.floor(adjusted / lineRange);
  };

  const extended = () => {
    const length = reader.uleb();
    const end = reader.offset + length;
    const opcode = length > 0 ? reader.u8() : undefined;
    if (opcode === extendedLineOpcodes.endSequence) {
      state.endSequence = true;
      append();
      state = fresh();
    } else if (opcode === extendedLineOpcodes.setAddress) {
      if (![1, 2, 4, 8].includes(length - 1)) throw new ElfError(messages.addressSize(length - 1));
      state.address = reader.unsigned(length - 1);
    } else if (opcode === extendedLineOpcodes.setDiscriminator) {
      state.discriminator = reader.uleb();
    }
    reader.skip(end - reader.offset);
  };

  while (!reader.isAtEnd) {
    work.spend();
    const opcode = reader.u8();
    if (opcode >= operands.length) {
      const adjusted = opcode - operands.length;
      advance(adjusted);
      state.line += lineRange > 0 ? lineBase + (adjusted % lineRange) : 0;
      append();
      continue;
    }
    switch (opcode) {
      case lineOpcodes.extended:
        extended();
        break;
      case lineOpcodes.copy:
        append();
        break;
      case lineOpcodes.advancePc:
        state.address += minimumLength * reader.uleb();
        break;
      case lineOpcodes.advanceLine:
        state.line += reader.sleb();
        break;
      case lineOpcodes.setFile:
        state.file = reader.uleb();
        break;
      case lineOpcodes.setColumn:
        state.column = reader.uleb();
        break;
      case lineOpcodes.negateStatement:
        state.isStatement = !state.isStatement;
        break;
      case lineOpcodes.constAddPc:
        advance(255 - operands.length);
        break;
      case lineOpcodes.fixedAdvancePc:
        state.address += reader.u16();
        break;
      case lineOpcodes.setPrologueEnd:
        state.prologueEnd = true;
        break;
      default:
        // Of the others only the number of operands is known, which the header says so that they can be passed.
        for (let left = operands[opcode] ?? 0; left > 0; left--) reader.uleb();
    }
  }
  return rows;
};
