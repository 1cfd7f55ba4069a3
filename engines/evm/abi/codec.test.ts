import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContract } from 'micro-eth-signer/abi.js';
import { newSeed, type Random, randomFrom } from '../../../test/harness/random.ts';
import { compile } from '../../../tools/solc.ts';
import { evm } from '../index.ts';
import { hexOf, toBytes } from '../words.ts';
import { encodeCall, readArguments } from './arguments.ts';
import { decode, encode } from './codec.ts';
import { findFunction, readInterface } from './interface.ts';
import { parseSignature } from './signatures.ts';
import { AbiError, type AbiType, nameOf, type Parameter } from './types.ts';
import { type AbiValue, readValue } from './values.ts';

const randomType = (random: Random, depth: number): AbiType => {
  const kinds = ['uint', 'int', 'address', 'bool', 'fixedBytes', 'bytes', 'string', 'array', 'tuple'] as const;
  const kind = kinds[random.below(depth === 0 ? 7 : 9)] ?? 'bool';
  switch (kind) {
    case 'uint':
    case 'int':
      return { kind, bits: 8 * (1 + random.below(32)) };
    case 'fixedBytes':
      return { kind, size: 1 + random.below(32) };
    case 'array':
      return { kind, of: randomType(random, depth - 1), length: random.below(2) ? 1 + random.below(3) : undefined };
    case 'tuple':
      return { kind, components: randomParameters(random, 2 + random.below(3), depth - 1) };
    default:
      return { kind };
  }
};

const randomParameters = (random: Random, count: number, depth: number): readonly Parameter[] =>
  Array.from({ length: count }, (_, i) => ({ name: `v${i}`, type: randomType(random, depth) }));

const randomBytes = (random: Random, size: number) => Uint8Array.from({ length: size }, () => random.below(256));

const randomInteger = (random: Random, bits: number) => {
  const value = BigInt(`0x${hexOf(randomBytes(random, 32))}`);
  return random.pick([0n, 1n, -1n, 1n << BigInt(bits - 1), value, value & 255n]);
};

const randomValue = (random: Random, type: AbiType): AbiValue => {
  switch (type.kind) {
    case 'uint':
      return BigInt.asUintN(type.bits, randomInteger(random, type.bits));
    case 'int':
      return BigInt.asIntN(type.bits, randomInteger(random, type.bits));
    case 'address':
      return `0x${hexOf(randomBytes(random, 20))}`;
    case 'bool':
      return random.below(2) === 1;
    case 'fixedBytes':
      return randomBytes(random, type.size);
    case 'bytes':
      return randomBytes(random, random.pick([0, 1, 31, 32, 33, 70]));
    case 'string':
      return random.pick(['', 'a', 'Grüße, 世界 🌍', 'x'.repeat(32), 'y'.repeat(65)]);
    case 'array':
      return Array.from({ length: type.length ?? random.below(4) }, () => randomValue(random, type.of));
    case 'tuple':
      return type.components.map((component) => randomValue(random, component.type));
  }
};

/** As the oracle takes it: structs as objects. */
const foreign = (type: AbiType, value: AbiValue): unknown => {
  if (type.kind === 'array') return (value as readonly AbiValue[]).map((each) => foreign(type.of, each));
  if (type.kind === 'tuple') return foreignAll(type.components, value as readonly AbiValue[]);
  return value;
};
const foreignAll = (parameters: readonly Parameter[], values: readonly AbiValue[]) =>
  Object.fromEntries(parameters.map(({ name, type }, i) => [name, foreign(type, values[i]!)]));

/** A parameter as an ABI in JSON has it. */
const entryOf = ({ name, type }: Parameter): object => {
  let element = type;
  let brackets = '';
  while (element.kind === 'array') {
    brackets = `[${element.length ?? ''}]${brackets}`;
    element = element.of;
  }
  if (element.kind !== 'tuple') return { name, type: `${nameOf(element)}${brackets}` };
  return { name, type: `tuple${brackets}`, components: element.components.map(entryOf) };
};

/** As it stands in a launch configuration. */
const jsonOf = (value: AbiValue): unknown => {
  if (value instanceof Uint8Array) return `0x${hexOf(value)}`;
  if (typeof value === 'bigint') return String(value);
  return Array.isArray(value) ? value.map(jsonOf) : value;
};

