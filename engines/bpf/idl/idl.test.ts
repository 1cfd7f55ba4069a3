import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadError } from '../../engine.ts';
import type { Location, Value } from '../../machine.ts';
import { bytesOfKey, isKey, keyOf, wellKnown } from '../solana/keys.ts';
import { findProgramAddress } from '../solana/program-address.ts';
import { token2022, tokenProgram } from './conventions.ts';
import { encode } from './encode.ts';
import { encodeCall, instructionNamed } from './instruction.ts';
import { knownIdls } from './known.ts';
import { decodeData } from './layout.ts';
import { readIdl } from './read.ts';
import { IdlError, newWork, sizeOf } from './shapes.ts';
import type { Idl, IdlType } from './types.ts';

const alice = keyOf(new Uint8Array(32).fill(3));
const program = keyOf(new Uint8Array(32).fill(9));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const file = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
const read = (json: unknown): Idl => readIdl(file(json), 'x.json', 'idl');
const context = ({ types }: Pick<Idl, 'types'>) => ({
  types,
  keyBytes: (text: string) => bytesOfKey(isKey(text) ? text : alice),
});

/** An IDL whose types are these, and one more called `T`. */
const withType = (type: unknown, types: readonly unknown[] = []): { idl: Idl; type: IdlType } => {
  const idl = read({ instructions: [], types: [{ name: 'T', type: { kind: 'alias', value: type } }, ...types] });
  return { idl, type: { kind: 'defined', name: 'T', generics: [] } };
};
const written = (type: unknown, value: unknown, types?: readonly unknown[]): string => {
  const { idl, type: whole } = withType(type, types);
  return hex(encode(whole, value, 'args.x', context(idl)));
};
const point = {
  name: 'Point',
  type: {
    kind: 'struct',
    fields: [
      { name: 'x_axis', type: 'u8' },
      { name: 'y', type: 'i16' },
    ],
  },
};
const shape = {
  name: 'Shape',
  type: {
    kind: 'enum',
    variants: [
      { name: 'Empty' },
      { name: 'Circle', fields: [{ name: 'radius', type: 'u16' }] },
      { name: 'Pair', fields: ['u8', { option: 'bool' }] },
    ],
  },
};
const pair = {
  name: 'Pair',
  generics: [
    { kind: 'type', name: 'A' },
    { kind: 'const', name: 'N', type: 'usize' },
  ],
  type: { kind: 'struct', fields: [{ name: 'all', type: { array: [{ generic: 'A' }, { generic: 'N' }] } }] },
};
const pairOf = (type: string, length: string) => ({
  defined: {
    name: 'Pair',
    generics: [
      { kind: 'type', type },
      { kind: 'const', value: length },
    ],
  },
});

describe('values of JSON as Borsh writes them', () => {
  const cases: readonly (readonly [type: unknown, value: unknown, bytes: string, types?: readonly unknown[]])[] = [
    ['bool', true, '01'],
    ['u8', 255, 'ff'],
    ['i8', -1, 'ff'],
    ['u16', '0x1234', '3412'],
    ['i32', '-2', 'feffffff'],
    ['u64', '18446744073709551615', 'ffffffffffffffff'],
    ['u128', '1', '01'.padEnd(32, '0')],
    ['i128', -1, 'f'.repeat(32)],
    ['u256', '0x0100', '0001'.padEnd(64, '0')],
    ['f32', 1, '0000803f'],
    ['f64', -2, '00000000000000c0'],
    ['string', 'hé', '0300000068c3a9'],
    ['bytes', '0x00ff', '0200000000ff'],
    ['bytes', ['AP8=', 'base64'], '0200000000ff'],
    ['bytes', [1, 2], '020000000102'],
    ['pubkey', alice, '03'.repeat(32)],
    ['publicKey', 'a name', '03'.repeat(32)],
    [{ option: 'u16' }, null, '00'],
    [{ option: 'u16' }, 7, '010700'],
    [{ coption: 'u16' }, null, '000000000000'],
    [{ coption: 'u16' }, 7, '010000000700'],
    [{ vec: 'u16' }, [1, 2], '0200000001000200'],
    [{ vec: 'u8' }, '0x0a0b', '020000000a0b'],
    [{ vec: 'u16' }, Array(200_000).fill(7), `400d0300${'0700'.repeat(200_000)}`],
    [{ hashSet: 'u16' }, [1, 2], '0200000001000200'],
    [{ hashMap: ['string', 'u8'] }, { a: 7 }, '01000000010000006107'],
    [{ bTreeMap: ['u8', 'u8'] }, [[5, 7]], '010000000507'],
    [{ array: ['u8', 3] }, '0x0a0b0c', '0a0b0c'],
    [{ array: [{ vec: 'bool' }, 2] }, [[true], []], '010000000100000000'],
    [{ tuple: ['u8', 'bool'] }, [5, false], '0500'],
    [{ defined: 'Point' }, { xAxis: 1, y: -1 }, '01ffff', [point]],
    [{ defined: { name: 'Point' } }, { x_axis: 1, y: -1 }, '01ffff', [point]],
    [{ defined: 'Shape' }, 'Empty', '00', [shape]],
    [{ defined: 'Shape' }, { circle: { radius: 2 } }, '010200', [shape]],
    [{ defined: 'Shape' }, { Pair: [3, true] }, '02030101', [shape]],
    [pairOf('u16', '2'), { all: [1, 2] }, '01000200', [pair]],
  ];
  for (const [type, value, bytes, types] of cases)
    test(`${JSON.stringify(type)}: ${JSON.stringify(value).slice(0, 60)}`, () =>
      assert.equal(written(type, value, types), bytes));
});

