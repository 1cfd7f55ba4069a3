import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeData } from '../../engines/bpf/idl/layout.ts';
import { readIdl } from '../../engines/bpf/idl/read.ts';
import type { Idl } from '../../engines/bpf/idl/types.ts';
import { LoadError } from '../../engines/engine.ts';
import type { Value } from '../../engines/machine.ts';
import { oddValues } from '../harness/mutate.ts';
import { newSeed, type Random, randomFrom } from '../harness/random.ts';
import { type Disk, programOf } from './scenarios.ts';

const uri = (path: string): string => `file:///w/${path}`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const counter = 'entrypoint:\n ldxb r0, [r2+0]\n exit\n';

const idl = {
  address: 'Sysvar1111111111111111111111111111111111111',
  metadata: { name: 'all' },
  instructions: [
    {
      name: 'go',
      discriminator: [1, 2],
      accounts: [
        {
          name: 'a',
          writable: true,
          pda: {
            seeds: [
              { kind: 'const', value: [1] },
              { kind: 'arg', path: 'n' },
              { kind: 'account', path: 'b.n' },
            ],
          },
        },
        { name: 'b', signer: true, optional: false },
        { name: 'group', accounts: [{ name: 'c', address: '11111111111111111111111111111111' }] },
      ],
      args: [
        { name: 'n', type: 'u64' },
        { name: 'p', type: { defined: { name: 'P', generics: [{ kind: 'const', value: '2' }] } } },
      ],
    },
  ],
  accounts: [{ name: 'S', discriminator: [7] }],
  types: [
    {
      name: 'S',
      type: {
        kind: 'struct',
        fields: [
          { name: 'n', type: 'i128' },
          { name: 'list', type: { vec: { option: 'string' } } },
          { name: 'e', type: { defined: { name: 'E' } } },
        ],
      },
    },
    {
      name: 'E',
      type: {
        kind: 'enum',
        variants: [
          { name: 'A' },
          { name: 'B', fields: ['u8', { array: ['bool', 2] }] },
          { name: 'C', fields: [{ name: 'x', type: 'f64' }] },
        ],
      },
    },
    {
      name: 'P',
      generics: [{ kind: 'const', name: 'N' }],
      type: { kind: 'struct', fields: [{ name: 'x', type: { array: ['u8', { generic: 'N' }] } }] },
    },
  ],
};

const scenario = {
  program: 'x.sbpf',
  idl: 'idl.json',
  loader: 3,
  programs: { helper: { file: 'y.sbpf', loader: 2 } },
  accounts: {
    b: {
      owner: 'program',
      lamports: '77',
      data: { account: 'S', value: { n: -5, list: ['x', null], e: { B: [1, [true, false]] } } },
    },
    vault: { pda: { program: 'helper', seeds: ['vault', { account: 'b' }, { u16: 3 }] }, size: 9 },
    printed: {
      pubkey: 'Vote111111111111111111111111111111111111111',
      account: { lamports: 1, data: ['AQI=', 'base64'], owner: 'helper', executable: false, rentEpoch: 0, space: 2 },
    },
  },
  instructions: [
    { instruction: 'go', args: { n: 5, p: { x: [1, 2] } }, accounts: { b: { account: 'b', signer: true } } },
    { program: 'helper', data: '0x00ff', accounts: ['vault', { account: 'payer', writable: false }] },
    { program: 'Compute Budget', instruction: 'setComputeUnitLimit', args: { units: 1000 } },
  ],
  payer: 'alice',
  signers: ['b'],
  features: { enable_sha512_syscall: true },
  clock: { slot: 1 },
};

/** Puts something odd in one place of a value, now and then under another name. */
const mutated = (value: unknown, random: Random): unknown => {
  if (typeof value !== 'object' || value === null || random.below(5) === 0) return random.pick(oddValues);
  const entries = Object.entries(value);
  if (entries.length === 0) return random.pick(oddValues);
  const chosen = random.below(entries.length);
  const changed = entries.map(([key, each], i): [string, unknown] =>
    i === chosen ? [random.below(12) === 0 ? `${key}x` : key, mutated(each, random)] : [key, each],
  );
  return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
};

