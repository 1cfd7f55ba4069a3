import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem, CompletionList, Hover, MarkupContent } from 'vscode-languageserver';
import { makeToy } from '../toy/index.ts';
import { op } from '../toy/rows.ts';
import { connect } from './client.ts';

test('a row added to the table shows up in hover, completion, diagnostics and tokens', async () => {
  const row = op(0x77, 'cube', {
    takes: ['a'],
    leaves: ['cube'],
    cost: { v2: 9 },
    doc: 'The third power of `a`.',
    run: () => {},
  });
  const client = await connect([makeToy([row])]);
  const uri = 'untitled:a';
  const textDocument = { uri };
  await client.open(uri, 'toy-asm', 'push 3\ncube\ncu');

  const hover = await client.request<Hover>('textDocument/hover', {
    textDocument,
    position: { line: 1, character: 1 },
  });
  assert.match(JSON.stringify(hover.contents), /cube {2}; \[a\] → \[cube\].*The third power of `a`.*Fuel: \*\*9\*\*/);

  const position = { line: 2, character: 2 };
  const { items } = await client.request<CompletionList>('textDocument/completion', { textDocument, position });
  const item = items.find(({ label }) => label === 'cube');
  assert.deepEqual(item?.labelDetails, { detail: ' [a] → [cube]', description: '9 fuel' });
  const resolved = await client.request<CompletionItem>('completionItem/resolve', item);
  // What was assembled is known only where it stands.
  const { value } = hover.contents as MarkupContent;
  assert.match(value, /```text\n0x0077\n```/);
  const documentation = value.replace('```text\n0x0077\n```\n\n', '');
  assert.deepEqual(resolved.documentation, { kind: 'markdown', value: documentation });

  const report = await client.request<{ items: object[] }>('textDocument/diagnostic', { textDocument });
  assert.deepEqual(
    report.items.map((each) => (each as { range: { start: { line: number } } }).range.start.line),
    [2],
    'only the unfinished word is wrong',
  );
  client.close();
});
