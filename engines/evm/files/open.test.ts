import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LoadError } from '../../engine.ts';
import { hexOf } from '../words.ts';
import { claimFile, openCode } from './open.ts';

const file = (name: string, content: string | Uint8Array, languageId?: string) => ({
  uri: `file:///${name}`,
  name,
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  ...(languageId !== undefined && { languageId }),
});
type File = ReturnType<typeof file>;

const parts = (from: File) => {
  const claim = claimFile(from);
  assert.ok(claim.claimed, from.name);
  return claim.parts.map(({ id }) => id);
};
const refusal = (from: File) => {
  const claim = claimFile(from);
  assert.ok(!claim.claimed, from.name);
  return claim;
};
const opened = (from: File, part?: string) => hexOf(openCode(from, part, 'osaka').bytes);
const loadError = (from: File, part?: string): string => {
  try {
    openCode(from, part, 'osaka');
  } catch (error) {
    assert.ok(error instanceof LoadError);
    return error.message;
  }
  return assert.fail(`${from.name} was opened`);
};

const runtime = '6001';
const creation = '6002';

test('assembly and bytecode are claimed by ending or language', () => {
  assert.deepEqual(parts(file('a.easm', 'add')), ['code']);
  assert.equal(opened(file('a.easm', 'push 1')), '6001');
  assert.equal(opened(file('a.EVM', '0x6001')), '6001');
  assert.equal(opened(file('Untitled-1', 'push 1', 'evm-asm')), '6001');
  assert.equal(opened(file('a.easm', '6001', 'evm-hex')), '6001');
  assert.equal(opened(file('a.evm', '\ufeff6001')), '6001');
  assert.equal(refusal(file('a.easm', 'add', 'sbpf-asm')).reason, undefined);
});

test('other endings are claimed only if all of it is hexadecimal', () => {
  for (const name of ['a.hex', 'a.bin', 'a.bin-runtime', 'a.txt']) assert.equal(opened(file(name, '0x6001\n')), '6001');
  assert.equal(
    refusal(file('a.txt', 'hello')).reason,
    'a.txt holds no bytecode in hexadecimal digits: line 1 has "h".',
  );
  assert.equal(
    refusal(file('a.hex', ':10010000214601360121470136007EFE09D2190140')).reason,
    'a.hex is an Intel HEX file, the firmware of a device, and no EVM bytecode.',
  );
  assert.match(loadError(file('a.bin', '60016')), /^a\.bin, line 1: There are 5 hexadecimal digits, an odd number/);
  assert.equal(refusal(file('a.md', '6001')).reason, undefined);
});

test('binary files are refused with what they are', () => {
  const elf = (machine: number) =>
    Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, machine, 0]);
  assert.match(refusal(file('a.out', elf(62))).reason!, /^a\.out is an ELF file for x86-64; the EVM takes/);
  assert.match(refusal(file('a.easm', elf(243))).reason!, /an ELF file for RISC-V/);
  assert.match(
    refusal(file('a.out', elf(62).subarray(0, 19))).reason!,
    /an ELF file that is cut off within its header;/,
  );
  assert.match(refusal(file('a', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1))).reason!, /a WebAssembly module/);
  assert.match(refusal(file('a.bin', Uint8Array.of(0x60, 0x80, 0x00, 0x01))).reason!, /binary data/);
  assert.match(refusal(file('a.bin', Uint8Array.of(0x60, 0x80, 0xff, 0x01))).reason!, /binary data/);
});

test('empty files and UTF-16 get a sentence', () => {
  for (const name of ['a.easm', 'a.evm']) assert.equal(refusal(file(name, '')).nearly, true);
  assert.match(refusal(file('a.easm', '')).reason!, /^a\.easm is empty;/);
  assert.match(refusal(file('a.json', '')).reason!, /^a\.json is empty;/);
  assert.match(refusal(file('a.easm', Uint8Array.of(0xff, 0xfe, 0x61, 0))).reason!, /UTF-16/);
  assert.equal(loadError(file('a.easm', '; nothing\n')), 'a.easm holds no code yet; write at least one instruction.');
});

test('the first error of a text is told with its line', () => {
  assert.equal(
    loadError(file('a.easm', 'add\nfoobar\n')),
    'a.easm, line 2: There is no instruction "foobar"; a label ends with a colon, a comment starts with ";".',
  );
  assert.match(loadError(file('a.easm', 'add\nfoobar\n@x @y')), /^a\.easm, line 2: .* \(There are 2 more errors\.\)$/);
  assert.match(loadError(file('a.evm', 'PUSH1 0x80')), /holds assembly/);
});

const hardhat = (bytecode: string, deployedBytecode: string, more = {}) =>
  JSON.stringify({
    _format: 'hh-sol-artifact-1',
    contractName: 'Token',
    sourceName: 'contracts/Token.sol',
    abi: [],
    bytecode,
    deployedBytecode,
    ...more,
  });

