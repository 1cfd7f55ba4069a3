import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type {
  DocumentLink,
  FoldingRange,
  InlineValue,
  SelectionRange,
  SignatureHelp,
  TextEdit,
} from 'vscode-languageserver';
import { evm } from '../../engines/evm/index.ts';
import { golden } from '../golden.ts';
import { toy } from '../toy/index.ts';
import { type Client, connect } from './client.ts';
import { apply, at, show } from './text.ts';

const evmText = `; A program to fold, see EIP-1153
; and https://example.org/a?b=c, or ERC-20.

#define SLOT = address(0x00)
#define %store(slot, value) {
  push $value
  push $slot
again:
  sstore
}

start:
  push SLOT
  ; one

  ; two
  ; and three, like EIP-2929
  %store(SLOT + 1, 2)
  push selector("a(uint256)")
  PUSH2 0x1234 add
table:
  #bytes 0x00 ; EIP-1
  #bytes "EIP-1153 is no link here"
  #bytes 0x02
`;

const toyText = `; Counts.
; Down.
const START = 3
push START
repeat 2
  loop: dup
  sys print
  byte 1
  byte 2
end
branch loop
`;

const cases = [
  { engine: evm, languageId: 'evm-asm', text: evmText },
  { engine: toy, languageId: 'toy-asm', text: toyText },
] as const;

for (const { engine, languageId, text } of cases) {
  const uri = 'untitled:a';
  let client: Client;
  before(async () => {
    client = await connect([engine]);
    await client.open(uri, languageId, text);
  });
  after(() => client.close());
  const ask = <Result>(method: string, params: object = {}) =>
    client.request<Result>(`textDocument/${method}`, { textDocument: { uri }, ...params });
  const file = (name: string) => new URL(`golden/${engine.id}-${name}`, import.meta.url);
  const lines = text.split('\n');

  test(`${engine.name}: blocks, labels, comments and data fold`, async (t) => {
    const ranges = await ask<FoldingRange[]>('foldingRange');
    const shown = ranges.map(
      ({ startLine, endLine, kind = 'code' }) => `${kind}: ${lines[startLine]} … ${lines[endLine]}`,
    );
    golden(t, file('foldingRange.txt'), shown.join('\n'));
  });

  test(`${engine.name}: a selection grows from word to text`, async (t) => {
    const needle = engine === evm ? '1, 2)' : 'print';
    const positions = [at(text, needle, 1, 1), { line: 0, character: 3 }];
    const chains = await ask<SelectionRange[]>('selectionRange', { positions });
    const ranges = (chain: SelectionRange | undefined): unknown[] =>
      chain ? [chain.range, ...ranges(chain.parent)] : [];
    golden(t, file('selectionRange.txt'), show(text, chains.map(ranges)));
  });

  test(`${engine.name}: formatting puts the text in columns`, async (t) => {
    const options = { tabSize: 4, insertSpaces: true };
    golden(t, file('formatting.txt'), apply(text, await ask<TextEdit[]>('formatting', { options })));
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } };
    const edits = await ask<TextEdit[]>('rangeFormatting', { options, range });
    assert.ok(edits.every((edit) => edit.range.start.line === 3));
  });
}

test('specifications and addresses in comments are links', async (t) => {
  const client = await connect([evm]);
  await client.open('untitled:a', 'evm-asm', evmText);
  const links = await client.request<DocumentLink[]>('textDocument/documentLink', {
    textDocument: { uri: 'untitled:a' },
  });
  golden(t, new URL('golden/evm-documentLink.txt', import.meta.url), show(evmText, links));
  client.close();
});

/** In each text `|` is the cursor. */
const helped = async (engine: typeof evm, languageId: string, texts: readonly string[]) => {
  const client = await connect([engine]);
  const shown: string[] = [];
  for (const [index, marked] of texts.entries()) {
    const uri = `untitled:${index}`;
    const text = marked.replace('|', '');
    await client.open(uri, languageId, text);
    const position = at(marked, '|');
    const help = await client.request<SignatureHelp | null>('textDocument/signatureHelp', {
      textDocument: { uri },
      position,
    });
    const signature = help?.signatures[0];
    const active = signature?.parameters?.[help?.activeParameter ?? 0]?.label;
    const [from, to] = Array.isArray(active) ? active : [0, 0];
    const { label = '' } = signature ?? {};
    const mark = to > from ? `${label.slice(0, from)}«${label.slice(from, to)}»${label.slice(to)}` : label;
    shown.push(`${JSON.stringify(marked)}: ${mark === '' ? 'nothing' : mark}`);
    if (signature?.documentation) shown.push(`    ${(signature.documentation as { value: string }).value}`);
  }
  client.close();
  return shown.join('\n');
};

test('signature help names what is taken, and marks what is being written', async (t) => {
  const macro = '#define %two(first, second) { push $first push $second }\n';
  const evmTexts = [
    'PUSH1 |',
    'PUSH1 0x|01',
    'PUSH1 0x01 |',
    'add |',
    'push |',
    'push 1 |',
    '#bytes 1, |',
    'push selector(|',
    'push selector("a(|uint256)")',
    'push selector("a()") |',
    `${macro}%two(|`,
    `${macro}%two(1, (2 + |`,
    `${macro}%two(1, 2)|`,
    `${macro}%none(|`,
    '; PUSH1 |',
  ];
  const shown = `${await helped(evm, 'evm-asm', evmTexts)}\n${await helped(toy, 'toy-asm', ['push |', 'branch |', 'dup |', 'const |'])}`;
  golden(t, new URL('golden/signatureHelp.txt', import.meta.url), shown);
});

test('where the debugger stands, what is about to be taken is offered for its line', async () => {
  const client = await connect([evm, toy]);
  const inlineValues = (uri: string, needle: string) => {
    const start = at(uri.endsWith('a') ? evmText : toyText, needle);
    const context = { frameId: 1, stoppedLocation: { start, end: { line: start.line + 1, character: 0 } } };
    const range = { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } };
    return client.request<InlineValue[]>('textDocument/inlineValue', { textDocument: { uri }, range, context });
  };
  await client.open('untitled:a', 'evm-asm', evmText);
  const range = { start: at(evmText, 'sstore'), end: at(evmText, 'sstore', 1, 6) };
  assert.deepEqual(await inlineValues('untitled:a', 'sstore'), [
    { range, expression: 'stack[0]' },
    { range, expression: 'stack[1]' },
  ]);
  assert.deepEqual(await inlineValues('untitled:a', '#bytes'), []);
  await client.open('untitled:b', 'toy-asm', toyText);
  const taken = { range: { start: at(toyText, 'dup'), end: at(toyText, 'dup', 1, 3) }, expression: 'stack[0]' };
  assert.deepEqual(await inlineValues('untitled:b', 'dup'), [taken]);
  client.close();
});
