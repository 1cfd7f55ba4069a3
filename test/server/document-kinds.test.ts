import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { evm } from '../../engines/evm/index.ts';
import { type Client, connect } from './client.ts';
import { at } from './text.ts';

const text =
  '; EIP-1153\n; again\n#define %f(x) {\n  push $x\n}\nstart:\n  %f(1)\n  jump @start\n  push 1  ; one\n  pusj 2\n';

/** A saved file, an unsaved one, a cell of a notebook, a file in a repository on the web, one with odd letters. */
const uris = [
  'file:///work/a.easm',
  'untitled:Untitled-1',
  'vscode-notebook-cell:/work/lesson.md#W0sZmlsZQ%3D%3D',
  'vscode-vfs://github/owner/name/a.easm',
  'file:///work/m%C3%BCll%20%23/a.easm?x=1',
];

const position = at(text, '@start', 1, 2);
const range = { start: { line: 0, character: 0 }, end: { line: 10, character: 0 } };
const requests: Record<string, object> = {
  hover: { position },
  definition: { position },
  references: { position, context: { includeDeclaration: true } },
  documentHighlight: { position },
  prepareRename: { position },
  rename: { position, newName: 'begin' },
  completion: { position },
  signatureHelp: { position: at(text, '%f(1)', 1, 4) },
  documentSymbol: {},
  foldingRange: {},
  selectionRange: { positions: [position] },
  documentLink: {},
  formatting: { options: { tabSize: 4, insertSpaces: true } },
  rangeFormatting: { options: { tabSize: 4, insertSpaces: true }, range },
  'semanticTokens/full': {},
  'semanticTokens/range': { range },
  diagnostic: {},
  codeAction: { range, context: { diagnostics: [] } },
  inlayHint: { range },
  inlineValue: { range, context: { frameId: 1, stoppedLocation: { start: position, end: position } } },
  codeLens: {},
  prepareCallHierarchy: { position: at(text, 'start:') },
};
/** What has nothing to say of a text that cannot be edited. */
const edits = ['formatting', 'rangeFormatting'];

let client: Client;
before(async () => {
  client = await connect([evm]);
  for (const uri of uris) await client.open(uri, 'evm-asm', text);
});
after(() => client.close());

/** The answer with the URI and what numbers the text's version taken out. */
const answer = async (uri: string, method: string) => {
  const result = await client.request<unknown>(`textDocument/${method}`, {
    textDocument: { uri },
    ...requests[method],
  });
  return JSON.stringify(result)
    .replaceAll(JSON.stringify(uri), '"URI"')
    .replace(/"resultId":"\d+"/, '')
    .replaceAll(/\[line (\d+)\]\([^)]*\)/g, 'line $1');
};

for (const method of Object.keys(requests)) {
  test(`${method} answers alike wherever the text lives`, async () => {
    const [first = '', ...others] = await Promise.all(uris.map((uri) => answer(uri, method)));
    if (method !== 'inlineValue') assert.ok(first.length > 10, first);
    for (const other of others) assert.equal(other, first);
  });
}

test('a listing is answered like any other text, but not edited', async () => {
  const uri = 'gaslamp-listing:/a.easm?file%3Dfile%253A%252F%252F%252Fa.evm';
  await client.open(uri, 'evm-asm', text);
  for (const method of Object.keys(requests)) {
    if (edits.includes(method)) assert.equal(await answer(uri, method), '[]', method);
    else assert.ok((await answer(uri, method)).length > 1, method);
  }
});
