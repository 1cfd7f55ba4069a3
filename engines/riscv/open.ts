import { ElfError } from '../elf/bytes.ts';
import { DebugInfo } from '../elf/debug-info.ts';
import { type Elf, elfTypes, isElf, readElf } from '../elf/elf.ts';
import { describeElf, machines } from '../elf/machines.ts';
import { type Claim, type InputFile, LoadError } from '../engine.ts';
import * as messages from './messages.ts';

/** A program as it lies in a file. */
export type Opened = {
  readonly name: string;
  readonly elf: Elf;
  readonly debug: DebugInfo;
};

/** Whether a file is a program for this VM. */
export const claimFile = (file: InputFile): Claim => {
  if (!isElf(file.bytes)) return { claimed: false };
  try {
    const reason = refusal(file.name, readElf(file.bytes));
    if (reason !== undefined) return { claimed: false, reason: reason.text, nearly: reason.nearly };
    return { claimed: true, parts: [{ id: 'program', name: stem(file.name), description: messages.wholeProgram() }] };
  } catch (error) {
    if (!(error instanceof ElfError)) throw error;
    return { claimed: false, nearly: true, reason: messages.brokenElf(file.name, error.message) };
  }
};

const stem = (name: string) => name.replace(/\.[^.]+$/, '');

const refusal = (name: string, elf: Elf): { readonly text: string; readonly nearly: boolean } | undefined => {
  if (elf.machine !== machines.riscv || elf.bits !== 64 || !elf.littleEndian) {
    return { text: messages.otherElf(name, describeElf(elf)), nearly: elf.machine === machines.riscv };
  }
  if (elf.type === elfTypes.relocatable) return { text: messages.notLinked(name), nearly: true };
  return undefined;
};

/** @throws LoadError */
export const openProgram = (file: InputFile): Opened => {
  const claim = claimFile(file);
  if (!claim.claimed) throw new LoadError(claim.reason ?? messages.brokenElf(file.name, ''), 'program');
  const elf = readElf(file.bytes);
  return { name: stem(file.name), elf, debug: new DebugInfo(elf) };
};
