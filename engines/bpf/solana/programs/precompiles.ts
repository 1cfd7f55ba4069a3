import { InstructionError } from '../errors.ts';
import { type Key, wellKnown } from '../keys.ts';
import { isEd25519Signature, verifyEd25519, verifySecp256k1, verifySecp256r1 } from './signatures.ts';

/**
 * A program that only checks signatures. It is run by instructions of a transaction alone, costs no compute units and logs
 * nothing (`agave-precompiles`).
 */
export type Precompile = {
  readonly name: string;
  /**
   * @param all data of all instructions of the transaction, in which the parts to check may lie
   * @throws InstructionError if a signature is not good
   */
  run(data: Uint8Array, all: readonly Uint8Array[]): void;
};

/** The custom errors of these programs, by their numbers (`solana-precompile-error`). */
const errors = [
  'InvalidPublicKey',
  'InvalidRecoveryId',
  'InvalidSignature',
  'InvalidDataOffsets',
  'InvalidInstructionDataSize',
] as const;
type ErrorName = (typeof errors)[number];

const failure = (name: ErrorName): InstructionError => new InstructionError('Custom', errors.indexOf(name));

/** @throws InstructionError unless it holds */
const demand = (holds: boolean, otherwise: ErrorName): void => {
  if (!holds) throw failure(otherwise);
};

/** In place of an index, the instruction itself. */
const itself = 0xffff;

/** Of Ed25519 and secp256r1: what to check stands in seven numbers of 16 bits. */
const readWide = (data: Uint8Array, start: number, all: readonly Uint8Array[], keySize: number) => {
  const view = new DataView(data.buffer, data.byteOffset + start, 14);
  const field = (index: number): number => view.getUint16(2 * index, true);
  const part = (at: number, instruction: number, size: number): Uint8Array => {
    const from = instruction === itself ? data : all[instruction];
    if (!from || at + size > from.length) throw failure('InvalidDataOffsets');
    return from.subarray(at, at + size);
  };
  return {
    signature: () => part(field(0), field(1), 64),
    key: () => part(field(2), field(3), keySize),
    message: () => part(field(4), field(6), field(5)),
  };
};

const wideHeader = 2;
const wideSize = 14;

const ed25519: Precompile = {
  name: 'Ed25519 SigVerify',
  run: (data, all) => {
    const count = data[0] ?? 0;
    demand(data.length >= wideHeader && (count > 0 || data.length === wideHeader), 'InvalidInstructionDataSize');
    demand(data.length >= wideHeader + count * wideSize, 'InvalidInstructionDataSize');
    for (let i = 0; i < count; i++) {
      const parts = readWide(data, wideHeader + i * wideSize, all, 32);
      const signature = parts.signature();
      demand(isEd25519Signature(signature), 'InvalidSignature');
      const verify = verifyEd25519(parts.key());
      if (!verify) throw failure('InvalidPublicKey');
      demand(verify(signature, parts.message()), 'InvalidSignature');
    }
  },
};

/** Signatures that one instruction can check. */
const maxSecp256r1 = 8;

const secp256r1: Precompile = {
  name: 'Secp256r1 SigVerify',
  run: (data, all) => {
    const count = data[0] ?? 0;
    demand(count > 0 && count <= maxSecp256r1, 'InvalidInstructionDataSize');
    demand(data.length >= wideHeader + count * wideSize, 'InvalidInstructionDataSize');
    for (let i = 0; i < count; i++) {
      const parts = readWide(data, wideHeader + i * wideSize, all, 33);
      const [signature, key, message] = [parts.signature(), parts.key(), parts.message()];
      const result = verifySecp256r1(signature, key, message);
      if (result !== 'good') throw failure(result);
    }
  },
};

const narrowSize = 11;

const secp256k1: Precompile = {
  name: 'Secp256k1 SigVerify',
  run: (data, all) => {
    const count = data[0] ?? 0;
    demand(data.length > 0 && (count > 0 || data.length === 1), 'InvalidInstructionDataSize');
    demand(data.length >= 1 + count * narrowSize, 'InvalidInstructionDataSize');
    for (let i = 0; i < count; i++) {
      const view = new DataView(data.buffer, data.byteOffset + 1 + i * narrowSize, narrowSize);
      const [signatureAt, addressAt, messageAt] = [0, 3, 6].map((at) => view.getUint16(at, true)) as [
        number,
        number,
        number,
      ];
      const holder = all[view.getUint8(2)];
      if (!holder) throw failure('InvalidInstructionDataSize');
      demand(signatureAt + 64 < holder.length, 'InvalidSignature');
      const part = (instruction: number, at: number, size: number): Uint8Array => {
        const from = all[instruction];
        if (!from) throw failure('InvalidDataOffsets');
        demand(at + size <= from.length, 'InvalidSignature');
        return from.subarray(at, at + size);
      };
      const signer = verifySecp256k1(holder.subarray(signatureAt, signatureAt + 64), holder[signatureAt + 64] ?? 0);
      if (typeof signer === 'string') throw failure(signer);
      const address = part(view.getUint8(5), addressAt, 20);
      const recovered = signer(part(view.getUint8(10), messageAt, view.getUint16(8, true)));
      demand(recovered?.every((byte, at) => byte === address[at]) ?? false, 'InvalidSignature');
    }
  },
};

export const precompiles: ReadonlyMap<Key, Precompile> = new Map<Key, Precompile>([
  [wellKnown.ed25519Program, ed25519],
  [wellKnown.secp256k1Program, secp256k1],
  [wellKnown.secp256r1Program, secp256r1],
]);
