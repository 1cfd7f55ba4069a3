import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CodeAction, CompletionItem, CompletionList, Hover, Location, WorkspaceEdit } from 'vscode-languageserver';
import { golden } from '../golden.ts';
import { toy } from '../toy/index.ts';
import { type Client, connect } from './client.ts';
import { apply, at, show } from './text.ts';

const uri = 'file:///work/countdown.toy';

const text = `; Counts down and prints.
const START = 3

push START
loop:
  dup
  sys print
  drop
  push -1
  add
  dup
  branch loop
  mul
  twice
done:
  halt
spare:
  pus START
`;

let client: Client;
before(async () => {
  client = await connect([toy]);
  await client.open(uri, 'toy-asm', text);
});
after(() => client.close());

const textDocument = { uri };
const file = (name: string) => new URL(`golden/${name}`, import.meta.url);
const ask = <Result>(method: string, params: object = {}) =>
  client.request<Result>(`textDocument/${method}`, { textDocument, ...params });

test('hover shows instructions, directives and names', async (t) => {
  const points = [
    ['push START', 0],
    ['loop:', 0],
    ['sys', 0],
    ['add', 3],
    ['branch', 2],
    ['mul', 0],
    ['twice', 0],
    ['const', 0],
    ['START', 0],
    ['halt', 0],
  ] as const;
  const cards: string[] = [];
  for (const [needle, inside] of points) {
    const result = await ask<Hover>('hover', { position: at(text, needle, 1, inside) });
    const { value } = result.contents as { value: string };
    cards.push(`# at ${show(text, result.range)}\n\n${value}`);
  }
  golden(t, file('hover.md'), cards.join('\n\n'));
  for (const nothing of ['; Counts', 'pus START']) {
    assert.equal(await ask('hover', { position: at(text, nothing, 1, 1) }), null, nothing);
  }
});

test('diagnostics name each problem, and say so when nothing changed', async (t) => {
  const report = await ask<{ resultId: string }>('diagnostic');
  golden(t, file('diagnostic.txt'), show(text, { ...report, resultId: '…' }));
  const again = await ask('diagnostic', { previousResultId: report.resultId });
  assert.deepEqual(again, { kind: 'unchanged', resultId: report.resultId });
});

test('a quick fix remedies its problem, and only that', async (t) => {
  const range = { start: at(text, 'pus START'), end: at(text, 'pus START', 1, 3) };
  const actions = await ask<CodeAction[]>('codeAction', { range, context: { diagnostics: [] } });
  golden(t, file('codeAction.txt'), show(text, actions));
  const edits = actions[0]?.edit?.changes?.[uri] ?? [];
  assert.match(apply(text, edits), /\n {2}push START\n$/);
  const elsewhere = { start: at(text, 'halt'), end: at(text, 'halt') };
  assert.deepEqual(await ask('codeAction', { range: elsewhere, context: { diagnostics: [] } }), []);
  const only = ['refactor'];
  assert.deepEqual(await ask('codeAction', { range, context: { diagnostics: [], only } }), []);
});

test('completion offers instructions, directives and names where they fit', async (t) => {
  const start = await ask<CompletionList>('completion', { position: at(text, 'pus START', 1, 1) });
  const operand = await ask<CompletionList>('completion', { position: at(text, 'loop', 2, 2) });
  const symbol = await ask<CompletionList>('completion', { position: at(text, 'print', 2, 2) });
  golden(t, file('completion.txt'), show(text, { start: start.items, operand: operand.items, symbol: symbol.items }));
  assert.equal(await ask('completion', { position: at(text, 'Counts') }), null, 'in a comment');
  const labels = start.items.map((item) => item.label);
  assert.ok(labels.includes('mul') && !labels.includes('twice'), 'only what the version has');
});