describe('a value that does not fit names where it stands', () => {
  const cases: readonly (readonly [
    type: unknown,
    value: unknown,
    path: string,
    says: RegExp,
    types?: readonly unknown[],
  ])[] = [
    ['u8', 256, 'args.x', /below 2\^8/],
    ['u64', 2 ** 60, 'args.x', /as a string/],
    ['i8', -129, 'args.x', /8 bits with a sign/],
    ['u8', 1.5, 'args.x', /whole number/],
    ['bool', 1, 'args.x', /true or false/],
    ['string', 1, 'args.x', /text/],
    ['bytes', '0x0', 'args.x', /bytes/],
    ['bytes', ['x', 'base99'], 'args.x', /bytes/],
    [{ vec: 'u16' }, [1, 'x'], 'args.x[1]', /whole number/],
    [{ array: ['u16', 2] }, [1], 'args.x', /a list of 2 u16/],
    [{ defined: 'Point' }, { xAxis: 1, y: 1e9 }, 'args.x.y', /16 bits/, [point]],
    [{ defined: 'Point' }, { xAxis: 1 }, 'args.x', /needs "y", of type i16/, [point]],
    [{ defined: 'Point' }, { xAxes: 1, y: 2 }, 'args.x', /did you mean "x_axis"/, [point]],
    [{ defined: 'Shape' }, { circle: { radius: -1 } }, 'args.x.circle.radius', /2\^16/, [shape]],
    [{ defined: 'Shape' }, 'Square', 'args.x', /variants of Shape: Empty, Circle, Pair/, [shape]],
  ];
  for (const [type, value, path, says, types] of cases)
    test(`${JSON.stringify(type)}: ${JSON.stringify(value)}`, () =>
      assert.throws(
        () => written(type, value, types),
        (error) =>
          error instanceof LoadError && error.path === path && error.property === 'args' && says.test(error.message),
      ));
});

