import { ElfError } from '../elf/bytes.ts';
import { type Elf, elfTypes, isElf, readElf } from '../elf/elf.ts';
import { describeElf, machines } from '../elf/machines.ts';
import { type Claim, type InputFile, LoadError } from '../engine.ts';
import { LoaderError } from './elf/errors.ts';
import { versionOf } from './elf/structures.ts';
import * as messages from './messages.ts';

/** A program as it is placed on the chain: an ELF, whatever it was made from. */
export type Opened = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of sBPF. */
  readonly version: string;
};

/** Whether a file is a program for this VM. */
export const claimFile = (file: InputFile): Claim => {
  if (!isElf(file.bytes)) return { claimed: false };
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
  return elf.type === elfTypes.relocatable
    ? { claimed: false, reason: messages.objectFile(name), nearly: true }
    : undefined;
};

/** @throws LoadError */
export const openProgram = (file: InputFile): Opened => {
  const claim = claimFile(file);
  if (!claim.claimed) throw new LoadError(claim.reason ?? messages.noProgram(file.name), 'program');
  try {
    return { name: stem(file.name), bytes: file.bytes, version: versionOf(file.bytes) };
  } catch (error) {
    if (error instanceof LoaderError) throw new LoadError(messages.refused(file.name, error.message), 'program');
    throw error;
  }
};
