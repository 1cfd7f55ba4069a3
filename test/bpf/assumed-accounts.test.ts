import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { assumedOf } from '../../engines/bpf/idl/assumed.ts';
import { tokenProgram } from '../../engines/bpf/idl/conventions.ts';
import { readIdl } from '../../engines/bpf/idl/read.ts';
import { solana } from '../../engines/bpf/index.ts';
import { bytesOfKey, type Key, keyOf, wellKnown } from '../../engines/bpf/solana/keys.ts';
import type { SolanaMachine } from '../../engines/bpf/solana/machine.ts';
import { findProgramAddress } from '../../engines/bpf/solana/program-address.ts';
import { buildSamples } from '../../tools/samples.ts';
import { skipped } from './oracle.ts';
import { type Disk, programOf, runOf } from './scenarios.ts';

before(buildSamples);

const bytes = (content: unknown): Uint8Array =>
  new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
const constant = (text: string) => ({ kind: 'const', value: [...bytes(text)] });
const authority = { name: 'authority', signer: true, writable: true };
const system = { name: 'system_program', address: wellKnown.systemProgram };
const profile = {
  name: 'profile',
  writable: true,
  pda: { seeds: [constant('profile'), { kind: 'account', path: 'authority' }] },
};

/** As Anchor writes it for a program in which people have a profile, and write posts. */
const idl = {
  address: keyOf(new Uint8Array(32).fill(9)),
  metadata: { name: 'blog' },
  instructions: [
    { name: 'create_profile', discriminator: [1], accounts: [profile, authority, system], args: [] },
    {
      name: 'create_post',
      discriminator: [2],
      accounts: [
        profile,
        {
          name: 'post',
          writable: true,
          pda: { seeds: [constant('post'), { kind: 'account', path: 'profile.posts', account: 'Profile' }] },
        },
        authority,
        system,
      ],
      args: [],
    },
    { name: 'rename', discriminator: [3], accounts: [profile, authority], args: [{ name: 'name', type: 'string' }] },
    {
      name: 'reset',
      discriminator: [4],
      accounts: [
        { name: 'state', writable: true },
        { name: 'token_program', address: tokenProgram },
      ],
      args: [],
    },
    { name: 'spin', discriminator: [5], accounts: [{ name: 'endless', writable: true }], args: [] },
  ],
  accounts: [
    { name: 'Profile', discriminator: [1, 1, 1, 1, 1, 1, 1, 1] },
    { name: 'Post', discriminator: [2, 2, 2, 2, 2, 2, 2, 2] },
    { name: 'Endless', discriminator: [3, 3, 3, 3, 3, 3, 3, 3] },
  ],
  types: [
    {
      name: 'Profile',
      type: {
        kind: 'struct',
        fields: [
          { name: 'posts', type: 'u16' },
          { name: 'authority', type: 'pubkey' },
          { name: 'owner', type: { option: 'pubkey' } },
          { name: 'name', type: 'string' },
          { name: 'bump', type: 'u8' },
        ],
      },
    },
    { name: 'Post', type: { kind: 'struct', fields: [{ name: 'likes', type: 'u64' }] } },
    { name: 'Endless', type: { kind: 'struct', fields: [{ name: 'inner', type: { defined: { name: 'Endless' } } }] } },
  ],
};

const disk: Disk = new Map([
  ['file:///w/blog.sbpf', bytes('entrypoint:\n  mov64 r0, 0\n  exit\n')],
  ['file:///w/blog.idl.json', bytes(idl)],
]);

/** What is there when a call begins of which nothing but the call is said. */
const start = async (instruction: string, args: object = {}, more: object = {}) => {
  const program = await programOf(
    { program: 'file:///w/blog.sbpf', instructions: [{ instruction, args }], ...more },
    disk,
  );
  const { setup, runtime } = program.start() as SolanaMachine;
  const { accounts } = setup.chain();
  const [call] = runtime.chain.transaction.instructions;
  const keys = call?.accounts.map(({ key }) => key) ?? [];
  return {
    keys,
    account: (i: number) => accounts.get(keys[i] ?? ''),
    nameOf: setup.nameOf,
    remarks: program.remarks?.join('\n') ?? '',
  };
};

const derived = (...seeds: readonly Uint8Array[]) => findProgramAddress(seeds, idl.address);

