import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../../engines/engine.ts';
import type { Language } from '../../engines/language.ts';
import { mutate } from '../harness/mutate.ts';
import { newSeed, randomFrom } from '../harness/random.ts';
import { toy } from '../toy/index.ts';
import { capable, connect, connectUninitialized } from './client.ts';

const uri = 'untitled:Untitled-1';

const methods = [
  'textDocument/hover',
  'textDocument/definition',
  'textDocument/references',
  'textDocument/documentHighlight',
  'textDocument/prepareRename',
  'textDocument/rename',
  'textDocument/completion',
  'completionItem/resolve',
  'textDocument/documentSymbol',
  'textDocument/semanticTokens/full',
  'textDocument/semanticTokens/range',
  'textDocument/diagnostic',
  'textDocument/codeAction',
  'textDocument/signatureHelp',
  'textDocument/inlayHint',
  'textDocument/codeLens',
  'textDocument/prepareCallHierarchy',
  'callHierarchy/incomingCalls',
  'callHierarchy/outgoingCalls',
  'textDocument/foldingRange',
  'textDocument/selectionRange',
  'textDocument/documentLink',
  'textDocument/formatting',
  'textDocument/rangeFormatting',
  'textDocument/inlineValue',
  'workspace/symbol',
  'gaslamp/parts',
  'gaslamp/listing',
];

const notifications = ['textDocument/didOpen', 'textDocument/didChange', 'textDocument/didClose', '$/cancelRequest'];

const position = { line: 0, character: 2 };
const range = { start: position, end: { line: 1, character: 3 } };
const wellFormed = {
  textDocument: { uri, languageId: 'toy-asm', version: 1, text: 'loop: push 1\nbranch loop\n' },
  position,
  range,
  contentChanges: [{ range, text: 'a' }],
  context: { includeDeclaration: true, diagnostics: [], only: ['quickfix'], frameId: 1, stoppedLocation: range },
  positions: [position],
  options: { tabSize: 4, insertSpaces: true },
  item: { uri, data: 0x100 },
  newName: 'other',
  query: 'loop',
  previousResultId: '1',
  label: 'push',
  data: { language: 'toy-asm', version: 'v2', word: 'push' },
  file: { uri, name: 'a.toy', languageId: 'toy-asm', base64: btoa('halt') },
  part: 'main',
  vm: 'toy',
  id: 1,
};

test('wrong parameters of every kind are answered, and the next request works', async (t) => {
  const random = randomFrom(newSeed());
  const { seed } = random;
  t.diagnostic(`GASLAMP_SEED=${seed}`);
  const client = await connect([toy]);
  for (let round = 0; round < 60; round += 1) {
    for (const method of notifications)
      await client.raw({ jsonrpc: '2.0', method, params: mutate(wellFormed, random) });
    await client.open(uri, 'toy-asm', 'loop: push 1\nbranch loop\n');
    for (const method of methods) {
      const params = mutate(wellFormed, random);
      const shown = `${method} ${JSON.stringify(params)} (seed ${seed})`;
      await client.request(method, params).catch((error) => {
        assert.doesNotMatch(error.message, /mistake in Gaslamp|failed with message/, shown);
        assert.match(error.message, /^[^\n]+[.:;]?$/, shown);
      });
    }
    const params = { textDocument: { uri }, position: { line: 0, character: 7 } };
    assert.ok(await client.request('textDocument/hover', params), `hover works on (seed ${seed})`);
  }
  client.close();
});

test('messages that are no JSON-RPC are passed over', async () => {
  const client = await connect([toy]);
  await client.open(uri, 'toy-asm', 'halt\n');
  const odd = [
    1,
    'text',
    [],
    [[]],
    {},
    { id: 7 },
    { method: 3 },
    { jsonrpc: '1.0', id: null, method: 'x' },
    { id: {} },
  ];
  for (const message of [...odd, { method: 'no/such' }, { jsonrpc: '2.0', id: 'a', result: 1, error: 2 }]) {
    await client.raw(message);
  }
  for (const method of [...methods, ...notifications]) await client.raw({ jsonrpc: '2.0', method });
  await assert.rejects(client.request('no/such', {}), /Unhandled method no\/such/);
  assert.ok(await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 1 } }));
  client.close();
});

