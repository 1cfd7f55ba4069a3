import * as messages from './messages.ts';

/** Machines of ELF files that people debug programs of blockchains on, and the common ones (e_machine of the System V ABI). */
const machines: ReadonlyMap<number, string> = new Map([
  [3, 'x86'],
  [8, 'MIPS'],
  [40, 'ARM'],
  [62, 'x86-64'],
  [183, 'ARM64'],
  [243, 'RISC-V'],
  [247, 'eBPF'],
  [263, 'sBPF (Solana)'],
]);

const magics: readonly (readonly [magic: readonly number[], name: () => string])[] = [
  [[0x00, 0x61, 0x73, 0x6d], messages.kindOfFile.wasm],
  [[0x50, 0x4b, 0x03, 0x04], messages.kindOfFile.zip],
  [[0x1f, 0x8b], messages.kindOfFile.gzip],
  [[0x89, 0x50, 0x4e, 0x47], messages.kindOfFile.png],
  [[0x25, 0x50, 0x44, 0x46], messages.kindOfFile.pdf],
  [[0xcf, 0xfa, 0xed, 0xfe], messages.kindOfFile.macho],
  [[0x4d, 0x5a, 0x90], messages.kindOfFile.windows],
];

const startsWith = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);

/** What a file is that is not text, with its article: `an ELF file for RISC-V`. Undefined for text. */
export const binaryKind = (bytes: Uint8Array): string | undefined => {
  if (startsWith(bytes, [0x7f, 0x45, 0x4c, 0x46])) {
    if (bytes.length < 20) return messages.elfCut();
    const [low, high] = bytes[5] === 2 ? [bytes[19], bytes[18]] : [bytes[18], bytes[19]];
    const machine = (low ?? 0) + 256 * (high ?? 0);
    return messages.elfFor(machines.get(machine) ?? messages.machineNumber(machine));
  }
  const known = magics.find(([magic]) => startsWith(bytes, magic));
  if (known) return known[1]();
  return bytes.subarray(0, 4096).includes(0) ? messages.binaryData() : undefined;
};