test('artifacts of Hardhat, Foundry and a bare bytecode', () => {
  const token = file('Token.json', hardhat(`0x${creation}`, `0x${runtime}`));
  assert.deepEqual(parts(token), ['Token/runtime', 'Token/creation']);
  assert.equal(opened(token), runtime);
  assert.equal(opened(token, 'Token/creation'), creation);
  assert.equal(openCode(token, 'Token/creation', 'osaka').name, 'Token (creation code)');
  assert.deepEqual(openCode(token, undefined, 'osaka').creation, Uint8Array.of(0x60, 2));
  const foundry = JSON.stringify({
    abi: [],
    bytecode: { object: `0x${creation}`, linkReferences: {} },
    deployedBytecode: { object: `0x${runtime}` },
  });
  assert.deepEqual(parts(file('Counter.json', foundry)), ['Counter/runtime', 'Counter/creation']);
  assert.deepEqual(parts(file('x.json', `{"bytecode": "0x${creation}"}`)), ['x/creation']);
  assert.deepEqual(parts(file('Untitled-1', foundry, 'json')), ['Untitled-1/runtime', 'Untitled-1/creation']);
  assert.match(loadError(token, 'Other/runtime'), /There is no part "Other\/runtime"/);
});

const solc = (contracts: object, more = {}) => JSON.stringify({ contracts, sources: {}, ...more });
const output = (creating: string, running: string) => ({
  abi: [],
  evm: { bytecode: { object: creating, linkReferences: {} }, deployedBytecode: { object: running } },
});

test("solc's standard JSON and combined JSON, contracts named like the file first", () => {
  const standard = solc({
    'a b.sol': { Base: output('', ''), Lib: output(creation, runtime), Main: output(creation, runtime) },
  });
  assert.deepEqual(parts(file('Main.json', standard)), [
    'Main/runtime',
    'Main/creation',
    'Lib/runtime',
    'Lib/creation',
  ]);
  const twice = solc({ 'a b.sol': { A: output(creation, runtime) }, 'c.sol': { A: output(creation, runtime) } });
  assert.deepEqual(parts(file('out.json', twice)), [
    'a_b.sol:A/runtime',
    'a_b.sol:A/creation',
    'c.sol:A/runtime',
    'c.sol:A/creation',
  ]);
  const combined = JSON.stringify({
    contracts: { 'a.sol:A': { bin: creation, 'bin-runtime': runtime } },
    version: '0.8.37',
  });
  assert.deepEqual(parts(file('combined.json', combined)), ['A/runtime', 'A/creation']);
});

test('artifacts that cannot be used say why', () => {
  const reasons: readonly (readonly [content: string, reason: RegExp])[] = [
    [hardhat('0x', '0x'), /^Token has no bytecode: it is an interface or an abstract contract/],
    [solc({ 'a.sol': { I: output('', '') } }), /^I has no bytecode/],
    [solc({ 'a.sol': { A: { abi: [] } } }), /without bytecode; add "evm\.bytecode\.object"/],
    [solc({}, { errors: [{ severity: 'error', message: 'Expected ;' }] }), /compiler found errors: Expected ;/],
    [
      JSON.stringify({ language: 'Solidity', sources: {}, settings: { outputSelection: {} } }),
      /what the Solidity compiler reads/,
    ],
    [JSON.stringify({ abi: [{ type: 'function' }] }), /has an ABI but no bytecode/],
    [hardhat('0x60', '0x60').slice(0, -10), /cannot be read as JSON; it seems damaged or cut off/],
  ];
  for (const [content, reason] of reasons) {
    const claim = refusal(file('x.json', content));
    assert.match(claim.reason ?? '', reason);
    assert.equal(claim.nearly, true);
  }
  assert.match(loadError(file('x.json', hardhat(`0x${creation}`, '0x600'))), /^The bytecode of Token is damaged/);
});

test('libraries that are not linked are named', () => {
  const placeholder = `__$${'ab'.repeat(17)}$__`;
  const linkReferences = { 'lib/Math.sol': { Math: [{ length: 20, start: 1 }] } };
  const foundry = JSON.stringify({ bytecode: { object: `0x73${placeholder}`, linkReferences } });
  assert.equal(
    loadError(file('A.json', foundry)),
    'A uses the library Math, whose address is not filled in yet; link it first.',
  );
  assert.match(
    loadError(file('A.json', JSON.stringify({ bytecode: `0x73${placeholder}` }))),
    /uses the library (ab){17},/,
  );
  const old = `__${'lib/Math.sol:Math'.padEnd(38, '_')}`;
  assert.match(
    loadError(file('A.json', JSON.stringify({ bytecode: `0x73${old}00` }))),
    /uses the library lib\/Math\.sol:Math,/,
  );
});

test("other JSON is nobody's business", () => {
  for (const content of [
    '{}',
    '[]',
    '{"name":"x","dependencies":{}}',
    '{"bytecode":5}',
    '{"contracts":{}}',
    '{"bytecode":"hello"}',
    '"bytecode"',
  ]) {
    assert.deepEqual(claimFile(file('package.json', content)), { claimed: false }, content);
  }
});

test('a megabyte is claimed, and cut anywhere it never throws', () => {
  const large = file('Large.json', hardhat(`0x${creation.repeat(250_000)}`, `0x${runtime.repeat(250_000)}`));
  assert.equal(parts(large).length, 2);
  const whole = hardhat(`0x${creation}`, `0x${runtime}`);
  for (let end = 0; end < whole.length; end++)
    assert.equal(claimFile(file('Token.json', whole.slice(0, end))).claimed, false);
});
