import { hex } from '../../digits.ts';
import type { VerifierErrorKind } from '../isa/verifier.ts';

/** Why the chain refuses to load a file, in its own words (`sbpf` 0.23, `elf.rs` and `elf_parser`). */
export class LoaderError extends Error {
  readonly kind: LoaderErrorKind;
  /** What the verifier has against it, if it is that. */
  readonly refusal: VerifierErrorKind | undefined;
  constructor(kind: LoaderErrorKind, text: string, refusal?: VerifierErrorKind) {
    super(text);
    this.kind = kind;
    this.refusal = refusal;
  }
}

/** Faults of the file's own tables, which the chain tells of after "Failed to parse ELF file". */
const parserTexts = {
  InvalidFileHeader: 'invalid file header',
  InvalidSectionHeader: 'invalid section header',
  InvalidSize: 'invalid size',
  Overlap: 'values overlap',
  SectionNotInOrder: 'sections not in ascending order',
  NoSectionNameStringTable: 'no section name string table found',
  InvalidDynamicSectionTable: 'invalid dynamic section table',
  InvalidAlignment: 'invalid alignment',
  StringTooLong: 'Section or symbol name is too long',
} as const;

const texts = {
  EntrypointOutOfBounds: 'Entrypoint out of bounds',
  InvalidEntrypoint: 'Invalid entrypoint',
  WrongAbi: 'Incompatible ELF: wrong ABI',
  WrongMachine: 'Incompatible ELF: wrong machine',
  WrongType: 'Incompatible ELF: wrong type',
  NotOneTextSection: 'Multiple or no text sections, consider removing llc option: -function-sections',
  ValueOutOfBounds: 'Offset or value is out of bounds',
  UnsupportedSBPFVersion: 'Detected sbpf_version required by the executable which are not enabled',
  InvalidProgramHeader: 'Invalid ELF program header',
} as const;

type ParserErrorKind = keyof typeof parserTexts;
type PlainErrorKind = keyof typeof texts;

export type LoaderErrorKind =
  | ParserErrorKind
  | PlainErrorKind
  | 'UnresolvedSymbol'
  | 'RelativeJumpOutOfBounds'
  | 'SymbolHashCollision'
  | 'WritableSectionNotSupported'
  | 'InvalidVirtualAddress'
  | 'UnknownRelocation'
  | 'UnknownSymbol'
  /** By the verifier. */
  | 'Refused';

export const parserError = (kind: ParserErrorKind, text: string = parserTexts[kind]): LoaderError =>
  new LoaderError(kind, `Failed to parse ELF file: ${text}`);

export const loaderError = (kind: PlainErrorKind): LoaderError => new LoaderError(kind, texts[kind]);

export const outOfBounds = (): LoaderError => loaderError('ValueOutOfBounds');

export const nameTooLong = (name: string, most: number): LoaderError =>
  parserError('StringTooLong', `Section or symbol name \`${name}\` is longer than \`${most}\` bytes`);
export const unresolvedSymbol = (name: string, at: number): LoaderError =>
  new LoaderError(
    'UnresolvedSymbol',
    `Unresolved symbol (${name}) at instruction #${Math.floor(at / 8)} (ELF file offset ${hex(at)})`,
  );
export const callOutOfBounds = (pc: number): LoaderError =>
  new LoaderError('RelativeJumpOutOfBounds', `Relative jump out of bounds at instruction #${pc}`);
export const hashCollision = (hash: number): LoaderError =>
  new LoaderError('SymbolHashCollision', `Symbol hash collision ${hex(hash)}`);
export const writableSection = (name: string): LoaderError =>
  new LoaderError(
    'WritableSectionNotSupported',
    `Found writable section (${name}) in ELF, read-write data not supported`,
  );
export const invalidAddress = (address: number): LoaderError =>
  new LoaderError('InvalidVirtualAddress', `Relocation failed, invalid referenced virtual address ${hex(address)}`);
export const unknownRelocation = (type: number): LoaderError =>
  new LoaderError('UnknownRelocation', `Relocation failed, unknown type ${type}`);
export const unknownSymbol = (index: number): LoaderError =>
  new LoaderError('UnknownSymbol', `Unknown symbol with index ${index}`);
