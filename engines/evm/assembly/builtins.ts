import { utf8ToBytes } from '@noble/hashes/utils.js';
import { keccak256 } from '../keccak.ts';

/** What a function says of an argument that it cannot take. */
export type Complaint = 'text' | 'signature' | 'address' | 'checksum';

/** A function that the assembler evaluates. Its result has a fixed width, so that it can stand in `#bytes`. */
export type Builtin = {
  readonly form: string;
  readonly doc: string;
  /** Takes a text, or the digits of a hexadecimal number as they were written. */
  call(argument: Argument): Uint8Array | Complaint;
};

export type Argument =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'hex'; readonly digits: string }
  | { readonly kind: 'other' };

/** `name(type,type)` with canonical types, tuples and arrays; `uint` and `int` are no canonical types. */
const signature = /^[A-Za-z_$][\w$]*\((?:(?!u?int[,)[\]])[a-z]\w*(?!\w)(?:\[\d*\])*|[(,]|\)(?:\[\d*\])*)*\)$/;

/** Upper-case letters of an address are a checksum (EIP-55). */
const checksummed = (digits: string): string => {
  const hash = keccak256(utf8ToBytes(digits.toLowerCase()));
  const nibble = (i: number) => (i % 2 === 0 ? hash[i >> 1]! >> 4 : hash[i >> 1]! & 15);
  return [...digits.toLowerCase()].map((digit, i) => (nibble(i) >= 8 ? digit.toUpperCase() : digit)).join('');
};

const hexToBytes = (digits: string) =>
  Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));

export const builtins: ReadonlyMap<string, Builtin> = new Map([
  [
    'selector',
    {
      form: 'selector("transfer(address,uint256)")',
      doc: 'The 4 bytes that choose a function: the first of the Keccak-256 hash of its signature.',
      call: (argument) => {
        if (argument.kind !== 'text') return 'text';
        const text = String.fromCharCode(...argument.bytes.subarray(0, 1000));
        return signature.test(text) ? keccak256(argument.bytes).subarray(0, 4) : 'signature';
      },
    },
  ],
  [
    'keccak256',
    {
      form: 'keccak256("Transfer(address,address,uint256)")',
      doc: 'The Keccak-256 hash of a text or of the bytes of a hexadecimal number.',
      call: (argument) => {
        if (argument.kind === 'text') return keccak256(argument.bytes);
        return argument.kind === 'hex' && argument.digits.length % 2 === 0
          ? keccak256(hexToBytes(argument.digits))
          : 'text';
      },
    },
  ],
  [
    'address',
    {
      form: 'address(0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045)',
      doc: 'The 20 bytes of an address, its length and checksum (EIP-55) verified.',
      call: (argument) => {
        if (argument.kind !== 'hex' || argument.digits.length !== 40) return 'address';
        const { digits } = argument;
        const mixed = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
        return mixed && checksummed(digits) !== digits ? 'checksum' : hexToBytes(digits);
      },
    },
  ],
]);
