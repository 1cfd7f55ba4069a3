import { t } from '../../translate.ts';

export const noObject = () => t('This is no object file for BPF; make one with "clang -target bpf -O2 -c".');
export const otherInstructions = (version: string) =>
  t('{0} has other instructions than compilers for BPF write; choose v0, v1 or v3.', version);
export const writableSection = (name: string) =>
  t(
    'It has memory of its own in {0}, which programs cannot have on Solana; make it const, or use the stack or the heap.',
    name,
  );
export const noEntry = () =>
  t('It has no function "entrypoint", with which a program begins; define one, and do not make it static.');
export const unknownName = (name: string) =>
  t('It needs {0}, which is neither in it nor a syscall; define it, or correct its name.', name);
export const kernelHelper = (number: number) =>
  t(
    'It calls function {0} of the kernel of Linux, which Solana has not; declare a syscall by its name and call that.',
    number,
  );
export const unknownRelocation = (type: number, section: string) =>
  t(
    'Its section {1} has to be changed in a way of number {0}, which is not known here; compile with clang 14 or later.',
    type,
    section,
  );
export const broken = (section: string) => t('Its section {0} is broken.', section);
export const noCode = () => t('It has no code.');