test('an unknown, a closed and a foreign document have nothing, and a line past the end too', async () => {
  const client = await connect([toy]);
  const hover = (uri: string, line: number) =>
    client.request('textDocument/hover', { textDocument: { uri }, position: { line, character: 0 } });
  assert.equal(await hover('file:///unknown', 0), null);
  await client.open('file:///a.c', 'c', 'push');
  assert.equal(await hover('file:///a.c', 0), null);
  await client.open(uri, 'toy-asm', 'halt');
  assert.ok(await hover(uri, 0));
  assert.equal(await hover(uri, 1), null);
  assert.equal(await hover(uri, 2 ** 53 - 1), null);
  const report = { textDocument: { uri: 'file:///unknown' } };
  assert.deepEqual(await client.request('textDocument/diagnostic', report), { kind: 'full', items: [] });
  await client.notify('textDocument/didClose', { textDocument: { uri } });
  assert.equal(await hover(uri, 0), null);
  client.close();
});

test('wrong parameters are named', async () => {
  const client = await connect([toy]);
  await client.open(uri, 'toy-asm', 'halt');
  const hover = (params: unknown) => client.request('textDocument/hover', params);
  await assert.rejects(hover(null), /textDocument\.uri should be a string, but is missing/);
  await assert.rejects(hover({ textDocument: { uri: 3 } }), /textDocument\.uri should be a string, but is a number/);
  const position = { line: -1, character: 0 };
  await assert.rejects(hover({ textDocument: { uri }, position }), /position\.line should be zero or more/);
  client.close();
});

test('requests before "initialize" and after "shutdown" are refused with a sentence', async () => {
  const client = connectUninitialized([toy]);
  const params = { textDocument: { uri }, position };
  await assert.rejects(client.request('textDocument/hover', params), /hover came before "initialize"/);
  await client.initialize();
  await assert.rejects(client.request('initialize', { capabilities: {} }), /initialized already/);
  assert.equal(await client.request('textDocument/hover', params), null);
  await client.request('shutdown', undefined);
  await assert.rejects(client.request('textDocument/hover', params), /hover came after "shutdown"/);
  client.close();
});

test('a mistake in an engine becomes an error response and a line in the log', async () => {
  const [language] = toy.languages;
  const broken: Language = {
    ...language,
    parse: (text, options) => {
      if (text.includes('boom')) throw new Error('The engine broke.');
      return language.parse(text, options);
    },
  };
  const engine: Engine = { ...toy, languages: [broken] };
  const client = await connect([engine]);
  await client.open(uri, 'toy-asm', 'boom');
  const hover = () => client.request('textDocument/hover', { textDocument: { uri }, position });
  await assert.rejects(hover(), /hover failed because of a mistake in Gaslamp: The engine broke\./);
  await client.until(() => client.log.some((line) => line.includes('The engine broke.')));
  await client.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: 'halt' }],
  });
  assert.ok(await hover());
  client.close();
});

test('a request that its client took back is not computed', async () => {
  let parses = 0;
  const [language] = toy.languages;
  const counting: Language = {
    ...language,
    parse: (text, options) => {
      parses += 1;
      return language.parse(text, options);
    },
  };
  const client = await connect([{ ...toy, languages: [counting] }], { capabilities: capable });
  await client.open(uri, 'toy-asm', 'halt');
  const params = { textDocument: { uri }, position };
  await Promise.all([
    client.raw({ jsonrpc: '2.0', id: 'mine', method: 'textDocument/hover', params }),
    client.raw({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 'mine' } }),
  ]);
  await client.request('gaslamp/parts', wellFormed);
  assert.equal(parses, 0);
  client.close();
});

test('a huge text, a binary one and one long line are answered', async () => {
  const client = await connect([toy]);
  const binary = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('');
  const texts = ['push 1\n'.repeat(20_000), binary, 'x'.repeat(1_000_000), ''];
  for (const [version, text] of texts.entries()) {
    await client.open(uri, 'toy-asm', text, version);
    for (const method of methods) {
      await client.request(method, { ...wellFormed, textDocument: { uri } }).catch((error) => {
        assert.doesNotMatch(error.message, /mistake in Gaslamp/, method);
      });
    }
  }
  await client.open(uri, 'toy-asm', 'nonsense\n'.repeat(5000));
  const report = await client.request<{ items: unknown[] }>('textDocument/diagnostic', { textDocument: { uri } });
  assert.equal(report.items.length, 1001);
  assert.match(JSON.stringify(report.items.at(-1)), /4,000 more problems/);
  client.close();
});