test('random values of random types are encoded as an independent library does, and decoded again', (context) => {
  const random = randomFrom(newSeed());
  context.diagnostic(`GASLAMP_SEED=${random.seed}`);
  for (let i = 0; i < 400; i++) {
    const inputs = randomParameters(random, 2 + random.below(3), 3);
    const values = inputs.map(({ type }) => randomValue(random, type));
    const entry = { type: 'function', name: 'f', inputs: inputs.map(entryOf), outputs: [] };
    const [ours] = readInterface([entry]).functions.values();
    assert.deepEqual(ours?.inputs, inputs);
    const oracle = createContract([entry as never]).f!;
    const expected = oracle.encodeInput(foreignAll(inputs, values));
    const types = inputs.map(({ type }) => nameOf(type)).join();
    assert.equal(hexOf(encodeCall(ours!, values)), hexOf(expected), types);
    assert.deepEqual(decode(inputs, expected.subarray(4)), values, types);
    assert.deepEqual(readArguments('f', inputs, values.map(jsonOf)), values, types);
    assert.deepEqual(
      parseSignature(`f(${types})`)
        .inputs.map(({ type }) => nameOf(type))
        .join(),
      types,
    );
  }
});

test('damaged data are refused, not misread, and take neither time nor memory', (context) => {
  const random = randomFrom(newSeed());
  context.diagnostic(`GASLAMP_SEED=${random.seed}`);
  for (let i = 0; i < 2000; i++) {
    const inputs = randomParameters(random, 3, 3);
    const data = encode(
      inputs,
      inputs.map(({ type }) => randomValue(random, type)),
    );
    const broken = data.slice(0, random.pick([data.length, random.below(data.length)]));
    for (let j = random.below(4); j > 0 && broken.length > 0; j--)
      broken[random.below(broken.length)] = random.below(256);
    try {
      decode(inputs, broken);
    } catch (error) {
      assert.ok(error instanceof AbiError, String(error));
    }
  }
  const { inputs } = parseSignature('f(uint256[][][][][])');
  const word = (value: number) => hexOf(toBytes(BigInt(value)));
  // All offsets of a list lead to the same list, so that 13 words a level hold twelve times what the next level does.
  const level = word(12) + word(12 * 32).repeat(12);
  const loop = Buffer.from(word(0x20) + level.repeat(4) + word(12) + word(1).repeat(12), 'hex');
  assert.throws(() => decode(inputs, loop), AbiError);
  assert.throws(
    () => decode(parseSignature('f(uint256[0][])').inputs, Buffer.from(word(0x20) + 'ff'.repeat(32), 'hex')),
    AbiError,
  );
});

const source = `
// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Echo {
  struct Point { int16 x; bytes4 tag; string[] names; }
  function echo(uint8 a, int256 b, address c, bool d, bytes32 e, bytes calldata f, string calldata g)
    external pure returns (uint8, int256, address, bool, bytes32, bytes memory, string memory) { return (a, b, c, d, e, f, g); }
  function nested(Point[] calldata points, uint24[2][] calldata pairs)
    external pure returns (Point[] memory, uint24[2][] memory) { return (points, pairs); }
}`;

test('contracts that solc compiled read what is encoded, and what they return is decoded', () => {
  const artifact = compile(source, 'Echo');
  const known = readInterface(artifact.abi);
  const program = (calldata: Uint8Array) =>
    evm.load(
      { uri: 'file:///Echo.json', name: 'Echo.json', bytes: new TextEncoder().encode(JSON.stringify(artifact)) },
      { version: 'osaka', limits: { steps: 1e6, memory: 2 ** 24 }, launch: { calldata: `0x${hexOf(calldata)}` } },
    );
  const calls: readonly (readonly [name: string, args: unknown])[] = [
    ['echo', [200, -5, '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', true, `0x${'ab'.repeat(32)}`, '0x0102', 'Grüße']],
    [
      'nested',
      {
        points: [{ x: -3, tag: '0xcafebabe', names: ['a', 'b'] }, [7, '0x00000000', []]],
        pairs: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
  ];
  for (const [name, args] of calls) {
    const called = findFunction(known, name, undefined);
    const values = readArguments(name, called.inputs, args);
    const stop = program(encodeCall(called, values)).start().run({}, 1e6);
    assert.ok(stop.kind === 'ended' && stop.outcome.ok, name);
    assert.deepEqual(decode(called.outputs, stop.outcome.data), values);
  }
});

test('addresses have a checksum', () => {
  // The examples of EIP-55.
  const right = ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB'];
  for (const address of right) {
    assert.equal(readValue({ kind: 'address' }, address, 'to'), address.toLowerCase());
    assert.equal(readValue({ kind: 'address' }, `0x${address.slice(2).toUpperCase()}`, 'to'), address.toLowerCase());
    const wrong = address.replace(/[a-f]/, (letter) => letter.toUpperCase());
    assert.throws(
      () => readValue({ kind: 'address' }, wrong, 'to'),
      (error: Error) => error.message.includes(address),
    );
  }
});
