import { mustAssemble } from '../assembly/refusal.ts';
import { languageOf } from '../claim.ts';
import { ElfError } from '../elf/bytes.ts';
import { type Elf, elfTypes, isElf, readElf } from '../elf/elf.ts';
import { describeElf, machines } from '../elf/machines.ts';
import { readSymbols } from '../elf/symbols.ts';
import { type Claim, type InputFile, LoadError } from '../engine.ts';
import { parseSbpf, type SbpfDocument } from './assembly/document.ts';
import { LoaderError } from './elf/errors.ts';
import { loaderAdvice } from './elf/messages.ts';
import { versionOf } from './elf/structures.ts';
import { writeElf } from './elf-writer/write.ts';
import { entryName } from './isa/murmur3.ts';
import { assembly } from './language.ts';
import { linkObject } from './linker/link.ts';
import { LinkError } from './linker/object.ts';
import * as messages from './messages.ts';
import { syscalls } from './solana/syscalls/index.ts';

/** A program as it is placed on the chain: an ELF, whatever it was made from. */
export type Opened = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of sBPF. */
  readonly version: string;
  /** What it was assembled from; undefined for a file that was one already. */
  readonly source: { readonly uri: string; readonly text: string; readonly document: SbpfDocument } | undefined;
  /** What it was linked to with the compiler's debug information; undefined for a file that was linked already. */
  readonly withDebugInfo?: Uint8Array;
};

const isAssembly = (file: InputFile): boolean => languageOf([assembly], file) !== undefined;

/** Solana's programs are named like libraries. */
const isNamedProgram = ({ name }: InputFile): boolean => name.toLowerCase().endsWith('.so');

/** Whether a file is a program for this VM. */
export const claimFile = (file: InputFile): Claim => {
  if (isAssembly(file)) return claimed(file.name);
  if (!isElf(file.bytes))
    return isNamedProgram(file)
      ? { claimed: false, nearly: true, reason: messages.noElf(file.name) }
      : { claimed: false };
  try {
    return refusal(file.name, readElf(file.bytes)) ?? claimed(file.name);
  } catch (error) {
    if (!(error instanceof ElfError)) throw error;
    return { claimed: false, nearly: true, reason: messages.brokenElf(file.name, error.message) };
  }
};

const stem = (name: string): string => name.replace(/(?<=.)\.[^.]+$/, '');

const claimed = (name: string): Claim => ({
  claimed: true,
  parts: [{ id: 'program', name: stem(name), description: messages.wholeProgram() }],
});

const refusal = (name: string, elf: Elf): (Claim & { readonly claimed: false }) | undefined => {
  const isBpf = elf.machine === machines.bpf || elf.machine === machines.sbpf;
  if (!isBpf || elf.bits !== 64 || !elf.littleEndian)
    return { claimed: false, reason: messages.otherElf(name, describeElf(elf)), nearly: isBpf };
  const isProgram = !isObject(elf) || readSymbols(elf, 'symbols').some((symbol) => symbol.name === entryName);
  return isProgram ? undefined : { claimed: false, reason: messages.objectFile(name), nearly: true };
};

const isObject = ({ type }: Elf): boolean => type === elfTypes.relocatable;

/** @param version of what does not say it itself: assembly and object files @throws LoadError */
export const openProgram = (file: InputFile, version: string): Opened => {
  const claim = claimFile(file);
  if (!claim.claimed) throw new LoadError(claim.reason ?? messages.noProgram(file.name), 'program');
  if (isAssembly(file)) return assembled(file, version);
  if (isObject(readElf(file.bytes))) return linked(file, version);
  return { name: stem(file.name), bytes: file.bytes, version: fileVersion(file), source: undefined };
};

/** The version that a program says itself, whatever else is wrong with it; undefined if it leaves it open. @throws LoadError */
export const saidVersion = (file: InputFile): string | undefined => {
  if (!claimFile(file).claimed) return undefined;
  if (!isAssembly(file)) return isObject(readElf(file.bytes)) ? undefined : fileVersion(file);
  const text = new TextDecoder().decode(file.bytes);
  // Reading a long text takes a while.
  return /\.version\b/i.test(text) ? parseSbpf(text, newest, syscallNames).ownVersion : undefined;
};

const newest = 'v3';

/** @throws LoadError */
const fileVersion = ({ name, bytes }: InputFile): string => {
  try {
    return versionOf(bytes);
  } catch (error) {
    if (error instanceof LoaderError) throw refusalOf(name, error);
    throw error;
  }
};

/** What a person is told of a file that the chain refuses. */
export const refusalOf = (name: string, error: LoaderError): LoadError =>
  new LoadError(messages.refused(name, error.message, loaderAdvice(error)), 'program');

const syscallNames: ReadonlySet<string> = new Set(syscalls.map(({ name }) => name));

const assembled = ({ uri, name, bytes }: InputFile, version: string): Opened => {
  const text = new TextDecoder().decode(bytes);
  const document = parseSbpf(text, version, syscallNames);
  mustAssemble(name, text, document);
  const code = document.linked.image.segments.find(({ execute }) => execute);
  if (!code?.bytes.length) throw new LoadError(messages.noCode(name), 'program');
  return { name: stem(name), bytes: writeElf(document), version: document.version, source: { uri, text, document } };
};

/** A program from what a compiler for BPF made of one file. @throws LoadError */
const linked = ({ name, bytes }: InputFile, version: string): Opened => {
  try {
    const { program, withDebugInfo } = linkObject(bytes, version, (each) => syscallNames.has(each));
    return { name: stem(name), bytes: program, version, source: undefined, withDebugInfo };
  } catch (error) {
    if (!(error instanceof LinkError || error instanceof ElfError)) throw error;
    throw new LoadError(messages.notLinked(name, error.message), 'program');
  }
};
