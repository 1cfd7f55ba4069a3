import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesToHex } from '@noble/hashes/utils.js';
import { LoadError } from '../../../engine.ts';
import { embed, mapFiles, parseTransaction } from './embeddings.ts';
import { ckbHash, scriptHash, typeIdHash } from './hash.ts';
import { readMock } from './mock.ts';
import { resolve } from './resolve.ts';
import { contextOf, firstLock, programOf } from './script.ts';

const hash = (byte: string) => `0x${byte.repeat(32)}`;
const program = Uint8Array.of(1, 2, 3);
const lock = { code_hash: '0x{{ hash program }}', hash_type: 'data1', args: '0x' };
const input = { since: '0x0', previous_output: { tx_hash: hash('02'), index: '0x0' } };
const dep = { out_point: { tx_hash: hash('01'), index: '0x0' }, dep_type: 'code' };
const output = { capacity: '0x10', lock, type: null };

const mock = () => ({
  mock_info: {
    inputs: [{ input, output, data: '0x', header: null }],
    cell_deps: [{ cell_dep: dep, output, data: '0x{{ data program }}', header: null }],
    header_deps: [] as unknown[],
  },
  tx: {
    ...{ version: '0x0', cell_deps: [dep], header_deps: [] as string[], inputs: [input] },
    ...{ outputs: [] as unknown[], outputs_data: [] as string[], witnesses: [] as unknown[] },
  },
});

const files = (name: string) => (name === 'program' ? program : undefined);
const load = (json: unknown) => contextOf(resolve(readMock(embed(json, files))), firstLock);

test('the program of a script is found by the hash of a file', () => {
  const context = load(mock());
  assert.deepEqual(context.cellDeps[programOf(context, context.group.script)].data, program);
  assert.deepEqual(context.group.inputs, [0]);
});

test('a type that is defined can be referred to, and need not stand in quotation marks', () => {
  const text = '{"type": {{ def_type token }}, "code_hash": "0x{{ ref_type token }}"}';
  const { type, code_hash } = embed(parseTransaction(text, 'tx.json'), files) as Record<string, unknown>;
  const args = new TextEncoder().encode('token');
  assert.deepEqual(type, {
    ...{ code_hash: `0x${bytesToHex(typeIdHash)}`, hash_type: 'type', args: '0x746f6b656e' },
  });
  const expected = bytesToHex(scriptHash({ codeHash: typeIdHash, hashType: 'type', args }));
  assert.equal(code_hash, `0x${expected}`);
});

test('names of files are mapped, and nothing else', () => {
  assert.deepEqual(
    mapFiles(['0x{{ data a/b }}', '{{ref_type c}}', 7], (name) => `/${name}`),
    ['0x{{ data /a/b }}', '{{ref_type c}}', 7],
  );
});

test('the hash of CKB is personalized', () => {
  assert.equal(
    bytesToHex(ckbHash(new Uint8Array())),
    '44f4c69744d5f8c55d642062949dcae49bc4e7ef43d388c5a12f42b5633d163e',
  );
});

test('what is wrong is said in a sentence that names the field', () => {
  const cases: readonly (readonly [change: (json: ReturnType<typeof mock>) => unknown, message: RegExp])[] = [
    [() => 7, /"transaction" should be an object/],
    [() => ({}), /"transaction" has no "mock_info"/],
    [(json) => ({ ...json, tx: { ...json.tx, inputs: 'x' } }), /"transaction\.tx\.inputs" should be a list/],
    [
      (json) => ({ ...json, tx: { ...json.tx, witnesses: ['0x1'] } }),
      /"transaction\.tx\.witnesses\[0\]" should be bytes/,
    ],
    [(json) => ({ ...json, tx: { ...json.tx, header_deps: [hash('03')] } }), /"transaction\.tx\.header_deps\[0\]"/],
    [(json) => ({ ...json, tx: { ...json.tx, inputs: [input, input] } }), /consume the same cell/],
    [
      (json) => ({ ...json, mock_info: { ...json.mock_info, inputs: [] } }),
      /"transaction\.tx\.inputs\[0\]" consumes is not among/,
    ],
    [
      (json) => ({ ...json, mock_info: { ...json.mock_info, cell_deps: [] } }),
      /"transaction\.tx\.cell_deps\[0\]" is not among/,
    ],
    [
      (json) => ({ ...json, tx: { ...json.tx, cell_deps: [{ ...dep, dep_type: 'dep_group' }] } }),
      /is no list of out points/,
    ],
    [
      (json) => ({ ...json, tx: { ...json.tx, cell_deps: [{ ...dep, dep_type: 'both' }] } }),
      /dep_type" should be one of "code", "dep_group"/,
    ],
    [
      (json) => ({
        ...json,
        tx: { ...json.tx, cell_deps: [{ ...dep, out_point: { tx_hash: '0x00', index: '0x0' } }] },
      }),
      /should be a hash/,
    ],
    [
      (json) => ({ ...json, tx: { ...json.tx, witnesses: ['0x{{ data other }}'] } }),
      /"other" is named inside the transaction/,
    ],
    [(json) => ({ ...json, tx: { ...json.tx, witnesses: ['0x{{ ref_type x }}'] } }), /no "def_type x" makes/],
  ];
  for (const [change, message] of cases) {
    assert.throws(
      () => load(change(mock())),
      (error) => error instanceof LoadError && error.property === 'transaction' && message.test(error.message),
      String(message),
    );
  }
  assert.throws(() => parseTransaction('{', 'tx.json'), /tx\.json is not valid JSON/);
});
