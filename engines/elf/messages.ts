import { hex } from '../digits.ts';
import { t } from '../translate.ts';

export const notElf = (found: string) =>
  t('This is no ELF: it begins with {0}, and an ELF begins with 7f 45 4c 46; give a linked program.', found);

export const emptyFile = () => t('This is no ELF: the file is empty; give a linked program.');

export const headerCut = (size: number, expected: number) =>
  t('The ELF is cut off: its header takes {0} bytes, and the file has {1}; build it again.', expected, size);

export const unknownClass = (found: number) =>
  t('The ELF header is broken: its class is {0}, and should be 1 (32-bit) or 2 (64-bit); build it again.', found);

export const unknownByteOrder = (found: number) =>
  t(
    'The ELF header is broken: its byte order is {0}, and should be 1 (little-endian) or 2 (big-endian); build it again.',
    found,
  );

export const segmentsOutside = (count: number, offset: number, size: number) =>
  t(
    'The ELF is cut off: {0} program headers should begin at {1}, and the file has {2} bytes; build it again.',
    count,
    hex(offset),
    size,
  );

export const sectionsOutside = (count: number, offset: number, size: number) =>
  t(
    'The section headers cannot be used: {0} of them should begin at {1}, and the file has {2} bytes; without them there are no names and no source lines.',
    count,
    hex(offset),
    size,
  );

export const entrySize = (found: number, expected: number) =>
  t(
    'The ELF header is broken: it gives {0} bytes to an entry of a table whose entries take {1}; build it again.',
    found,
    expected,
  );

export const segmentCut = (index: number, offset: number, fileSize: number, size: number) =>
  t(
    'The ELF is cut off: segment {0} takes {1} bytes at {2}, and the file has {3}; build it again.',
    index,
    fileSize,
    hex(offset),
    size,
  );

export const sectionCut = (name: string, offset: number, sectionSize: number, size: number) =>
  t(
    'The section {0} cannot be read: it takes {1} bytes at {2}, and the file has {3}; build it again.',
    name,
    sectionSize,
    hex(offset),
    size,
  );

export const cutOff = (section: string, offset: number, size: number) =>
  t('{0} ends too early: something goes on at {1}, and it has {2} bytes; build it again.', section, hex(offset), size);

/** What an ELF is made for, for the middle of a sentence: "an ELF for x86-64". */
export const elfFor = (machine: string) => t('an ELF for {0}', machine);
export const narrowElfFor = (machine: string) => t('a 32-bit ELF for {0}', machine);
export const bigEndianElfFor = (machine: string) => t('a big-endian ELF for {0}', machine);
export const unknownMachine = (machine: number) => t('machine number {0}', machine);

export const tooMuchWork = () =>
  t('The debug information is broken: it asks for the same bytes again and again; the rest of it is not read.');

export const noSection = (name: string) =>
  t('The debug information is incomplete: the section {0} is missing; build with -g, and do not strip the file.', name);

export const compressed = (name: string) =>
  t('The section {0} is compressed, which cannot be read; build with -gz=none.', name);

export const unknownForm = (form: number) =>
  t('The debug information has a form {0} that is not known; expected are those of DWARF 2 to 5.', hex(form));

export const unknownVersion = (section: string, version: number) =>
  t('{0} has version {1}, and can be read in versions 2 to 5; build with -gdwarf-5.', section, version);

export const addressSize = (size: number) =>
  t('The debug information has addresses of {0} bytes, and should have 1, 2, 4 or 8; build it again.', size);

export const unknownAbbreviation = (code: number, offset: number) =>
  t('.debug_info is broken: the entry at {1} has the unknown abbreviation {0}; build it again.', code, hex(offset));

export const tooManyAttributes = (limit: number) =>
  t('.debug_abbrev is broken: an abbreviation has more than {0} attributes; build it again.', limit);

export const unknownRange = (kind: number) =>
  t('.debug_rnglists is broken: there is an entry of kind {0}, and kinds go from 0 to 7; build it again.', kind);

export const unknownEncoding = (encoding: number) =>
  t(
    '.eh_frame writes an address in the unknown way {0}; expected are absolute ones and those relative to themselves.',
    hex(encoding),
  );

export const noFrameHeader = (section: string) =>
  t('{0} is broken: an entry refers to a common part that is none; build it again.', section);

export const unknownAugmentation = (section: string, augmentation: string) =>
  t('{0} has an entry with the unknown augmentation "{1}"; build with another compiler.', section, augmentation);

export const unknownFrameOpcode = (section: string, opcode: number) =>
  t('{0} has the unknown instruction {1}; expected are those of DWARF 5.', section, hex(opcode));

export const unbalancedStates = (section: string) =>
  t('{0} is broken: it restores a state that it never remembered, or remembers too many; build it again.', section);

export const otherMachine = (found: string, expected: string) =>
  t('It is {0}, and the program is {1}.', found, expected);

export const otherBuild = (found: string, expected: string) =>
  t('Its build ID is {0}, and that of the program is {1}; take the file from the same build.', found, expected);

export const otherCode = (address: number) =>
  t('Its code differs from that of the program from {0} on; take the file from the same build.', hex(address));

export const noCode = () =>
  t('It holds no code to compare with the program, and not both have a build ID; link with --build-id.');

export const symbolsFrom = (name: string) => t('Names and source lines are those of "{0}".', name);

export const otherProgram = (name: string, reason: string) =>
  t('"{0}" was left aside, though its name says that it belongs to the program: {1}', name, reason);

export const noLines = (name: string) =>
  t('"{0}" holds no source lines, so it is shown as instructions; build it with -g to see its source.', name);

export const brokenLines = (name: string, reason: string) =>
  t('The source lines of "{0}" cannot be used, so it is shown as instructions: {1}', name, reason);

export const brokenInPart = (name: string, reason: string) =>
  t('Some of the debug information of "{0}" cannot be used: {1}', name, reason);

export const splitDebugInfo = (file: string) =>
  t('The functions and variables are described in {0}, which cannot be read; build with -gno-split-dwarf.', file);
