import { t } from '../translate.ts';
import { address } from './isa/memory.ts';

export const otherElf = (name: string, what: string): string =>
  t('{0} is {1}; Solana runs 64-bit ELF programs for BPF.', name, what);
export const objectFile = (name: string): string =>
  t('{0} is an object file without a function "entrypoint", with which a program for Solana begins.', name);
export const notLinked = (name: string, reason: string): string => t('{0} cannot be linked: {1}', name, reason);
export const brokenElf = (name: string, reason: string): string => t('{0} cannot be loaded: {1}', name, reason);
/** @param reason in the chain's words @param advice what it means, in a sentence */
export const refused = (name: string, reason: string, advice: string | undefined): string =>
  advice === undefined
    ? t('Solana refuses {0}: {1}.', name, reason)
    : t('Solana refuses {0}: {1}. {2}', name, reason, advice);
export const perhapsAnchor = (meaning: string): string => t('{0}, if it was built with Anchor', meaning);
export const noElf = (name: string): string =>
  t(
    '{0} is no ELF file, as programs for Solana are; build it with cargo build-sbf, or fetch it with solana program dump.',
    name,
  );
export const noCode = (name: string): string =>
  t('{0} has no instructions; a program needs one, at the label "entrypoint".', name);
export const notPlaced = (name: string): string =>
  t('An account that is given stands where {0} should be placed; leave it out, or give the program another key.', name);
export const noProgram = (name: string): string =>
  t('{0} is no program for Solana: neither an ELF file nor assembly (".sbpf").', name);
export const wholeProgram = (): string => t('All of its code.');
export const versionOfFile = (version: string, file: string): string =>
  t('Runs on sBPF {0}, as {1} says itself.', version, file);
export const targetOutside = (target: bigint): string =>
  t('0x{0} is no instruction of this code; jump to one, by a label.', target.toString(16));

/** Where an address lies. @param base of its region */
export const inRegion = (base: number, distance: number): string => {
  const at = `0x${distance.toString(16)}`;
  switch (base) {
    case address.stack:
      return t('As an address: {0} bytes into the stack.', at);
    case address.heap:
      return t('As an address: {0} bytes into the heap.', at);
    case address.input:
      return t('As an address: {0} bytes into the input, which holds the accounts and the instruction data.', at);
    default:
      return t('As an address: {0} bytes into the program.', at);
  }
};

/** What stands on the card of a syscall. */
export const syscall = {
  parameter: (register: number, name: string, type: string) =>
    type === 'number' ? `\`r${register}\` ${name}` : t('`r{0}` {1}: address of {2}', register, name, type),
  result: (result: string) => t('Leaves in `r0`: {0}.', result),
  cost: (cost: string) => t('Compute units: {0}; the call itself takes 1.', cost),
  onlyWith: (feature: string, isActive: boolean) =>
    isActive
      ? t('Only while the feature `{0}` is active, as on mainnet.', feature)
      : t('Only while the feature `{0}` is active; on mainnet it is not.', feature),
  onlyWithout: (feature: string, isActive: boolean) =>
    isActive
      ? t('Only until the feature `{0}` is active; on mainnet it is.', feature)
      : t('Only until the feature `{0}` is active; on mainnet it is not.', feature),
};
export const registerDoc = (number: number): string => {
  if (number === 0) return t('Register: what a function or syscall leaves; at the end, 0 for success.');
  if (number <= 5) return t('Register: argument {0} of a function or syscall. A call may change it.', number);
  if (number <= 9) return t('Register. A function gives it back as it was.');
  return t(
    'Register: the end of the stack frame, which lies below it. Only calls change it, and in v1 and v2 add64 with a number.',
  );
};

export const asking = {
  detail: (args: readonly string[], accounts: readonly string[]): string =>
    accounts.length > 0
      ? t('({0}); accounts: {1}', args.join(', '), accounts.join(', '))
      : t('({0}); no accounts', args.join(', ')),
  plainLabel: () => t('No data'),
  plainDetail: () => t('an instruction without data, with a payer and one account that the program owns'),
  textPlaceholder: () => t('any text'),
  keyPlaceholder: () => t('a key, or a name'),
  optionPlaceholder: (inner: string) => t('{0}, or nothing', inner),
  valuePlaceholder: () => t('a value of JSON'),
};
