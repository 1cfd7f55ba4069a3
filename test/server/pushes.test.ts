import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { Engine } from '../../engines/engine.ts';
import { toy } from '../toy/index.ts';
import { type Client, capable, connect } from './client.ts';

const uri = 'file:///a.toy';
const key = 'gaslamp.toy.version';

/** A client that cannot ask what is wrong, and what it is told: the next thing each time. */
const listening = async (engine: Engine = toy) => {
  const client = await connect([engine], { capabilities: {} });
  const told: PublishDiagnosticsParams[] = [];
  let wake = () => {};
  client.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    told.push(params);
    wake();
  });
  const next = async () => {
    while (told.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    const { uri, version, diagnostics } = told.shift()!;
    return [uri, version, diagnostics.map(({ code }) => code)];
  };
  return { client, next };
};

const edit = (client: Client, version: number, text: string) =>
  client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });

test('a client that cannot ask is told what is wrong: when a text opens, changes, is read differently, closes', async () => {
  const { client, next } = await listening();
  await client.open(uri, 'toy-asm', 'push 1\nhalt\n');
  assert.deepEqual(await next(), [uri, 1, []]);
  await edit(client, 2, 'pish 1\n');
  assert.deepEqual(await next(), [uri, 2, ['unknown-instruction']]);
  await edit(client, 3, 'push 2\npush 3\nmul\nhalt\n');
  assert.deepEqual(await next(), [uri, 3, []]);
  await client.notify('workspace/didChangeConfiguration', {
    settings: { [key.split('.')[0]!]: { toy: { version: 'v1' } } },
  });
  assert.deepEqual(await next(), [uri, 3, ['not-in-version']]);
  await client.notify('textDocument/didClose', { textDocument: { uri } });
  assert.deepEqual(await next(), [uri, undefined, []]);
  client.close();
});

test('a text on which the engine fails leaves a line in the log, and the next is told', async () => {
  const [language] = toy.languages;
  const parse: typeof language.parse = (text, options) => {
    if (text.includes('bad')) throw new Error('Out of luck.');
    return language.parse(text, options);
  };
  const { client, next } = await listening({ ...toy, languages: [{ ...language, parse }] });
  await client.open(uri, 'toy-asm', 'bad\n');
  await client.until(() => client.log.length > 0);
  assert.match(client.log.join(), /What is wrong .*Out of luck\./);
  await edit(client, 2, 'halt\n');
  assert.deepEqual(await next(), [uri, 2, []]);
  client.close();
});

test('a client that can ask is told nothing unasked', async () => {
  const client = await connect([toy], { capabilities: capable });
  let told = 0;
  client.connection.onNotification('textDocument/publishDiagnostics', () => {
    told += 1;
  });
  await client.open(uri, 'toy-asm', 'pish\n');
  await client.notify('textDocument/didClose', { textDocument: { uri } });
  await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
  assert.equal(told, 0);
  client.close();
});
