import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { engines } from '../../engines/list.ts';
import { listing } from '../../server/requests/listing.ts';
import { samples } from '../paths.ts';

const push0 = 0x5f;
const push1 = 0x60;
const push2 = 0x61;
const push3 = 0x62;
const push32 = 0x7f;
const jumpdest = 0x5b;

type Instruction = { readonly at: number; readonly bytes: readonly number[] };

/** The listing of about `size` bytes of EVM bytecode, as a client would be shown it. */
export async function listingOf(size: number): Promise<string> {
  const { deployedBytecode } = JSON.parse(await readFile(join(samples, 'erc20', 'Token.json'), 'utf8'));
  const code = copies(Buffer.from(deployedBytecode.slice(2), 'hex'), size);
  const file = { uri: 'file:///bench.evm', name: 'bench.evm', bytes: Buffer.from(code.toString('hex')) };
  return listing(engines, file, { part: undefined, vm: undefined }, (engine) => engine.defaultVersion).text;
}

/** The same code as a person would edit it, with names for the places that are jumped to. */
export function namedOf(listing: string): string {
  return listing
    .replaceAll(/0x[\da-f]+ +; -> 0x([\da-f]+)/g, '@at_$1')
    .replaceAll(/^0x([\da-f]+): JUMPDEST$/gm, 'at_$1:')
    .replaceAll(/^0x[\da-f]+: /gm, '    ');
}

/**
 * Code as a compiler makes it, of any size: a table that jumps to one of many copies of a contract, each with jumps of its own.
 * Jump targets get a byte more, because a large code has places beyond two.
 */
function copies(contract: Buffer, size: number): Buffer {
  const all = instructionsOf(contract.subarray(0, contract.indexOf('fea264', 'hex') + 1));
  const landings = new Set(all.filter(({ bytes }) => bytes[0] === jumpdest).map(({ at }) => at));
  const target = ({ bytes: [opcode, high = 0, low = 0] }: Instruction) =>
    opcode === push2 && landings.has(high * 256 + low) ? high * 256 + low : undefined;

  // Each copy begins with a JUMPDEST for the table.
  const moved = new Map<number, number>();
  let length = 1;
  for (const instruction of all) {
    moved.set(instruction.at, length);
    length += instruction.bytes.length + (target(instruction) === undefined ? 0 : 1);
  }
  const entry = 10;
  const count = Math.max(1, Math.floor(size / (length + entry)));
  const start = (copy: number) => 3 + count * entry + copy * length;
  const numbers = Array.from({ length: count }, (_, copy) => copy);
  const calldataload = 0x35;
  const table = numbers.flatMap((copy) => {
    const [dup1, eq, jumpi] = [0x80, 0x14, 0x57];
    return [dup1, push2, copy >> 8, copy & 255, eq, ...place(start(copy)), jumpi];
  });
  const bodies = numbers.map((copy) => {
    const body = all.flatMap((instruction) => {
      const to = target(instruction);
      return to === undefined ? instruction.bytes : place(start(copy) + (moved.get(to) ?? 0));
    });
    return Buffer.from([jumpdest, ...body]);
  });
  return Buffer.concat([Buffer.from([push0, calldataload, ...table, 0]), ...bodies]);
}

function place(at: number): number[] {
  return [push3, at >> 16, (at >> 8) & 255, at & 255];
}

function instructionsOf(code: Buffer): Instruction[] {
  const found: Instruction[] = [];
  for (let at = 0; at < code.length; at += found.at(-1)?.bytes.length ?? 1) {
    const opcode = code[at] ?? 0;
    const immediate = opcode >= push1 && opcode <= push32 ? opcode - push0 : 0;
    found.push({ at, bytes: [...code.subarray(at, at + 1 + immediate)] });
  }
  return found;
}

/** A TypeScript source of at least `length` characters: functions that call one another. */
export function sourceOf(length: number): string {
  const functions: string[] = [];
  let written = 0;
  for (let n = 0; written < length; n++) {
    const text = `
/** Moves an amount from one account to another, by rule ${n}. */
export function transfer${n}(balances: Map<string, number>, from: string, to: string, amount: number): boolean {
  const before = balances.get(from) ?? 0;
  const fee = Math.floor((amount * ${(n * 7919) % 97}) / 100);
  if (before < amount + fee) return false;
  balances.set(from, before - amount - fee);
  balances.set(to, (balances.get(to) ?? 0) + amount);
  return fee > 0 ? transfer${(n * 31) % (n + 1)}(balances, to, from, fee) : true;
}
`;
    functions.push(text);
    written += text.length;
  }
  return functions.join('');
}

/** A program in C for CKB-VM, of `count` functions that call one another. */
export function cSourceOf(count: number): string {
  const functions = Array.from(
    { length: count },
    (_, n) => `
typedef struct { long balance; int nonce; unsigned char owner[20]; } account${n};
__attribute__((noinline)) static long transfer${n}(account${n} *from, account${n} *to, long amount) {
  long fee = amount * ${1 + ((n * 7919) % 96)} / 100;
  if (from->balance < amount + fee) return -1;
  from->balance -= amount + fee;
  to->balance += amount;
  from->nonce += 1;
  for (int i = 0; i < 20; i++) to->owner[i] ^= from->owner[i] + (unsigned char)fee;
  return fee > 0 ? ${n === 0 ? 'fee' : `transfer${n - 1}((void *)from, (void *)to, fee)`} : 0;
}`,
  );
  return `#include "ckb.h"
${functions.join('\n')}

int main(int argc, char **argv) {
  account${count - 1} a = {1000000, 0, {1}}, b = {argc, 0, {2}};
  return argv && transfer${count - 1}(&a, &b, 100) < 0;
}
`;
}
