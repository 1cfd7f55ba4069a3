import { hex } from '../../digits.ts';
import { costAt, type Instruction, type Version } from '../../instruction.ts';
import { t } from '../../translate.ts';

export const alignLabel = () => t('Put .align 1 in front of the label');

export const unknownInstruction = (word: string, meant: string | undefined) =>
  meant === undefined
    ? t('There is no instruction "{0}"; a label ends with a colon, a comment starts with "#".', word)
    : t('There is no instruction "{0}"; did you mean {1}?', word, meant);

export const notInMachine = (mnemonic: string, extension: string) =>
  t('{0} belongs to the extension {1} of RISC-V, which the VM does not have.', mnemonic, extension);

export const notInVersion = (row: Instruction, versions: readonly Version[], version: string) => {
  const name = (id: string | undefined) => versions.find((each) => each.id === id)?.name ?? id ?? '';
  const since = versions.find(({ id }) => costAt(row, versions, id));
  return t(
    '{0} exists since {1}; the version here is {2}, which stops at it.',
    row.mnemonic,
    name(since?.id),
    name(version),
  );
};

export const operandCount = (form: string, wanted: number, found: number) =>
  wanted === 0
    ? t('{0} takes no operands, and there are {1}.', form, found)
    : t('It is written "{0}", with {1} operands; here are {2}.', form, wanted, found);
export const registerExpected = (form: string, name: string, found: string) =>
  t('{1} in "{0}" is a register, such as a0; "{2}" is none.', form, name, found);
export const fixedExpected = (form: string, found: string) =>
  t('It is written "{0}", with nothing else in the place of "{1}".', form, found);
export const addressExpected = (form: string, found: string) =>
  t('It is written "{0}", with a register in parentheses, such as 0(sp), in the place of "{1}".', form, found);
export const setExpected = (found: string) =>
  t('A set of i, o, r and w, such as rw, should stand here instead of "{0}".', found);
export const numberExpected = (form: string, name: string, found: string) =>
  name === 'target' || name === 'symbol'
    ? t('{1} in "{0}" is a label; "{2}" is none.', form, name, found)
    : t('{1} in "{0}" is a number; "{2}" is none.', form, name, found);

export const notShortRegister = (mnemonic: string, register: string) =>
  t('{0} reaches s0, s1 and a0 to a5 only, and not {1}; write it without "c.".', mnemonic, register);
export const noSuchForm = (mnemonic: string, operands: string) =>
  t('{0} has no form for {1}; write it without "c.", and it takes as many bytes as needed.', mnemonic, operands);
export const outOfRange = (mnemonic: string, number: bigint, least: number, most: number) =>
  t('{1} does not fit: {0} takes {2} to {3}.', mnemonic, number, least, most);
export const outOfUpperRange = (mnemonic: string, number: bigint) =>
  mnemonic === 'c.lui'
    ? t('{0} does not fit: {1} takes 1 to 31, and 0xfffe0 to 0xfffff.', hex(number), mnemonic)
    : t('{0} does not fit: {1} takes the upper 20 bits of a number, 0 to 0xfffff.', hex(number), mnemonic);
export const misalignedNumber = (mnemonic: string, number: bigint, step: number) =>
  t('{1} does not fit: {0} takes multiples of {2}.', mnemonic, number, step);
export const misalignedTarget = (address: number) =>
  t('The target {0} is odd; instructions begin at even addresses: put .align 1 in front of it.', hex(address));
export const tooFar = (mnemonic: string, distance: number) =>
  t('The target is {1} bytes away, which {0} does not reach.', mnemonic, distance);
export const loadUnknown = (text: string) =>
  t('"{0}" is not known here as a number, and li needs it; define it further up, or write la for an address.', text);

export const misplacedRelocation = (operator: string) =>
  t(
    '%{0} does not belong here; %hi and %pcrel_hi are for lui and auipc, %lo and %pcrel_lo for addi, loads and stores.',
    operator,
  );
export const noUpperPart = (name: string) =>
  t('%pcrel_lo({0}) needs the label of an auipc with %pcrel_hi, not that of the target.', name);

export const unknownOption = (name: string) => t('There is no option "{0}"; there are rvc, norvc, push and pop.', name);
export const noPic = () => t('There is no dynamic linking here, so "pic" changes nothing.');
export const listingTitle = (name: string, size: number) => t('{0}: {1} bytes of code.', name, size);
export const listingRemark = () => t('This listing cannot be edited; breakpoints can be set in it.');
