import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findProgramAddress } from '../../engines/bpf/solana/program-address.ts';
import type { Scope, Value } from '../../engines/machine.ts';
import { adder, diskOf, fails, key, start, uri } from './scenario-steps.ts';
import { runOf } from './scenarios.ts';

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
