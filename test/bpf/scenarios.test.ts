import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { solana } from '../../engines/bpf/index.ts';
import { encodeBase58 } from '../../engines/bpf/solana/base58.ts';
import { wellKnown } from '../../engines/bpf/solana/keys.ts';
import { findProgramAddress } from '../../engines/bpf/solana/program-address.ts';
import type { JsonSchema } from '../../engines/engine.ts';
import { adder, bytes, diskOf, fails, key, nothing, start, uri } from './scenario-steps.ts';
import { runOf, targetOf } from './scenarios.ts';

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
