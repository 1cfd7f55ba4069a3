import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { golden } from '../../test/golden.ts';
import { resultCard } from '../result-card.ts';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';

const expected = (name: string) => new URL(`golden/${name}.txt`, import.meta.url);

/** What a run without debugging prints. */
const run = async (debugging: Debugging, launch: object, abilities: object = {}): Promise<string> => {
  await debugging.prepare({ noDebug: true, ...launch }, abilities);
  await debugging.client.ask('configurationDone');
  await debugging.client.event('terminated');
  return debugging.printed();
};

const evmPath = '/contracts/a.easm';
const other = '0x00000000000000000000000000000000000000b1';

test('a run without debugging prints one card: good and bad, of one VM and another', async (t) => {
  const token = readFileSync(new URL('token.easm', import.meta.url), 'utf8');
  const transfer = (amount: number) => ({
    program: evmPath,
    caller: '0x00000000000000000000000000000000000000aa',
    calldata: `0xa9059cbb${'bb'.padStart(64, '0')}${amount.toString(16).padStart(64, '0')}`,
    storage: { '0xd6f751104ddfead9549c96fabdbd4d2fc6876c8cd9a49ea4a821de938f71a011': 100 },
  });
  const pays = `push 0 dup1 dup1 dup1 push 5 push ${other} gas call\npush 1 push 0 log1 stop`;
  const cards = [
    await run(debugEvm(token), transfer(30)),
    await run(debugEvm(token), transfer(101)),
    await run(debugEvm(pays), { program: evmPath, value: 7, gas: 100_000 }),
    await run(debugEvm('push 1 push 0 sstore\n#bytes 0x0c'), { program: evmPath, gas: 30_000 }),
    await run(debugEvm('push 300 push 0 return'), { program: evmPath }),
    await run(debugToy({ 'a.toy': 'push 7\nsys print\npush 2\nstore\nhalt\n' }), { program: '/toys/a.toy' }),
    await run(debugToy({ 'a.toy': 'loop:\n  jump loop\n' }), { program: '/toys/a.toy', limits: { steps: 1000 } }),
  ];
  golden(t, expected('cards'), cards.join('\n'));
});

test('the head of a card leads to where the run ended', async () => {
  const debugging = debugEvm('push 1\npush 0\npush 0 revert');
  await run(debugging, { program: evmPath });
  const [head, rows] = debugging.client.unheard('output');
  assert.deepEqual([head?.category, head?.line, rows?.category], ['stderr', 3, 'stdout']);
});

test('colours are used where the client shows them', async () => {
  const printed = await run(debugEvm('stop'), { program: evmPath }, { supportsANSIStyling: true });
  const [head = '', gas = ''] = printed.split('\n');
  assert.equal(head, '\u001b[1;32m✔ Ended; nothing was returned.\u001b[0m');
  assert.ok(gas.startsWith('  gas      \u001b[1m'), gas);
});

test('many changes are cut', () => {
  const changes = Array.from({ length: 60 }, (_, i) => ({ name: `slot ${i}`, before: '0', after: `${i}` }));
  const result = { ok: true, text: 'Done.', data: new Uint8Array(), meters: [], steps: 1, changes };
  const { rows } = resultCard(result, false);
  assert.equal(rows.split('\n').length, 52);
  assert.match(rows, /… and 10 more$/);
});
