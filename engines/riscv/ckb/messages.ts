import { grouped, hex64 } from '../../digits.ts';
import { t } from '../../translate.ts';
import type { Wait } from './process.ts';

export const segmentOutsideFile = (address: number): string =>
  t('The segment for {0} lies outside the file, which may have been cut off; build it again.', hex64(address));
export const unalignedCode = (address: number): string =>
  t(
    'The segment of code for {0} does not begin a page, which version 0 of CKB-VM refuses; link it to a multiple of 4,096.',
    hex64(address),
  );
export const notElf64 = (): string => t('This is a 32-bit ELF file; CKB-VM runs programs built for riscv64.');
export const unreadableSegment = (address: number): string =>
  t(
    'The segment for {0} may not be read, which CKB-VM refuses; give it the right in the linker script.',
    hex64(address),
  );
export const writableCode = (address: number): string =>
  t(
    'The segment for {0} may be both written and executed, which CKB-VM refuses; link code and data to segments of their own.',
    hex64(address),
  );
export const imageOutside = (address: number, size: number, memory: number): string =>
  t('{0} bytes for {1} do not fit into the memory, which ends at {2}.', grouped(size), hex64(address), hex64(memory));
export const frozenPage = (address: number): string =>
  t('Two segments share the page at {0}; CKB-VM fills a page once.', hex64(address));
export const argumentsTooLong = (): string => t('The arguments of the program are longer than its stack.');

export const fetchOutside = (address: bigint, end: number): string =>
  t('The program jumped to {0}, but memory ends at {1}.', hex64(address), hex64(end));
export const fetchFromData = (address: number): string =>
  t('The program jumped to {0}, which is no code.', hex64(address));
export const noInstruction = (address: number, word: number, version: string): string =>
  t('{0} at {1} is no instruction of {2}.', hex64(word), hex64(address), version);
export const cyclesExceeded = (needed: number, left: number): string =>
  t('Out of cycles: the next step costs {0}, and {1} are left.', grouped(needed), grouped(left));
export const cyclesOverdrawn = (over: number): string =>
  t('Out of cycles: {0} more were needed than there are.', grouped(over));
export const deadlock = (): string => t('Every process waits for another, so none can go on.');
export const badSource = (source: bigint): string =>
  t(
    '{0} is no source: 1 is inputs, 2 outputs, 3 cell deps, 4 header deps; with {1} added, those of the script group.',
    hex64(source),
    '0x0100000000000000',
  );
export const badPlace = (place: bigint): string =>
  t('{0} is no place: 0 is the data of a cell, 1 a witness.', hex64(place));
export const badField = (field: bigint, count: number): string =>
  t('{0} is no field; they are 0 to {1}.', String(field), String(count - 1));
export const notText = (): string => t('What the program says is no UTF-8.');
export const epochUnderflow = (): string => t('The epoch of the header began before block 0.');
export const unalignedPages = (address: number): string =>
  t('Code is loaded by whole pages of 4,096 bytes; {0} is not at the edge of one.', hex64(address));
export const codeEndsInPage = (address: number): string =>
  t(
    'Code was loaded into more pages than it fills, and the cell ends at {0}, inside a page; CKB-VM cannot bring such a process back once it was swapped out.',
    hex64(address),
  );
export const sliceOverflow = (): string => t('Offset and size together exceed 64 bits.');
export const noPiece = (): string => t('The program to run is not there.');
export const argumentsOverLimit = (): string => t('The arguments are longer than 1 MiB.');
export const unknownSyscall = (number: bigint, version: string): string =>
  t('{0} has no syscall {1}; "a7" holds the number.', version, String(number));

/** @param given what the program gave, of which the low 8 bits count, as a signed number. */
export const exited = (code: number, given: bigint): string => {
  if (code === 0 && given === 0n) return t('The script ended with exit code 0: success.');
  const cut =
    given === BigInt(code)
      ? ''
      : t(' It gave {0}, of which the chain takes the low 8 bits, as a signed number.', String(given));
  return code === 0
    ? t('The script ended with exit code 0: success.') + cut
    : t('The script failed with exit code {0}: the chain refuses the transaction (ValidationFailure).', String(code)) +
        cut;
};
/** @param place such as `sum+8` */
export const failedIn = (reason: string, address: number, place: string): string =>
  t('{0} The program was at {1}, in {2}.', reason, hex64(address), place);
export const failed = (kind: string, reason: string): string => `${kind}: ${reason}`;

export const processExited = (id: number, code: number): string =>
  id === 0
    ? t('VM {0} ended with exit code {1}.', String(id), String(code))
    : t('VM {0} ended with exit code {1}, for whoever waits for it.', String(id), String(code));
export const programReplaced = (id: number, name: string): string => t('VM {0} goes on with {1}.', String(id), name);
export const processSpawned = (id: number, name: string): string => t('VM {0} starts with {1}.', String(id), name);
export const waitingFor = (wait: Wait): string => {
  if (wait.kind === 'exit') return t('VM {0} to end', String(wait.process));
  return wait.kind === 'read'
    ? t('bytes to read from pipe end {0}', String(wait.end))
    : t('a reader of what it writes to pipe end {0}', String(wait.end));
};
export const pieceName = (kind: string, index: number): string => `${kind} ${index}`;
export const mebibytes = (bytes: number): string => t('{0} MiB', grouped(Math.floor(bytes / 2 ** 20)));

export const moreBytes = (start: string, length: number): string => t('{0}… ({1} bytes)', start, grouped(length));
export const absent = (): string => t('none');
export const entries = (length: number): string => (length === 1 ? t('1 entry') : t('{0} entries', grouped(length)));
export const cellText = (capacity: string, bytes: number): string =>
  t('{0}, {1} bytes of data', capacity, grouped(bytes));
export const blockText = (number: bigint): string => t('block {0}', grouped(number));
export const processText = (state: 'running' | 'ready' | 'waiting' | 'ended', wait: Wait | undefined): string => {
  if (state === 'waiting' && wait) return t('waiting for {0}', waitingFor(wait));
  if (state === 'ended') return t('ended');
  return state === 'running' ? t('running') : t('ready');
};
export const swappedIn = (): string => t('at hand');
export const swappedOut = (): string => t('swapped out; it costs 100,000 cycles to bring it back');
export const closedEnd = (): string => t('nobody');
export const pipeText = (writer: string, reader: string): string => t('{0} writes, {1} reads', writer, reader);

export const threadName = (id: number): string => t('VM {0}', String(id));

export const scopeName = {
  registers: () => t('Registers'),
  stack: () => t('Stack'),
  memory: () => t('Memory'),
  transaction: () => t('Transaction'),
  processes: () => t('Processes'),
};

export const notWritable = (space: string): string => t('"{0}" cannot be written.', space);
export const wrongSize = (given: number, expected: number): string =>
  t('{0} bytes were given for {1}.', String(given), String(expected));
export const codeNotWritable = (address: number): string =>
  t('Memory at {0} is code, which cannot be changed while it runs.', hex64(address));
export const zeroStays = (): string => t('"zero" is always 0 and cannot be set.');