describe('types that mean nothing', () => {
  test('a type that is not defined', () =>
    assert.throws(
      () => written({ defined: 'Pont' }, {}, [point]),
      /does not define the type "Pont"; did it mean "Point"/,
    ));
  test('a type that stands for itself', () => {
    const self = { name: 'Self', type: { kind: 'alias', value: { defined: 'Self' } } };
    assert.throws(() => written({ defined: 'Self' }, 1, [self]), /holds itself/);
  });
  test('a type that holds itself', () => {
    const self = { name: 'Self', type: { kind: 'struct', fields: [{ name: 'inner', type: { defined: 'Self' } }] } };
    const { idl, type } = withType({ defined: 'Self' }, [self]);
    assert.throws(() => sizeOf(idl.types, type, newWork()), IdlError);
    assert.throws(() => written({ defined: 'Self' }, { inner: { inner: {} } }, [self]), /needs "inner"/);
  });
  test('a list that ends is no such type', () => {
    const node = {
      name: 'Node',
      type: {
        kind: 'struct',
        fields: [
          { name: 'n', type: 'u8' },
          { name: 'next', type: { option: { defined: 'Node' } } },
        ],
      },
    };
    assert.equal(written({ defined: 'Node' }, { n: 1, next: { n: 2, next: null } }, [node]), '01010200');
  });
  test('types that are more than anybody can look at', () => {
    const doubled = (i: number) => ({
      name: `D${i}`,
      type: {
        kind: 'struct',
        fields: ['a', 'b'].map((name) => ({ name, type: i === 0 ? 'u8' : { defined: `D${i - 1}` } })),
      },
    });
    const { idl, type } = withType(
      { defined: 'D60' },
      Array.from({ length: 61 }, (_, i) => doubled(i)),
    );
    assert.throws(() => sizeOf(idl.types, type, newWork()), /more types/);
  });
  for (const [says, json] of [
    ['no instructions', { name: 'x' }],
    ['should be a list', { instructions: [{ name: 'a', args: 7 }] }],
    ['instructions\\[0\\].args\\[0\\].type', { instructions: [{ name: 'a', args: [{ name: 'b', type: 'u7' }] }] }],
    ['types\\[0\\].type.kind', { instructions: [], types: [{ name: 'a', type: { kind: 'union' } }] }],
    ['address', { address: 'abc', instructions: [] }],
  ] as const)
    test(says, () => assert.throws(() => read(json), new RegExp(`"x.json" is no IDL: .*${says.split(' ').at(-1)}`)));
});

const newer = read({
  address: program,
  metadata: { name: 'counter', version: '0.1.0', spec: '0.1.0' },
  instructions: [
    {
      name: 'add_to',
      discriminator: [1, 2, 3, 4, 5, 6, 7, 8],
      accounts: [
        {
          name: 'counter',
          writable: true,
          pda: {
            seeds: [
              { kind: 'const', value: [99] },
              { kind: 'account', path: 'authority' },
              { kind: 'arg', path: 'name' },
            ],
          },
        },
        { name: 'authority', signer: true },
        { name: 'spare', optional: true, writable: true },
        { name: 'system_program', address: '11111111111111111111111111111111' },
      ],
      args: [
        { name: 'name', type: 'string' },
        { name: 'amount', type: 'u64' },
      ],
    },
  ],
  accounts: [{ name: 'Counter', discriminator: [9, 9, 9, 9, 9, 9, 9, 9] }],
  types: [
    {
      name: 'Counter',
      type: {
        kind: 'struct',
        fields: [
          { name: 'count', type: 'u64' },
          { name: 'names', type: { vec: 'string' } },
          { name: 'points', type: { vec: { defined: { name: 'Point' } } } },
          { name: 'shape', type: { defined: { name: 'Shape' } } },
        ],
      },
    },
    point,
    shape,
  ],
});

const older = read({
  version: '0.1.0',
  name: 'counter',
  instructions: [
    {
      name: 'addTo',
      accounts: [
        { name: 'counter', isMut: true, isSigner: false },
        { name: 'group', accounts: [{ name: 'inner', isMut: false, isSigner: true }] },
      ],
      args: [{ name: 'amount', type: 'u64' }],
    },
  ],
  accounts: [{ name: 'Counter', type: { kind: 'struct', fields: [{ name: 'count', type: 'u64' }] } }],
});

