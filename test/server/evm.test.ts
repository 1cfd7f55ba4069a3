import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CompletionList, DocumentSymbol, Hover } from 'vscode-languageserver';
import { evm } from '../../engines/evm/index.ts';
import { golden } from '../golden.ts';
import { type Client, connect } from './client.ts';
import { at, show } from './text.ts';

const uri = 'file:///work/token.easm';

const text = `#define SLOT = 0x05
#define %load(slot) {
  push $slot
  sload
again:
  jump @again
}

start:
  PUSH1 0x80
  %load(SLOT)
  clz
  call
  jumpi @start
  difficulty
`;

let client: Client;
before(async () => {
  client = await connect([evm]);
  await client.open(uri, 'evm-asm', text);
});
after(() => client.close());

const ask = <Result>(method: string, params: object = {}) =>
  client.request<Result>(`textDocument/${method}`, { textDocument: { uri }, ...params });

test('hover reads well for the EVM', async (t) => {
  const cards: string[] = [];
  for (const word of [
    'sload',
    'call',
    'PUSH1',
    'clz',
    'difficulty',
    'push',
    'load(SLOT)',
    'SLOT)',
    'slot\n',
    'start',
  ]) {
    const { contents, range } = await ask<Hover>('hover', { position: at(text, word, 1, 1) });
    cards.push(`# at ${show(text, range)}\n\n${(contents as { value: string }).value}`);
  }
  golden(t, new URL('golden/evm-hover.md', import.meta.url), cards.join('\n\n'));
});

test('names are offered with the sign that they are used with, and replace it', async () => {
  const offered = async (needle: string, inside: number) => {
    const { items } = await ask<CompletionList>('completion', { position: at(text, needle, 1, inside) });
    return items.map(
      ({ label, textEdit }) => `${label} for ${show(text, textEdit && 'range' in textEdit && textEdit.range)}`,
    );
  };
  const target = await offered('@start', 3);
  assert.ok(target.includes('@start for "14:9–14:15 «@start»"'), target.join('\n'));
  assert.ok(!target.some((item) => item.startsWith('$slot')), 'a parameter is seen in its macro only');
  const argument = await offered('$slot', 1);
  assert.ok(argument.includes('$slot for "3:8–3:13 «$slot»"'), argument.join('\n'));
  const statement = await offered('%load(SLOT)', 1);
  assert.ok(statement.includes('%load for "11:3–11:8 «%load»"'), statement.join('\n'));
});

test('a macro is completed with tab stops for its parameters, unless a call has them', async () => {
  const stops = async (position: object) => {
    const { items } = await ask<CompletionList>('completion', { position });
    const edit = items.find(({ label }) => label === '%load')?.textEdit;
    return edit?.newText;
  };
  assert.equal(await stops(at(text, '  clz', 1, 2)), '%load(${1:slot})');
  assert.equal(await stops(at(text, '%load(SLOT)', 1, 1)), '%load');
});

test('instructions are offered in the case the text uses', async () => {
  const labels = async (needle: string) =>
    (await ask<CompletionList>('completion', { position: at(text, needle) })).items.map(({ label }) => label);
  assert.ok((await labels('difficulty')).includes('sstore'));
  assert.ok((await labels('%load(SLOT)')).includes('SSTORE'));
});

test('the outline has the labels of a macro under it', async () => {
  const tree = (symbols: readonly DocumentSymbol[]): unknown[] =>
    symbols.map(({ name, children = [] }) => (children.length > 0 ? [name, tree(children)] : name));
  assert.deepEqual(tree(await ask<DocumentSymbol[]>('documentSymbol')), ['SLOT', ['load', ['again']], 'start']);
});
