import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EvmCode } from '../code.ts';
import { forks } from '../forks.ts';
import { hexOf } from '../words.ts';
import { evmHex } from './hex.ts';
import { evmAssembly } from './language.ts';
import { listingOf } from './listing.ts';

const bytesOf = (hex: string) => evmHex.parse(hex, { version: 'osaka' }).bytes;
const listing = (hex: string, fork = 'osaka') => listingOf(new EvmCode(bytesOf(hex), fork, 'Token'), fork);
/** Without the header. */
const lines = (hex: string, fork?: string) => listing(hex, fork).trimEnd().split('\n').slice(3);

/** A generator of numbers below 2^32 (xorshift32). */
const random = (seed: number) => () => {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return seed >>> 0;
};

test('one instruction a line, behind its place', () => {
  assert.deepEqual(lines('6080604052600a56000000005b'), [
    '0x0000: PUSH1 0x80',
    '0x0002: PUSH1 0x40',
    '0x0004: MSTORE',
    '0x0005: PUSH1 0x0a',
    '0x0007: JUMP',
    '0x0008: STOP',
    '0x0009: STOP',
    '0x000a: STOP',
    '0x000b: STOP',
    '0x000c: JUMPDEST',
  ]);
});

test('a push of a place to jump to says where it leads', () => {
  assert.deepEqual(lines('600456fe5b'), [
    '0x0000: PUSH1 0x04               ; -> 0x0004',
    '0x0002: JUMP',
    '0x0003: INVALID',
    '0x0004: JUMPDEST',
  ]);
});

test('bytes that encode nothing, and a push that the end cuts off, are data with a reason', () => {
  assert.deepEqual(lines('0c1e61ff', 'cancun'), [
    '0x0000: #bytes 0x0c              ; no instruction: stops with an invalid opcode',
    '0x0001: #bytes 0x1e              ; no instruction at this fork: CLZ exists since Osaka',
    '0x0002: #bytes 0x61ff            ; The code ends inside PUSH2: 1 of its 2 bytes are there, and the EVM reads the rest as 0.',
  ]);
});

const metadata = (hash: string) => `a264697066735822${hash}64736f6c6343000825`;
const withMetadata = (code: string, hash = `1220${'11'.repeat(32)}`) => {
  const cbor = metadata(hash);
  return code + cbor + (cbor.length / 2).toString(16).padStart(4, '0');
};

test("the compiler's metadata is data, where nothing leads to it", () => {
  const shown = lines(withMetadata('00fe'));
  assert.equal(shown.length, 4);
  assert.match(
    shown[2]!,
    /^0x0002: #bytes 0xa26469\S+ ; the compiler's metadata, never executed: ipfs 1220(11){32}, solc 0\.8\.37$/,
  );
  assert.match(shown[3]!, /^0x0022: #bytes 0x\w+$/);
});

test('text in the metadata cannot leave its comment', () => {
  const hostile = '00a164736f6c6363310a61';
  const shown = lines(`${hostile}000a`);
  assert.match(shown[1]!, /metadata, never executed: solc 1a$/);
  assert.equal(shown.length, 2);
});

test('what could be executed is never shown as data', () => {
  const entered = lines(withMetadata('5f'));
  assert.match(entered[1]!, /LOG2/);
  const jumpable = lines(withMetadata('00', `1220${'11'.repeat(10)}5b00${'11'.repeat(20)}`));
  assert.ok(jumpable.some((line) => line.endsWith(': JUMPDEST')));
});

test('every listing assembles to the bytes it shows, without a problem', () => {
  const next = random(20_261_120);
  for (let round = 0; round < 300; round++) {
    const fork = forks[next() % forks.length]!.id;
    const bytes = Uint8Array.from({ length: next() % 200 }, () => next() & 0xff);
    if (round % 3 === 0) bytes.fill(0x60 + (next() % 32), -5);
    const metadataToo = round % 4 === 0 ? bytesOf(hexOf(bytes) + withMetadata('fe').slice(0)) : bytes;
    const text = listingOf(new EvmCode(metadataToo, fork, 'random'), fork);
    const again = evmAssembly.parse(text, { version: fork });
    assert.equal(hexOf(again.bytes), hexOf(metadataToo), text);
    assert.deepEqual(again.problems, [], text);
  }
});

test('every instruction of a listing has a statement at its place', () => {
  const text = listing('6080604052600a56fe0c5b61ff');
  const { statements } = evmAssembly.parse(text, { version: 'osaka' });
  assert.deepEqual(
    statements.map(({ places }) => places),
    [[0], [2], [4], [5], [7], [8], [9], [10], [11]],
  );
});
