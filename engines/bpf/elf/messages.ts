import { t } from '../../translate.ts';
import { verifierAdvice } from '../isa/messages.ts';
import type { LoaderError, LoaderErrorKind } from './errors.ts';

const damaged = (): string => t('The file is cut off or damaged; build it again, or fetch it again from its chain.');
const otherLinker = (): string => t('It was not linked for Solana; build it with cargo build-sbf.');

/** What errors of loaders mean, and what is to be done, in a sentence for a person; the verifier's are told apart elsewhere. */
const advices: Readonly<Record<Exclude<LoaderErrorKind, 'Refused'>, () => string>> = {
  InvalidFileHeader: () =>
    t('Its header is not that of a program for Solana, or cut off; build it with cargo build-sbf.'),
  InvalidSectionHeader: damaged,
  InvalidSize: damaged,
  Overlap: damaged,
  SectionNotInOrder: damaged,
  NoSectionNameStringTable: damaged,
  InvalidDynamicSectionTable: damaged,
  InvalidAlignment: damaged,
  ValueOutOfBounds: damaged,
  UnknownSymbol: damaged,
  StringTooLong: () => t('Choose shorter names.'),
  EntrypointOutOfBounds: () => t('It begins where it has no code; give it a function "entrypoint".'),
  InvalidEntrypoint: () =>
    t('It begins in the middle of an instruction, or has no code; give it a function "entrypoint".'),
  WrongAbi: () => t('It was built for an operating system; build it with cargo build-sbf.'),
  WrongMachine: otherLinker,
  WrongType: otherLinker,
  NotOneTextSection: () => t('All code has to lie in one section ".text"; build it with cargo build-sbf.'),
  UnsupportedSBPFVersion: () => t('There are sBPF v0 to v3; build it for one of them.'),
  InvalidProgramHeader: () =>
    t('sBPF v3 has constants at 0 and code at 0x100000000, and nothing between them in the file; link it for v3.'),
  UnresolvedSymbol: () => t('It needs what is neither in it nor a syscall; define that, or correct its name.'),
  RelativeJumpOutOfBounds: () => t('A call leads out of the code.'),
  SymbolHashCollision: () => t('Two functions, or a function and a syscall, have the same hash; rename one.'),
  WritableSectionNotSupported: () =>
    t('Programs have no memory of their own that could be written; make it const, or use the stack or the heap.'),
  InvalidVirtualAddress: () => t('It refers to what lies outside of it; build it again.'),
  UnknownRelocation: otherLinker,
};

/** Undefined for what the chain's own words say well enough. */
export const loaderAdvice = ({ kind, refusal }: LoaderError): string | undefined =>
  kind === 'Refused' ? refusal && verifierAdvice(refusal) : advices[kind]();