describe('calls by name', () => {
  const calling = (idl: Idl) => ({
    ...context(idl),
    accountNamed: (name: string) => keyOf(new TextEncoder().encode(name.padEnd(32, '.'))),
    dataOf: () => undefined,
  });
  const call = (
    idl: Idl,
    name: string,
    args: unknown,
    accounts: Parameters<typeof encodeCall>[2]['accounts'] = new Map(),
  ) =>
    encodeCall(
      { idl, program },
      instructionNamed(idl, name),
      { args, accounts, path: 'instructions[0]' },
      calling(idl),
    );

  test('accounts have the rights, addresses and derivations of the IDL', () => {
    const authority = { key: alice, signer: undefined, writable: undefined };
    const { data, accounts } = call(newer, 'addTo', { name: 'hi', amount: 5 }, new Map([['authority', authority]]));
    assert.equal(hex(data), '0102030405060708' + '020000006869' + '0500000000000000');
    assert.deepEqual(
      accounts.map(({ isSigner, isWritable }) => [isSigner, isWritable]),
      [
        [false, true],
        [true, false],
        [false, false],
        [false, false],
      ],
    );
    const [counter, signer, spare, system] = accounts.map(({ key }) => key);
    assert.equal(signer, alice);
    assert.equal(spare, program);
    assert.equal(system, '11111111111111111111111111111111');
    assert.notEqual(counter, keyOf(new TextEncoder().encode('counter'.padEnd(32, '.'))));
  });
  test('an address may be derived from a field of another account, if that is there', () => {
    const seeds = [
      { kind: 'account', path: 'counter.count', account: 'Counter' },
      { kind: 'arg', path: 'point.y' },
    ];
    const idl = read({
      instructions: [
        {
          name: 'go',
          discriminator: [1],
          accounts: [
            { name: 'vault', pda: { seeds, program: { kind: 'account', path: 'owner' } } },
            { name: 'counter' },
            { name: 'owner' },
          ],
          args: [{ name: 'point', type: { defined: { name: 'Point' } } }],
        },
      ],
      accounts: [{ name: 'Counter', discriminator: [9] }],
      types: [
        {
          name: 'Counter',
          type: {
            kind: 'struct',
            fields: [
              { name: 'name', type: 'string' },
              { name: 'count', type: 'u16' },
            ],
          },
        },
        point,
      ],
    });
    const vault = (data: Uint8Array) =>
      encodeCall(
        { idl, program },
        instructionNamed(idl, 'go'),
        { args: { point: { xAxis: 1, y: -2 } }, accounts: new Map(), path: 'instructions[0]' },
        { ...calling(idl), dataOf: () => ({ data, owner: program }) },
      ).accounts[0]?.key;
    const owner = keyOf(new TextEncoder().encode('owner'.padEnd(32, '.')));
    const expected = findProgramAddress([Uint8Array.of(5, 6), Uint8Array.of(0xfe, 0xff)], owner)?.key;
    assert.equal(vault(Uint8Array.of(9, 1, 0, 0, 0, 65, 5, 6)), expected);
    for (const data of [Uint8Array.of(9, 1, 0, 0, 0, 65, 5), Uint8Array.of(8, 1, 0, 0, 0, 65, 5, 6)])
      assert.throws(() => vault(data), /needs the seed "counter.count", which is not known/);
  });
  test('before 0.30 names say what comes first, and groups are flat', () => {
    const { data, accounts } = call(older, 'add_to', { amount: 1 });
    assert.equal(data.length, 16);
    assert.deepEqual(
      accounts.map(({ isSigner, isWritable }) => [isSigner, isWritable]),
      [
        [false, true],
        [true, false],
      ],
    );
  });
  test("Anchor's own discriminators", () => {
    const idl = read({
      instructions: ['initialize', 'increment'].map((name) => ({ name, accounts: [], args: [] })),
      accounts: [{ name: 'Counter', type: { kind: 'struct', fields: [] } }],
    });
    assert.deepEqual(
      [...idl.instructions, ...idl.accounts].map(({ discriminator }) => hex(discriminator)),
      ['afaf6d1f0d989bed', '0b12680968ae3b21', 'ffb004f5bcfd7c19'],
    );
  });
  test('accounts that every client knows need no address', () => {
    const accounts = ['systemProgram', 'token_program', 'rent'].map((name) => ({ name }));
    const idl = read({ instructions: [{ name: 'go', accounts, args: [] }] });
    assert.deepEqual(
      call(idl, 'go', {}).accounts.map(({ key }) => key),
      [wellKnown.systemProgram, tokenProgram, wellKnown.rent],
    );
  });
  test('what a person says comes before what the IDL says', () => {
    const unsigned = { key: alice, signer: false, writable: true };
    const { accounts } = call(older, 'addTo', { amount: 1 }, [unsigned, unsigned, unsigned]);
    assert.deepEqual(
      accounts.map(({ isSigner, isWritable }) => [isSigner, isWritable]),
      Array(3).fill([false, true]),
    );
  });
  test('mistakes are told by name', () => {
    assert.throws(() => call(newer, 'ad_to', {}), /counter has no instruction "ad_to"; did you mean "add_to"/);
    assert.throws(
      () => call(newer, 'addTo', { name: 'x', amout: 1 }),
      /"instructions\[0\].args" has no "amout"; did you mean "amount"/,
    );
    assert.throws(() => call(newer, 'addTo', { name: 'x' }), /needs "amount", of type u64/);
    const nobody = new Map([['autority', null]]);
    assert.throws(() => call(newer, 'addTo', { name: 'x', amount: 1 }, nobody), /did you mean "authority"/);
  });
});

