import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hover, Location } from 'vscode-languageserver';
import type { Language } from '../../engines/language.ts';
import { toy } from '../toy/index.ts';
import { type Client, connect } from './client.ts';
import { at } from './text.ts';

const counted = () => {
  const [language] = toy.languages;
  const parsed: string[] = [];
  const counting: Language = {
    ...language,
    parse: (text, options) => {
      parsed.push(text);
      return language.parse(text, options);
    },
  };
  return { engine: { ...toy, languages: [counting] as const }, parsed };
};

const hover = (client: Client, uri: string, line: number, character = 0) =>
  client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position: { line, character } });

const change = (client: Client, uri: string, version: number, contentChanges: object[]) =>
  client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });

test('a text is parsed at the first request after a change, once', async () => {
  const { engine, parsed } = counted();
  const client = await connect([engine]);
  const uri = 'file:///a.toy';
  await client.open(uri, 'toy-asm', 'push 1\n');
  for (let version = 2; version < 12; version += 1) {
    const end = { line: 0, character: 4 + version };
    await change(client, uri, version, [{ range: { start: end, end }, text: '0' }]);
  }
  await Promise.all([0, 0, 0].map((line) => hover(client, uri, line)));
  assert.deepEqual(parsed, ['push 10000000000\n']);
  client.close();
});

test('several edits since the last reading are told as one, and the text that was sent whole too', async () => {
  const [language] = toy.languages;
  const told: unknown[] = [];
  let text = '';
  const listening: Language = {
    ...language,
    parse: (now, options) => {
      const { range, text: put } = options.before?.edit ?? { range: { start: 0, end: text.length }, text: now };
      assert.equal(text.slice(0, range.start) + put + text.slice(range.end), now);
      told.push(options.before && { ...range, put });
      text = now;
      return language.parse(now, options);
    },
  };
  const client = await connect([{ ...toy, languages: [listening] as const }]);
  const uri = 'file:///a.toy';
  await client.open(uri, 'toy-asm', 'push 1\npush 2\nadd\n');
  await hover(client, uri, 0);
  const edit = (line: number, from: number, to: number, put: string) => ({
    range: { start: { line, character: from }, end: { line, character: to } },
    text: put,
  });
  await change(client, uri, 2, [edit(1, 5, 6, '345'), edit(0, 5, 5, '9')]);
  await change(client, uri, 3, [edit(1, 6, 8, '')]);
  await hover(client, uri, 0);
  await hover(client, uri, 0);
  await change(client, uri, 4, [{ text: 'halt\n' }]);
  await hover(client, uri, 0);
  assert.deepEqual(told, [undefined, { start: 5, end: 13, put: '91\npush 3' }, { start: 0, end: 19, put: 'halt\n' }]);
  client.close();
});

test('edits by range apply in order, over any line ends and beyond the end of the text', async () => {
  const { engine, parsed } = counted();
  const client = await connect([engine]);
  const uri = 'file:///a.toy';
  await client.open(uri, 'toy-asm', 'push 1\r\ndrop\rhalt\n');
  const text = async () => {
    await hover(client, uri, 0);
    return parsed.at(-1);
  };
  const point = (line: number, character: number) => ({ line, character });
  await change(client, uri, 2, [
    { range: { start: point(0, 5), end: point(0, 6) }, text: '22\r\npush 3' },
    { range: { start: point(2, 0), end: point(2, 4) }, text: 'add' },
  ]);
  assert.equal(await text(), 'push 22\r\npush 3\r\nadd\rhalt\n');
  await change(client, uri, 3, [
    { range: { start: point(3, 99), end: point(99, 99) }, text: '\njump 0' },
    { range: { start: point(99, 0), end: point(99, 0) }, text: '\nret' },
    { range: { start: point(5, 0), end: point(5, 1) }, text: 'R' },
  ]);
  assert.equal(await text(), 'push 22\r\npush 3\r\nadd\rhalt\njump 0\nRet');
  client.close();
});

test('a malformed edit leaves the text as it was, and says so in the log', async () => {
  const { engine, parsed } = counted();
  const client = await connect([engine]);
  const uri = 'file:///a.toy';
  await client.open(uri, 'toy-asm', 'halt');
  await change(client, uri, 2, [{ text: 'drop' }, { text: 5 }]);
  await change(client, 'file:///b.toy', 2, [{ text: 'drop' }]);
  await hover(client, uri, 0);
  assert.deepEqual(parsed, ['halt']);
  assert.match(client.log.join('\n'), /contentChanges\[1\]\.text should be a string, but is a number/);
  assert.match(client.log.join('\n'), /b\.toy was changed, but is not open/);
  client.close();
});

test('untitled, virtual and notebook documents are served like files, by their language', async () => {
  const client = await connect([toy]);
  const text = 'loop:\n  branch loop\n';
  const uris = [
    'untitled:Untitled-1',
    'gaslamp-listing:/main.toy?file%3Dfile%253A%252F%252F%252Fa.bin',
    'vscode-notebook-cell:/work/lesson.gaslamp.md#W0sZmlsZQ%3D%3D',
    'vscode-vfs://github/owner/name/README',
    'file:///c%3A/work/no-ending',
  ];
  for (const uri of uris) {
    await client.open(uri, 'toy-asm', text);
    const position = at(text, 'loop', 2);
    const found = await client.request<Location>('textDocument/definition', { textDocument: { uri }, position });
    assert.equal(found.uri, uri, 'the URI comes back to the letter');
    const card = JSON.stringify((await hover(client, uri, 0))?.contents);
    assert.equal(card.includes(`(${uri}#L1)`), !uri.includes('#'), 'a link to the line, where a URI can have one');
  }
  client.close();
});

test('columns are UTF-16 code units', async () => {
  const client = await connect([toy]);
  const text = 'halt ; 🏮 „ä“\npush 1 ; 🏮';
  await client.open('untitled:u', 'toy-asm', text);
  assert.equal((await hover(client, 'untitled:u', 1, 2))?.range?.start.line, 1);
  const { data } = await client.request<{ data: number[] }>('textDocument/semanticTokens/full', {
    textDocument: { uri: 'untitled:u' },
  });
  assert.equal(data[7], '; 🏮 „ä“'.length);
  client.close();
});
