import type { AssemblyDocument } from '../assembly/document.ts';
import { mustAssemble } from '../assembly/refusal.ts';
import { languageOf } from '../claim.ts';
import { ElfError } from '../elf/bytes.ts';
import { DebugInfo } from '../elf/debug-info.ts';
import { type Elf, elfTypes, isElf, readElf } from '../elf/elf.ts';
import { describeElf, machines } from '../elf/machines.ts';
import { type Claim, type InputFile, LoadError } from '../engine.ts';
import { assembleProgram } from './assembly/document.ts';
import { versions } from './ckb/versions.ts';
import { writeElf } from './elf-writer.ts';
import { claimTransaction } from './held.ts';
import { assembly } from './language.ts';
import * as messages from './messages.ts';

/** A program as it is loaded: an ELF, whatever it was made from. */
export type Opened = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly debug: DebugInfo;
  /** The texts it was assembled from. */
  readonly texts: readonly OpenedText[];
};

export type OpenedText = { readonly uri: string; readonly text: string; readonly document: AssemblyDocument };

const isAssembly = (file: InputFile): boolean => languageOf([assembly], file) !== undefined;

/** Whether a file is code itself, rather than a transaction that holds some. */
export const isProgram = (file: InputFile): boolean => isAssembly(file) || isElf(file.bytes);

/** Whether a file is a program for this VM. */
export const claimFile = (file: InputFile): Claim => {
  const claimed: Claim = {
    claimed: true,
    parts: [{ id: 'program', name: stem(file.name), description: messages.wholeProgram() }],
  };
  if (isAssembly(file)) return claimed;
  if (!isElf(file.bytes)) return claimTransaction(file);
  try {
    return refusal(file.name, readElf(file.bytes)) ?? claimed;
  } catch (error) {
    if (!(error instanceof ElfError)) throw error;
    return { claimed: false, nearly: true, reason: messages.brokenElf(file.name, error.message) };
  }
};

const stem = (name: string) => name.replace(/\.rv\.s$|\.[^.]+$/i, '');

const refusal = (name: string, elf: Elf): (Claim & { readonly claimed: false }) | undefined => {
  const isRiscv = elf.machine === machines.riscv;
  if (!isRiscv || elf.bits !== 64 || !elf.littleEndian) {
    return { claimed: false, reason: messages.otherElf(name, describeElf(elf)), nearly: isRiscv };
  }
  return elf.type === elfTypes.relocatable
    ? { claimed: false, reason: messages.notLinked(name), nearly: true }
    : undefined;
};

/**
 * @param others further texts of assembly that belong to the program
 * @throws LoadError
 */
export const openProgram = (file: InputFile, version: string, others: readonly InputFile[] = []): Opened => {
  const claim = claimFile(file);
  if (!claim.claimed) throw new LoadError(claim.reason ?? messages.noProgram(file.name), 'program');
  const name = stem(file.name);
  if (!isAssembly(file)) {
    return { name, bytes: file.bytes, debug: new DebugInfo(readElf(file.bytes)), texts: [] };
  }
  const files = [file, ...others];
  const texts = files.map(({ bytes }) => new TextDecoder().decode(bytes));
  const { image, documents } = assembleProgram(texts, versions, version);
  const opened = documents.map((document, i) => ({ uri: files[i].uri, text: texts[i], document }));
  for (const [i, { text, document }] of opened.entries()) mustAssemble(files[i].name, text, document);
  const bytes = writeElf(image);
  return { name, bytes, debug: new DebugInfo(readElf(bytes)), texts: opened };
};