test('an account of the program has its kind, and the keys that its fields are named for', async () => {
  const { keys, account, nameOf, remarks } = await start('rename', { name: 'x' });
  const [at, signer] = keys as [Key, Key];
  const place = derived(bytes('profile'), bytesOfKey(signer));
  assert.equal(at, place?.key);
  assert.deepEqual([nameOf(at), nameOf(signer)], ['profile', 'authority']);
  const { owner, data } = account(0);
  assert.equal(owner, idl.address);
  const fields = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, ...bytesOfKey(signer), 0, 0, 0, 0, 0, place?.bump];
  assert.deepEqual([...data.subarray(0, fields.length)], fields);
  assert.equal(data.length, fields.length + 256);
  assert.equal(account(1).owner, wellKnown.systemProgram);
  assert.match(remarks, /"rename" gets profile \(304 bytes of the program\), authority \(a wallet\)\. What they hold/);
});

test('an account that the instruction makes is not there yet', async () => {
  const { account, remarks } = await start('create_profile');
  assert.equal(account(0).lamports, 0n);
  assert.match(remarks, /gets profile \(not there yet\), authority \(a wallet\)\./);
});

test('an account that an earlier instruction makes stays away until then', async () => {
  const instructions = [{ instruction: 'create_profile' }, { instruction: 'rename', args: { name: 'x' } }];
  const { account, remarks } = await start('', {}, { instructions });
  assert.equal(account(0).lamports, 0n);
  assert.match(remarks, /"create_profile" gets profile \(not there yet\)/);
  assert.doesNotMatch(remarks, /304 bytes/);
});

test('whether an instruction makes an account is told by a whole word of its name', () => {
  const parsed = readIdl(bytes(idl), 'blog.idl.json', 'idl');
  const kindFor = (name: string) => {
    const instruction = { ...parsed.instructions[0], name };
    return assumedOf(parsed, instruction, instruction.accounts[0]).kind;
  };
  for (const name of ['create_profile', 'createProfile', 'CreateProfile', 'new', 'init', 'open2', 'newProfile'])
    assert.equal(kindFor(name), 'absent', name);
  for (const name of ['maker_deposit', 'initiate_unstake', 'initiateUnstake', 'newOwner', 'new_owner', 'opening'])
    assert.equal(kindFor(name), 'state', name);
});

test('of several accounts the one is made that the instruction is named for; addresses follow from what others hold', async () => {
  const { keys, account } = await start('create_post');
  assert.equal(account(0).owner, idl.address);
  assert.equal(account(1).lamports, 0n);
  assert.equal(keys[1], derived(bytes('post'), Uint8Array.of(0, 0))?.key);
});

test('what is not there is said, and a kind that means nothing is a few zeros', async () => {
  const { account, remarks } = await start('reset');
  assert.equal(account(0).data.length, 0);
  assert.match(remarks, /state \(a wallet\), token_program \(which is not there, unless "programs" names its file\)\./);
  const { account: other } = await start('spin');
  assert.deepEqual(other(0).data, new Uint8Array(128));
});

test('who says something of accounts says all of them', async () => {
  const { account, remarks } = await start('rename', { name: 'x' }, { accounts: {} });
  assert.equal(account(0).lamports, 0n);
  assert.doesNotMatch(remarks, /No accounts/);
});

test('a program that everybody knows is called without anything beside it', { skip: skipped }, async () => {
  const uri = new URL('../../samples/solana/token.so', import.meta.url).href;
  const file = { uri, name: 'token.so', bytes: new Uint8Array(readFileSync(new URL(uri))) };
  const transfer = solana.calls?.(file, undefined, 'v0')?.choices.find(({ id }) => id === 'transfer');
  const { program, outcome, machine } = await runOf({ program: uri, ...transfer?.launch(['5']) });
  assert.match(outcome.text, /succeeded; it took 76 compute units/);
  assert.match(program.remarks?.join('\n') ?? '', /is taken for the Token Program, so it has the key Tokenkeg/);
  const told = machine.changes().map(({ name, before, after }) => `${name}: ${before} -> ${after}`);
  assert.ok(told.includes('destination data.amount: 1,000,000,000 -> 1,000,000,005'));
});

test('the counter counts without its scenario', async () => {
  const program = new URL('../../samples/solana/counter.sbpf', import.meta.url).href;
  const { outcome, machine } = await runOf({ program, instructions: [{ instruction: 'increment' }] });
  assert.ok(outcome.ok, outcome.text);
  assert.ok(machine.changes().some(({ name, after }) => name === 'counter data.count' && after === '1'));
});
