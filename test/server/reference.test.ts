import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evm } from '../../engines/evm/index.ts';
import { referencePage } from '../../server/reference.ts';
import { golden } from '../golden.ts';
import { toy } from '../toy/index.ts';
import { connect } from './client.ts';

test('the reference page of the toy', (t) => {
  golden(t, 'test/server/golden/reference.md', `${referencePage(toy)}\n`);
});

test('the page is that of the engine whose language is asked for, or of the first', async () => {
  const client = await connect([toy, evm]);
  const titles = ['evm-asm', 'toy-asm', 'markdown', undefined].map(async (languageId) => {
    const { title, text } = await client.request<{ title: string; text: string }>('gaslamp/reference', { languageId });
    assert.ok(text.startsWith(`# ${title}\n`));
    return title;
  });
  const [ofEvm, ...ofToy] = await Promise.all(titles);
  assert.equal(ofEvm, 'Instructions of EVM');
  assert.deepEqual([...new Set(ofToy)], ['Instructions of Toy VM']);
  client.close();
});

/** Cells of the row of costs, by the names of the versions that head them. */
const costsOf = (mnemonic: string): ReadonlyMap<string, string> => {
  const lines = referencePage(evm).split('\n');
  const head = lines.findIndex((line) => line.startsWith('| Instruction | Frontier |'));
  const cells = (line = '') =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const row = cells(lines.slice(head).find((line) => line.startsWith(`| \`${mnemonic}\` |`)));
  return new Map(cells(lines[head]).flatMap((names, i) => names.split('<br>').map((name) => [name, row[i] ?? ''])));
};

test('every version has a column, and costs are those of the EIPs', () => {
  assert.deepEqual(
    [...costsOf('ADD').keys()].slice(1),
    evm.versions.map(({ name }) => name),
  );
  const at = (mnemonic: string, ...names: readonly string[]) => names.map((name) => costsOf(mnemonic).get(name));
  // EIP-150, EIP-1884, EIP-2929.
  const sload = at('SLOAD', 'Frontier', 'Tangerine Whistle', 'Byzantium', 'Istanbul', 'Berlin', 'Osaka, BPO2');
  assert.deepEqual(sload, ['50', '200', '200', '800', '100 +', '100 +']);
  // EIP-3855, EIP-7939.
  assert.deepEqual(at('PUSH0', 'Paris (the Merge)', 'Shanghai', 'Osaka'), ['·', '2', '2']);
  assert.deepEqual(at('CLZ', 'Prague', 'Osaka'), ['·', '5']);
  // EIP-150.
  assert.deepEqual(at('SELFDESTRUCT', 'Homestead', 'Osaka'), ['0', '5,000 +']);
});

test('the versions of a language are those of its engine', async () => {
  const client = await connect([toy, evm]);
  const ask = (languageId: string) => client.request<unknown>('gaslamp/versions', { uri: 'untitled:a', languageId });
  const { setting, versions } = (await ask('evm-hex')) as { setting: string; versions: { id: string }[] };
  assert.deepEqual(
    [setting, versions[0], versions.length],
    ['gaslamp.evm.fork', { id: 'frontier', name: 'Frontier' }, 17],
  );
  assert.equal(await ask('markdown'), null);
  client.close();
});
