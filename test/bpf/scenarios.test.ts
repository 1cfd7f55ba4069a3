import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { solana } from '../../engines/bpf/index.ts';
import { encodeBase58 } from '../../engines/bpf/solana/base58.ts';
import { type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import { findProgramAddress } from '../../engines/bpf/solana/program-address.ts';
import { type JsonSchema, type LaunchProperties, LoadError } from '../../engines/engine.ts';
import type { Scope, Value } from '../../engines/machine.ts';
import { type Disk, programOf, runOf, targetOf } from './scenarios.ts';

const uri = (path: string): string => `file:///w/${path}`;
const bytes = (content: unknown): Uint8Array =>
  new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
const diskOf = (files: Readonly<Record<string, unknown>>): Disk =>
  new Map(
    Object.entries(files).map(([path, content]) => [
      uri(path),
      content instanceof Uint8Array ? content : bytes(content),
    ]),
  );

const nothing = 'entrypoint:\n  mov64 r0, 0\n  exit\n';
/** Adds the byte of its instruction data to the first byte of its first account's data. */
const adder = `
entrypoint:
  ldxb r3, [r1+96]
  ldxb r4, [r2+0]
  add64 r3, r4
  stxb [r1+96], r3
  mov64 r0, 0
  exit
`;

const key = (byte: number): Key => keyOf(new Uint8Array(32).fill(byte));

/** A machine before its first step, made from a scenario beside a program. */
const start = async (scenario: LaunchProperties, files: Readonly<Record<string, unknown>> = {}) => {
  const disk = diskOf({ 'x.sbpf': nothing, 's.gaslamp.json': { program: 'x.sbpf', ...scenario }, ...files });
  const program = await programOf({ program: uri('s.gaslamp.json') }, disk);
  const machine = program.start();
  const { chain } = (machine as Awaited<ReturnType<typeof runOf>>['machine']).runtime;
  const { setup } = machine as Awaited<ReturnType<typeof runOf>>['machine'];
  const named = (name: string): Key => {
    const found = [...chain.accounts.all.entries()].find(([each]) => setup.nameOf(each) === name)?.[0];
    assert.ok(found, `${name} is not there`);
    return found;
  };
  const account = (name: string) => setup.chain().accounts.get(named(name));
  return { program, machine, chain, named, account, transaction: chain.transaction };
};

const fails = async (
  scenario: LaunchProperties,
  expected: { readonly property?: string; readonly path?: string; readonly says: RegExp },
  files: Readonly<Record<string, unknown>> = {},
) =>
  assert.rejects(start(scenario, files), (error) => {
    assert.ok(error instanceof LoadError, String(error));
    assert.match(error.message, expected.says);
    if (expected.property !== undefined) assert.equal(error.property, expected.property);
    if (expected.path !== undefined) assert.equal(error.path, expected.path);
    return true;
  });

describe('accounts', () => {
  test('in all encodings', async () => {
    const { account } = await start(
      {
        accounts: {
          hex: { data: '0x00ff' },
          plain: { data: '00ff' },
          base58: { data: [encodeBase58(Uint8Array.of(0, 255)), 'base58'] },
          base64: { data: ['AP8=', 'base64'] },
          text: { data: ['hé', 'utf8'] },
          file: { data: { file: 'state.bin' } },
          larger: { data: '0x0102', size: 4 },
          poor: { lamports: '7', owner: 'hex' },
        },
      },
      { 'state.bin': Uint8Array.of(9, 8) },
    );
    for (const name of ['hex', 'plain', 'base58', 'base64'])
      assert.deepEqual(account(name).data, Uint8Array.of(0, 255), name);
    assert.deepEqual(account('text').data, new TextEncoder().encode('hé'));
    assert.deepEqual(account('file').data, Uint8Array.of(9, 8));
    assert.deepEqual(account('larger').data, Uint8Array.of(1, 2, 0, 0));
    assert.equal(account('poor').lamports, 7n);
  });

  test('as "solana account" prints them, in the scenario and in a file', async () => {
    // What the tool prints, number for number: the last but one is more than JSON can hold.
    const text = `{ "pubkey": "${key(5)}", "account": { "lamports": 1461600, "data": ["AQI=", "base64"],
      "owner": "${key(6)}", "executable": false, "rentEpoch": 18446744073709551615, "space": 2 } }`;
    const printed = JSON.parse(text);
    const { chain } = await start(
      { accounts: { inFile: 'mint.json', literal: { ...printed, pubkey: key(7) } } },
      { 'mint.json': text },
    );
    for (const each of [key(5), key(7)]) {
      const { lamports, data, owner } = chain.accounts.get(each);
      assert.deepEqual([lamports, data, owner], [1461600n, Uint8Array.of(1, 2), key(6)]);
    }
  });

  test('at addresses that are derived', async () => {
    const { named } = await start({
      programId: key(9),
      accounts: {
        alice: { key: key(1) },
        vault: { pda: { seeds: ['vault', { account: 'alice' }, { hex: '00ff' }, { u16: 513 }] } },
        other: { pda: { program: key(8), seeds: [{ account: 'vault' }] } },
      },
    });
    const seeds = [bytes('vault'), new Uint8Array(32).fill(1), Uint8Array.of(0, 255), Uint8Array.of(1, 2)];
    assert.equal(named('vault'), findProgramAddress(seeds, key(9))?.key);
  });

  test('that the chain has are kept as far as nothing else is said', async () => {
    const { chain } = await start({ accounts: { [wellKnown.rent]: { lamports: 5 } } });
    const { lamports, data, owner } = chain.accounts.get(wellKnown.rent);
    assert.deepEqual([lamports, data.length], [5n, 17]);
    assert.match(owner, /^Sysvar1/);
  });

  test('of 10 MiB, and no larger', async () => {
    const most = 10 * 1024 * 1024;
    const { account } = await start({ accounts: { big: { size: most } } });
    assert.equal(account('big').data.length, most);
    await fails(
      { accounts: { big: { size: most + 1 } } },
      { path: 'accounts.big.size', says: /at most 10485760 bytes/ },
    );
    const file = { 'big.bin': new Uint8Array(most + 1) };
    await fails(
      { accounts: { big: { data: { file: 'big.bin' } } } },
      { property: 'accounts', says: /at most 10485760 bytes/ },
      file,
    );
  });

  test('that make no sense', async () => {
    await fails({ accounts: [] }, { property: 'accounts', says: /an account for each name/ });
    await fails({ accounts: { a: 7 } }, { path: 'accounts.a', says: /an account, or the name of a JSON file/ });
    await fails({ accounts: { a: { lamport: 7 } } }, { property: 'accounts', says: /did you mean "lamports"/ });
    await fails({ accounts: { a: { lamports: -1 } } }, { path: 'accounts.a.lamports', says: /2\^64/ });
    await fails({ accounts: { a: { data: '0x0' } } }, { path: 'accounts.a.data', says: /hexadecimal/ });
    await fails(
      { accounts: { a: { data: ['x', 'base99'] } } },
      { path: 'accounts.a.data[1]', says: /"base58", "base64", "hex", "utf8"/ },
    );
    await fails(
      { accounts: { a: { data: ['0', 'base58'] } } },
      { path: 'accounts.a.data[0]', says: /in the encoding "base58"/ },
    );
    await fails(
      { accounts: { a: { data: ['1'.repeat(9999), 'base58'] } } },
      { path: 'accounts.a.data[0]', says: /base64/ },
    );
    await fails(
      { accounts: { a: { owner: `${key(3)}xxx` } } },
      { path: 'accounts.a.owner', says: /a key of 32 bytes/ },
    );
    await fails({ accounts: { a: { key: 'x' } } }, { path: 'accounts.a.key', says: /a key to the base 58/ });
    await fails(
      { accounts: { a: { key: key(1), pda: { seeds: [] } } } },
      { path: 'accounts.a', says: /not with both/ },
    );
    await fails(
      { accounts: { a: { key: key(1) }, [key(1)]: {} } },
      { path: `accounts.${key(1)}`, says: /"a" and .* are the same account/ },
    );
    await fails(
      { accounts: { a: { pda: { seeds: [{ account: 'a' }] } } } },
      { path: 'accounts.a.pda', says: /derived from itself/ },
    );
    await fails(
      { accounts: { a: { pda: { seeds: ['x'.repeat(33)] } } } },
      { path: 'accounts.a.pda', says: /No address/ },
    );
    await fails(
      { accounts: { a: { pda: { seeds: [{ u8: 1, hex: '' }] } } } },
      { path: 'accounts.a.pda.seeds[0]', says: /"u64": 7/ },
    );
    await fails(
      { accounts: { a: 'a.json' } },
      { property: 'accounts', says: /"a.json" is not valid JSON: / },
      { 'a.json': '{' },
    );
    await fails(
      { accounts: { a: 'a.json' } },
      { property: 'accounts', says: /an account, or the name/ },
      { 'a.json': '[]' },
    );
    await fails({ accounts: { [key(1)]: {} }, programId: key(1) }, { says: /stands where x should be placed/ });
  });
});

describe('programs', () => {
  test('have keys of their own, or those that are given', async () => {
    const first = await start({});
    const second = await start({ programId: key(4) });
    assert.notEqual(first.transaction.instructions[0]?.program, key(4));
    assert.equal(second.transaction.instructions[0]?.program, key(4));
  });

  test('have the key of the keypair beside them', async () => {
    const keypair = [...new Uint8Array(32).fill(1), ...new Uint8Array(32).fill(5)];
    const { program, transaction } = await start({}, { 'x-keypair.json': keypair });
    assert.equal(transaction.instructions[0]?.program, key(5));
    assert.match(program.remarks?.join('\n') ?? '', /x-keypair.json/);
    const broken = await start({}, { 'x-keypair.json': [1, 2] });
    assert.notEqual(broken.transaction.instructions[0]?.program, key(5));
  });

  test('lie as their loaders put them', async () => {
    for (const [loader, owner] of [
      [1, wellKnown.loader1],
      [2, wellKnown.loader2],
      [3, wellKnown.loader3],
    ] as const) {
      const { account, machine } = await start({ loader });
      assert.equal(account('x').owner, owner);
      assert.equal(account('x').executable, true);
      const stop = machine.run({}, 100);
      assert.ok(stop.kind === 'ended' && stop.outcome.ok);
    }
    await fails({ loader: 4 }, { property: 'loader', says: /1, 2 or 3/ });
  });

  test('that are called bring their own sources', async () => {
    const { program } = await start(
      { programs: { helper: 'a.sbpf', twin: 'b.sbpf' } },
      { 'a.sbpf': adder, 'b.sbpf': adder },
    );
    assert.deepEqual(
      program.codes.map(({ name }) => name),
      ['x', 'a'],
    );
    assert.deepEqual(
      program.sources.flatMap(({ uris }) => uris),
      [uri('x.sbpf'), uri('a.sbpf'), uri('b.sbpf')],
    );
  });

  test('of assembly and of files, by name and key', async () => {
    const files = { 'a.sbpf': nothing };
    const { machine, transaction, named } = await start(
      {
        programs: { helper: 'a.sbpf', [key(3)]: { file: 'a.sbpf', loader: 2 } },
        instructions: [{ program: 'helper' }, { program: key(3) }, {}],
      },
      files,
    );
    assert.deepEqual(
      transaction.instructions.map(({ program }) => program),
      [named('helper'), key(3), named('x')],
    );
    const stop = machine.run({}, 100);
    assert.ok(stop.kind === 'ended' && stop.outcome.ok);
    await fails({ programs: { helper: 'a.sbpf' } }, { says: /a.sbpf does not assemble/ }, { 'a.sbpf': 'foo' });
    await fails({ programs: { helper: 'a.so' } }, { says: /a.so/ }, { 'a.so': 'foo' });
    await fails({ programs: { helper: { fil: 'a' } } }, { says: /did you mean "file"/ });
    await fails({ programs: { helper: { loader: 1 } } }, { says: /needs "file"/ });
  });
});

describe('transactions', () => {
  test('sign what is asked for', async () => {
    const { transaction } = await start({
      accounts: { a: {}, b: {}, c: {} },
      payer: 'a',
      signers: ['b'],
      instructions: [{ accounts: ['a', 'b', { account: 'c', writable: false }, { account: 'd', signer: true }] }],
    });
    const rights = transaction.instructions[0]?.accounts.map(({ isSigner, isWritable }) => [isSigner, isWritable]);
    assert.deepEqual(rights, [
      [true, true],
      [true, true],
      [false, false],
      [true, true],
    ]);
    await fails({ signers: ['nobody'] }, { property: 'signers', says: /"nobody" is one of the signers/ });
  });

  test('without a scenario have a payer and a state, and say so', async () => {
    const disk = diskOf({ 'x.sbpf': nothing });
    const { program, outcome, machine } = await runOf({ program: uri('x.sbpf') }, disk);
    assert.ok(outcome.ok);
    assert.equal(machine.runtime.chain.transaction.instructions[0]?.accounts.length, 2);
    assert.match(program.remarks?.join('\n') ?? '', /"state", 128 bytes that x owns/);
  });

  test('with accounts and no instruction get all of them', async () => {
    const { program, transaction } = await start({ accounts: { a: {}, b: {} } });
    assert.equal(transaction.instructions[0]?.accounts.length, 3);
    assert.match(program.remarks?.join('\n') ?? '', /the accounts payer, a, b/);
  });

  test('that name an account that is not given doubt it', async () => {
    const { program } = await start({ accounts: { counter: {} }, instructions: [{ accounts: ['conuter'] }] });
    assert.match(program.remarks?.join('\n') ?? '', /"conuter" is not among .* "counter"/);
  });

  test('of too many accounts are refused by the chain', async () => {
    const accounts = Array.from({ length: 100 }, (_, i) => `account ${i}`);
    const { machine } = await start({ instructions: [{ accounts }] });
    const stop = machine.run({}, 1);
    assert.ok(stop.kind === 'ended');
    assert.match(stop.outcome.text, /locked too many accounts/);
  });

  test('run at the time that is given', async () => {
    const { chain } = await start({ clock: { slot: 5, epoch: 6, unixTimestamp: 7 } });
    const clock = new BigUint64Array(chain.accounts.get(wellKnown.clock).data.slice().buffer);
    assert.deepEqual([...clock], [5n, 0n, 6n, 0n, 7n]);
    await fails({ clock: { slott: 1 } }, { says: /did you mean "slot"/ });
  });

  test('in an epoch with the stake that is given', async () => {
    const text = `
      mov64 r6, r1
      mov64 r1, 0
      call sol_get_epoch_stake
      mov64 r7, r0
      mov64 r1, r6
      add64 r1, 16            # the key of the first account
      call sol_get_epoch_stake
      mov64 r1, r7
      mov64 r2, r0
      call sol_log_64_
      mov64 r0, 0
      exit`;
    const epochStake = { vote: '0x100', other: 2 };
    const { machine } = await start({ instructions: [{ accounts: ['vote'] }], epochStake }, { 'x.sbpf': text });
    const logs: string[] = [];
    machine.observer = { output: ({ text }) => logs.push(text) };
    machine.run({}, 100);
    assert.match(logs.join('\n'), /Program log: 0x102, 0x100, /);
    await fails({ epochStake: { vote: -1 } }, { property: 'epochStake', says: /2\^64|number/ });
  });

  test('with features', async () => {
    const { chain } = await start({ features: { enable_sha512_syscall: true, deplete_cu_meter_on_vm_failure: false } });
    assert.ok(chain.features.has('enable_sha512_syscall'));
    assert.ok(!chain.features.has('deplete_cu_meter_on_vm_failure'));
    await fails(
      { features: { enable_sha511_syscall: true } },
      { property: 'features', says: /did you mean "enable_sha512_syscall"/ },
    );
  });

  test('that make no sense', async () => {
    await fails({ instruction: [] }, { property: 'instruction', says: /did you mean "instructions"|"instruction"/ });
    await fails(
      { instructions: [{ data: '00', instruction: 'x' }] },
      { path: 'instructions[0]', says: /not with both/ },
    );
    await fails({ instructions: [{ accounts: { a: 'b' } }] }, { path: 'instructions[0].accounts', says: /a list/ });
    await fails({ instructions: [{ accounts: [7] }] }, { path: 'instructions[0].accounts[0]', says: /a key or name/ });
    await fails({ instructions: [{ instruction: 'x' }] }, { path: 'instructions[0]', says: /There is no IDL for x/ });
    await fails({ payer: 7 }, { property: 'payer', says: /text/ });
  });
});

const idl = {
  address: key(9),
  metadata: { name: 'adder', version: '0.1.0', spec: '0.1.0' },
  instructions: [
    {
      name: 'add',
      discriminator: [],
      accounts: [
        { name: 'sum', writable: true },
        { name: 'who', signer: true },
      ],
      args: [{ name: 'amount', type: 'u8' }],
    },
  ],
  accounts: [
    { name: 'Sum', discriminator: [] },
    { name: 'Tagged', discriminator: [7, 7] },
  ],
  types: [
    {
      name: 'Sum',
      type: {
        kind: 'struct',
        fields: [
          { name: 'total', type: 'u8' },
          { name: 'owner', type: { option: 'pubkey' } },
        ],
      },
    },
    { name: 'Tagged', type: { kind: 'struct', fields: [{ name: 'n', type: 'u32' }] } },
  ],
};

describe('IDLs', () => {
  const scenario = {
    program: 'target/deploy/adder.sbpf',
    accounts: {
      sum: { owner: 'program', data: { account: 'Sum', value: { total: 40 } } },
      tagged: { owner: 'program', data: { account: 'Tagged', value: { n: 5 } } },
    },
    instructions: [
      { instruction: 'add', args: { amount: 2 } },
      { instruction: 'add', args: { amount: 3 }, accounts: { sum: 'sum', who: 'payer' } },
    ],
  };
  const files = { 'target/deploy/adder.sbpf': adder };

  test('are found where Anchor leaves them, and give key, data and instructions', async () => {
    const { machine, program, account, transaction, chain } = await start(scenario, {
      ...files,
      'target/idl/adder.json': idl,
    });
    assert.equal(transaction.instructions[0]?.program, key(9));
    assert.match(program.remarks?.join('\n') ?? '', /known from adder.json/);
    assert.deepEqual(account('sum').data, Uint8Array.of(40, 0));
    assert.deepEqual(account('tagged').data, Uint8Array.of(7, 7, 5, 0, 0, 0));
    const stop = machine.run({}, 100);
    assert.ok(stop.kind === 'ended' && stop.outcome.ok);
    const sum = transaction.instructions[0]?.accounts[0]?.key ?? '';
    assert.deepEqual(chain.accounts.get(sum).data, Uint8Array.of(45, 0));
  });

  test('are named by the scenario, an instruction or an account', async () => {
    const named = { ...files, 'other.json': idl };
    const first = await start({ ...scenario, idl: 'other.json' }, named);
    const inPlace = {
      ...scenario,
      programId: key(9),
      accounts: { sum: { owner: 'program', data: { ...scenario.accounts.sum.data, idl: 'other.json' } } },
      instructions: [{ ...scenario.instructions[0], idl: 'other.json' }],
    };
    const second = await start(inPlace, named);
    assert.deepEqual(second.transaction.instructions[0], first.transaction.instructions[0]);
    assert.deepEqual(second.account('sum').data, first.account('sum').data);
  });

  test('that are broken are left aside beside a program, and an error where they are named', async () => {
    const broken = { ...files, 'target/idl/adder.json': '{' };
    const { program } = await start({ program: scenario.program }, broken);
    assert.match(program.remarks?.join('\n') ?? '', /adder.json was left aside/);
    await fails({ ...scenario, idl: 'target/idl/adder.json' }, { property: 'idl', says: /is no IDL/ }, broken);
  });

  test('name the value at fault', async () => {
    const whole = { ...files, 'target/idl/adder.json': idl };
    const call = (each: unknown) => ({ ...scenario, instructions: [each] });
    await fails(
      call({ instruction: 'add', args: { amount: 256 } }),
      { path: 'instructions[0].args.amount', says: /below 2\^8/ },
      whole,
    );
    await fails(call({ instruction: 'ad' }), { path: 'instructions[0]', says: /did you mean "add"/ }, whole);
    await fails(
      call({ instruction: 'add', args: { amount: 1 }, accounts: { summ: 'x' } }),
      { path: 'instructions[0]', says: /did you mean "sum"/ },
      whole,
    );
    const accounts = { sum: { owner: 'program', data: { account: 'Summ', value: {} } } };
    await fails({ ...scenario, accounts }, { path: 'accounts.sum.data', says: /did you mean "Sum"/ }, whole);
    const unfit = { sum: { owner: 'program', data: { account: 'Sum', value: { total: -1 } } } };
    await fails({ ...scenario, accounts: unfit }, { path: 'accounts.sum.data.value.total', says: /below 2\^8/ }, whole);
  });

  test('show what accounts hold, each field where it lies', async () => {
    const { machine } = await start(
      { ...scenario, instructions: [{ accounts: ['tagged'], data: '00' }] },
      { ...files, 'target/idl/adder.json': idl },
    );
    const scope = (id: string): Scope | undefined =>
      machine.scopes(machine.frames(machine.unit)[0]!.id).find((each) => each.id === id);
    const all = (values: Value | undefined): readonly Value[] => values?.children?.get(0, 99) ?? [];
    const account = scope('accounts')?.values.get(0, 1)[0];
    const value = all(account).find(({ name }) => name === 'value');
    assert.equal(value?.text, 'Tagged');
    const [n] = all(value);
    assert.deepEqual([n?.name, n?.text, n?.number], ['n', '5', 5n]);
    assert.ok(n?.location);
    machine.write(n.location, Uint8Array.of(1, 2, 0, 0));
    const after = scope('accounts')?.values.get(0, 1)[0];
    assert.equal(all(all(after).find(({ name }) => name === 'value'))[0]?.text, '513');
  });
});

test('every property says what it is for', () => {
  const silent: string[] = [];
  const look = (schema: JsonSchema | boolean | undefined, path: string): void => {
    if (typeof schema !== 'object') return;
    for (const [name, each] of Object.entries(schema.properties ?? {})) {
      if (!each.description) silent.push(`${path}.${name}`);
      look(each, `${path}.${name}`);
    }
    for (const part of [schema.items, schema.additionalProperties]) {
      const own = typeof part === 'object' ? part.description : undefined;
      if (own !== undefined && (own === schema.description || !/^[A-Z].*\.$/.test(own))) silent.push(`${path}[]`);
    }
    look(schema.items, `${path}[]`);
    look(schema.additionalProperties, `${path}.*`);
  };
  look({ properties: solana.launch }, '');
  assert.deepEqual(silent, []);
});

test('what an error means is taken from the IDL', async () => {
  const failing = 'entrypoint:\n  mov64 r0, 6001\n  exit\n';
  const errors = [{ code: 6001, name: 'TooLate', msg: 'It is too late.' }];
  const disk = diskOf({ 'x.sbpf': failing, 'x.idl.json': { ...idl, errors } });
  const { outcome } = await runOf({ program: uri('x.sbpf') }, disk);
  assert.match(outcome.text, /custom program error: 0x1771 \(TooLate: It is too late\)\. The transaction/);
});

test("errors of Anchor's own are known to every IDL, and a program may say another thing of a number", async () => {
  const errors = [{ code: 3012, name: 'Mine' }];
  for (const [number, errorsOfIdl, expected] of [
    [3012, [], /0xbc4 \(AccountNotInitialized: an account is not there yet\)\./],
    [2034, [], /0x7f2 \(ConstraintMintCloseAuthorityExtensionAuthority\)\./],
    [3017, [], /\(AccountDuplicateReallocs\)\./],
    [4100, [], /\(DeclaredProgramIdMismatch: the program lies at another key/],
    [3012, errors, /0xbc4 \(Mine\)\./],
  ] as const) {
    const failing = `entrypoint:\n  mov64 r0, ${number}\n  exit\n`;
    const disk = diskOf({ 'x.sbpf': failing, 'x.idl.json': { ...idl, errors: errorsOfIdl } });
    assert.match((await runOf({ program: uri('x.sbpf') }, disk)).outcome.text, expected);
  }
});

test('what no IDL is known for may be an error of Anchor, which is said', async () => {
  const failing = 'entrypoint:\n  mov64 r0, 4100\n  exit\n';
  const { outcome } = await runOf({ program: uri('x.sbpf') }, diskOf({ 'x.sbpf': failing }));
  assert.match(outcome.text, /0x1004 \(DeclaredProgramIdMismatch: .* "programId", if it was built with Anchor\)\./);
});

test('an account that is new is told by its fields', async () => {
  const fields = [{ name: 'count', type: 'u64' }];
  const counter = {
    instructions: [],
    accounts: [{ name: 'Counter', discriminator: [] }],
    types: [{ name: 'Counter', type: { kind: 'struct', fields } }],
  };
  const create = {
    ...{ program: 'System Program', instruction: 'createAccount' },
    args: { lamports: 2_000_000, space: 8, owner: 'program' },
    accounts: { newAccount: 'fresh' },
  };
  const { machine } = await start(
    { accounts: { fresh: { lamports: 0 } }, instructions: [create] },
    { 'x.idl.json': counter },
  );
  machine.run({}, 1000);
  assert.deepEqual(
    machine.changes?.().find(({ name }) => name === 'fresh data.count'),
    { name: 'fresh data.count', before: '', after: '0' },
  );
});

test('accounts in groups of an IDL are found by seeds with the name of the group in front', async () => {
  const seeds = [{ kind: 'account', path: 'people.alice' }];
  const accounts = [
    { name: 'people', accounts: [{ name: 'alice' }] },
    { name: 'vault', pda: { seeds } },
  ];
  const grouped = { ...idl, instructions: [{ name: 'go', discriminator: [1], accounts, args: [] }] };
  const { transaction } = await start(
    { programId: key(9), accounts: {}, instructions: [{ instruction: 'go', accounts: { alice: key(3) } }] },
    { 'x.idl.json': grouped },
  );
  const [, vault] = transaction.instructions[0]?.accounts ?? [];
  assert.equal(vault?.key, findProgramAddress([new Uint8Array(32).fill(3)], key(9))?.key);
});

test('every name of a file starts from the scenario', async () => {
  const files = [
    'x.sbpf',
    'main.idl',
    'a.json',
    'b.bin',
    'b.idl',
    'c.bin',
    'd.sbpf',
    'e.sbpf',
    'e.idl',
    'f.bin',
    'g.idl',
  ];
  const { files: found } = await targetOf(
    { program: uri('s.gaslamp.json') },
    diskOf({
      's.gaslamp.json': {
        program: 'x.sbpf',
        idl: 'sub/main.idl',
        accounts: {
          a: 'sub/a.json',
          b: { data: { file: 'sub/b.bin' } },
          v: { data: { account: 'V', value: {}, idl: 'sub/b.idl' } },
          c: { account: { data: { file: 'sub/c.bin' } } },
        },
        programs: { d: 'sub/d.sbpf', e: { file: 'sub/e.sbpf', idl: 'sub/e.idl' } },
        instructions: [{ data: { file: 'sub/f.bin' } }, { instruction: 'g', idl: 'sub/g.idl' }],
      },
      'x.sbpf': nothing,
      ...Object.fromEntries(files.map((name) => [`sub/${name}`, ''])),
    }),
  );
  assert.deepEqual(
    [...found.keys()].toSorted(),
    files
      .slice(1)
      .map((name) => uri(`sub/${name}`))
      .toSorted(),
  );
});
