import { t } from '../translate.ts';

export const otherElf = (name: string, what: string): string =>
  t('{0} is {1}; Solana runs 64-bit ELF programs for BPF.', name, what);
export const objectFile = (name: string): string =>
  t(
    '{0} is an object file for Linux or for a linker; Solana runs shared objects, as "cargo build-sbf" makes them.',
    name,
  );
export const brokenElf = (name: string, reason: string): string => t('{0} cannot be loaded: {1}', name, reason);
export const refused = (name: string, reason: string): string => t('Solana refuses {0}: {1}.', name, reason);
export const noProgram = (name: string): string =>
  t('{0} is no program for Solana: neither an ELF file nor assembly (".sbpf").', name);
export const wholeProgram = (): string => t('All of its code.');
export const versionOfFile = (version: string): string => t('{0}, which the file names in its header', version);
export const targetOutside = (target: bigint): string =>
  t('0x{0} is no instruction of this code; jump to one, by a label.', target.toString(16));
