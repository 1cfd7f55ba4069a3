import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { connect } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { evm } from '../../engines/evm/index.ts';
import { ckb } from '../../engines/riscv/index.ts';

const elf = new Uint8Array(readFileSync(new URL('../../samples/ckb/hash-lock.elf', import.meta.url)));
const point = { tx_hash: `0x${'02'.repeat(32)}`, index: '0x0' };
const input = { since: '0x0', previous_output: point };
const dep = { out_point: point, dep_type: 'code' };
const output = {
  capacity: '0x10',
  lock: { code_hash: '0x{{ hash hash-lock.elf }}', hash_type: 'data1', args: `0x${'00'.repeat(32)}` },
  type: null,
};
const transaction = {
  mock_info: {
    inputs: [{ input, output, data: '0x' }],
    cell_deps: [{ cell_dep: dep, output, data: '0x{{ data hash-lock.elf }}' }],
    header_deps: [],
  },
  tx: {
    ...{ version: '0x0', cell_deps: [dep], header_deps: [], inputs: [input] },
    ...{ outputs: [], outputs_data: [], witnesses: ['0x00'] },
  },
};

const debug = (json: object = transaction) =>
  new Debugging(
    connect([evm, ckb], {
      'file:///scripts/tx.json': new TextEncoder().encode(JSON.stringify(json)),
      'file:///scripts/hash-lock.elf': elf,
    }),
  );

test('the code that a transaction names is stepped by its source, and the console says which version runs it', async () => {
  const debugging = debug();
  const { breakpoints } = await debugging.start({ program: '/scripts/tx.json' }, { '/scripts/hash-lock.c': [91] });
  assert.equal(breakpoints[0]?.verified, true);
  assert.equal(await debugging.where(), 'unlock hash-lock.c:91');
  assert.match(
    debugging.printed(),
    /Runs on CKB-VM 1, because the "hash_type" of input\.0\.lock is "data1"\. Choose another with "version" or the setting "gaslamp\.ckb\.vmVersion"\./,
  );
});

test('a version that a person chose is not explained', async () => {
  for (const chosen of [{ version: 'vm2' }, { versions: { 'gaslamp.ckb.vmVersion': 'vm2' } }]) {
    const debugging = debug();
    await debugging.start({ program: '/scripts/tx.json', ...chosen }, { '/scripts/hash-lock.c': [91] });
    assert.doesNotMatch(debugging.printed(), /CKB-VM \d/);
  }
});

test('a transaction that cannot be run is refused with one sentence', async () => {
  const { client } = debug({ ...transaction, tx: { ...transaction.tx, inputs: [{ ...input, since: 'soon' }] } });
  await client.ask('initialize', {});
  assert.match(
    await client.refused('launch', { program: '/scripts/tx.json' }),
    /^tx\.json, line 1: "transaction\.tx\.inputs\[0\]\.since" should be a whole number/,
  );
});