test('a completion item gets its documentation when it is looked at', async (t) => {
  const { items } = await ask<CompletionList>('completion', { position: at(text, 'pus START', 1, 1) });
  const cards: string[] = [];
  for (const label of ['mul', 'repeat']) {
    const item = items.find((each) => each.label === label);
    assert.equal(item?.documentation, undefined);
    const resolved = await client.request<CompletionItem>('completionItem/resolve', item);
    cards.push((resolved.documentation as { value: string }).value);
  }
  const operands = await ask<CompletionList>('completion', { position: at(text, 'loop', 2, 2) });
  const loop = operands.items.find(({ label }) => label === 'loop');
  const named = await client.request<CompletionItem>('completionItem/resolve', loop);
  cards.push((named.documentation as { value: string }).value);
  golden(t, file('completionResolve.md'), cards.join('\n\n'));
});

test('definition leads from a use to the definition', async () => {
  const definition = await ask<Location>('definition', { position: at(text, 'loop', 2) });
  assert.deepEqual(definition, { uri, range: { start: at(text, 'loop'), end: at(text, 'loop', 1, 4) } });
  assert.equal(await ask('definition', { position: at(text, 'dup') }), null);
});

test('references are all uses, with the definition if it is wanted', async () => {
  const position = at(text, 'START', 2, 3);
  const places = async (includeDeclaration: boolean) =>
    (await ask<Location[]>('references', { position, context: { includeDeclaration } })).map(
      ({ range }) => range.start,
    );
  assert.deepEqual(
    await places(true),
    [1, 2, 3].map((nth) => at(text, 'START', nth)),
  );
  assert.deepEqual(
    await places(false),
    [2, 3].map((nth) => at(text, 'START', nth)),
  );
});

test('highlights tell the definition from the uses', async (t) => {
  golden(t, file('documentHighlight.txt'), show(text, await ask('documentHighlight', { position: at(text, 'loop') })));
});

test('the outline lists labels with the lines under them', async (t) => {
  golden(t, file('documentSymbol.txt'), show(text, await ask('documentSymbol')));
});

test('semantic tokens cover the text; a range gives those within it', async (t) => {
  const full = await ask<{ data: number[] }>('semanticTokens/full');
  const legend = client.initialized?.capabilities.semanticTokensProvider?.legend;
  const lines = text.split('\n');
  const shown: string[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i < full.data.length; i += 5) {
    const [down = 0, right = 0, length = 0, type = 0, modifiers = 0] = full.data.slice(i, i + 5);
    character = down > 0 ? right : character + right;
    line += down;
    const named = legend?.tokenModifiers.filter((_, bit) => modifiers & (1 << bit)).join(' ');
    const word = lines[line]?.slice(character, character + length);
    shown.push(`${line + 1}:${character + 1} ${word} — ${legend?.tokenTypes[type]} ${named}`.trim());
  }
  golden(t, file('semanticTokens.txt'), shown.join('\n'));
  const range = { start: { line: 3, character: 0 }, end: { line: 5, character: 0 } };
  const part = await ask<{ data: number[] }>('semanticTokens/range', { range });
  assert.deepEqual(part.data.length / 5, 4, 'push START loop :');
});

test('rename changes every place, and refuses a name that would change the code', async () => {
  const position = at(text, 'loop', 2, 1);
  assert.deepEqual(await ask('prepareRename', { position }), {
    range: { start: at(text, 'loop', 2), end: at(text, 'loop', 2, 4) },
    placeholder: 'loop',
  });
  assert.equal(await ask('prepareRename', { position: at(text, 'dup') }), null);
  const { changes } = await ask<WorkspaceEdit>('rename', { position, newName: 'again' });
  assert.equal(apply(text, changes?.[uri] ?? []), text.replaceAll('loop', 'again'));
  const refused = {
    done: 'in use',
    START: 'in use',
    12: 'no name',
    '': 'no name',
    'two words': 'no name',
    '; x': 'no name',
  };
  for (const [newName, why] of Object.entries(refused)) {
    const message = new RegExp(`cannot be the new name: it is ${why} in this`);
    await assert.rejects(ask('rename', { position, newName }), message, newName);
  }
  await assert.rejects(ask('rename', { position: at(text, 'dup'), newName: 'x' }), /no name here/);
});

test('what is declared is what is tested here', (t) => {
  golden(t, file('capabilities.txt'), JSON.stringify(client.initialized, null, 2));
});