const diskOf = (changedScenario: unknown, changedIdl: unknown): Disk =>
  new Map([
    [uri('x.sbpf'), bytes(counter)],
    [uri('y.sbpf'), bytes(counter)],
    [uri('idl.json'), bytes(JSON.stringify(changedIdl) ?? 'null')],
    [uri('s.gaslamp.json'), bytes(JSON.stringify(changedScenario) ?? 'null')],
  ]);

/** Whether it can be run; what is wrong is always said. */
const runs = async (disk: Disk, seed: number): Promise<boolean> => {
  try {
    const machine = (await programOf({ program: uri('s.gaslamp.json') }, disk)).start();
    while (machine.run({}, 1000).kind === 'budget');
    assert.ok(machine.changes?.());
    return true;
  } catch (error) {
    if (error instanceof LoadError && error.message.length > 5) return false;
    throw new Error(`seed ${seed}`, { cause: error });
  }
};

test('scenarios and IDLs with something odd in them run, or are refused in a sentence', async () => {
  assert.ok(await runs(diskOf(scenario, idl), 0));
  const first = newSeed();
  let ran = 0;
  for (let i = 0; i < 300; i++) {
    const random = randomFrom(first + i);
    const isIdl = random.below(3) === 0;
    const disk = isIdl ? diskOf(scenario, mutated(idl, random)) : diskOf(mutated(scenario, random), idl);
    if (await runs(disk, first + i)) ran += 1;
  }
  assert.ok(ran > 0 && ran < 300, `${ran} ran`);
});

test('where nothing is said of accounts, any IDL runs, or is refused in a sentence', async () => {
  const [call] = scenario.instructions;
  const alone = { program: 'x.sbpf', idl: 'idl.json', instructions: [{ ...call, accounts: [] }] };
  const whole = { ...idl, accounts: [...idl.accounts, { name: 'a', discriminator: [8] }, { name: 'b' }] };
  const kinds = ['a', 'b'].map((name) => ({
    name,
    type: {
      kind: 'struct',
      fields: [
        { name: 'b', type: 'pubkey' },
        { name: 'n', type: { option: 'pubkey' } },
        { name: 'owner', type: { coption: 'pubkey' } },
        { name: 'bump', type: 'u8' },
        { name: 'rest', type: { array: [{ defined: { name: 'E' } }, 3] } },
      ],
    },
  }));
  const known = { ...whole, types: [...idl.types, ...kinds] };
  assert.ok(await runs(diskOf(alone, known), 0));
  const first = newSeed();
  for (let i = 0; i < 300; i++) await runs(diskOf(alone, mutated(known, randomFrom(first + i))), first + i);
});

const lookAt = (value: Value | undefined, depth = 0): number => {
  const { children } = value ?? {};
  if (!children || depth > 5) return 1;
  return children.get(0, 20).reduce((sum, each) => sum + lookAt(each, depth + 1), 1);
};

test('any bytes can be looked at with any IDL', () => {
  const first = newSeed();
  for (let i = 0; i < 1000; i++) {
    const random = randomFrom(first + i);
    let known: Idl;
    try {
      known = readIdl(bytes(JSON.stringify(random.below(2) === 0 ? idl : mutated(idl, random)) ?? 'null'), 'x', 'idl');
    } catch (error) {
      assert.ok(error instanceof LoadError, `seed ${first + i}: ${error}`);
      continue;
    }
    const data = Uint8Array.from({ length: 60 }, (_, at) =>
      at === 0 ? 7 : at < 17 || random.below(2) === 0 ? random.below(256) : random.below(3),
    );
    for (const at of [17, 21, 22]) data[at] = random.below(3);
    lookAt(decodeData(known, data, { space: 's', nameOf: (key) => key }));
  }
});