describe('data of accounts', () => {
  const all = ({ children }: Value): readonly Value[] => children?.get(0, children.count) ?? [];
  const shown = (value: Value): unknown =>
    value.children ? { [`${value.name}: ${value.text}`]: all(value).map(shown) } : `${value.name}: ${value.text}`;
  const where = ({ location }: Value): Location | undefined => location;
  const decoded = (idl: Idl, data: Uint8Array) =>
    decodeData(idl, data, { space: 'data', nameOf: (key) => (key === alice ? 'alice' : key) });
  const value = { count: 300, names: ['a', 'bc'], points: [{ xAxis: 1, y: -2 }], shape: { Pair: [3, null] } };
  const counter: IdlType = { kind: 'defined', name: 'Counter', generics: [] };
  const data = Buffer.concat([Buffer.alloc(8, 9), encode(counter, value, 'value', context(newer)), Buffer.alloc(5)]);

  test('are what was written, with places', () => {
    const found = decoded(newer, data);
    assert.ok(found);
    assert.deepEqual(shown(found), {
      'value: Counter': [
        'count: 300',
        { 'names: 2 elements': ['0: "a"', '1: "bc"'] },
        { 'points: 1 element': [{ '0: Point': ['x_axis: 1', 'y: -2'] }] },
        { 'shape: Pair': ['0: 3', '1: none'] },
      ],
    });
    const [count, names] = all(found);
    assert.deepEqual(count && where(count), { space: 'data', at: 8n, size: 8 });
    assert.deepEqual(names && where(all(names)[1]!), { space: 'data', at: 25n, size: 6 });
  });
  test('are not shown if they are cut off, or something else', () => {
    for (let size = 0; size < data.length - 5; size++) assert.equal(decoded(newer, data.subarray(0, size)), undefined);
    assert.equal(decoded(newer, Buffer.alloc(100)), undefined);
  });
  test('a type that holds itself shows nothing', () => {
    const self = { name: 'Self', type: { kind: 'struct', fields: [{ name: 'inner', type: { defined: 'Self' } }] } };
    const idl = read({ instructions: [], accounts: [{ name: 'Self', discriminator: [1] }], types: [self] });
    assert.equal(decoded(idl, Uint8Array.of(1, 2, 3)), undefined);
  });
  test('a list that says it is longer than the account is none', () => {
    const idl = read({
      instructions: [],
      accounts: [{ name: 'L', discriminator: [1] }],
      types: [{ name: 'L', type: { kind: 'struct', fields: [{ name: 'l', type: { vec: 'u8' } }] } }],
    });
    assert.equal(decoded(idl, Uint8Array.of(1, 255, 255, 255, 255, 0)), undefined);
  });
  test('accounts of Token-2022 are known with extensions behind them', () => {
    const [plain, extended] = [knownIdls.get(tokenProgram), knownIdls.get(token2022)];
    assert.ok(plain && extended);
    const data = new Uint8Array(300);
    for (const [tag, kind] of [
      [1, 'Mint'],
      [2, 'Account'],
    ] as const) {
      data[165] = tag;
      assert.equal(decoded(extended, data)?.text, kind);
      assert.equal(decoded(plain, data), undefined);
    }
  });
  test('accounts of the Token Program are known by their size', () => {
    const idl = knownIdls.get(tokenProgram);
    assert.ok(idl);
    const account = { mint: alice, owner: program, amount: 77, state: 'Frozen', delegatedAmount: 0, isNative: 5 };
    const bytes = encode({ kind: 'defined', name: 'Account', generics: [] }, account, 'value', context(idl));
    assert.equal(bytes.length, 165);
    assert.equal(hex(bytes.subarray(64, 72)), '4d00000000000000');
    assert.equal(bytes[108], 2);
    assert.equal(hex(bytes.subarray(109, 121)), '010000000500000000000000');
    const found = decoded(idl, bytes);
    assert.ok(found);
    assert.deepEqual(
      all(found)
        .map(({ text }) => text)
        .slice(0, 5),
      [`alice (${alice})`, program, '77', 'none', 'Frozen'],
    );
    const mint = encode(
      { kind: 'defined', name: 'Mint', generics: [] },
      { supply: 1, decimals: 6, isInitialized: true },
      'value',
      context(idl),
    );
    assert.equal(mint.length, 82);
  });
});
