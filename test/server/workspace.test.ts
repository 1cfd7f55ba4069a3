import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SymbolInformation } from 'vscode-languageserver';
import { evm } from '../../engines/evm/index.ts';
import { golden } from '../golden.ts';
import { toy } from '../toy/index.ts';
import { type Client, capable, connectUninitialized } from './client.ts';
import { show } from './text.ts';

const counter = '#define %keep(slot) {\n  push $slot\nagain:\n  jump @again\n}\nstart:\n  %keep(1)\n';
const watching = {
  ...capable,
  workspace: { ...capable.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
};

/** A client that tells the files of a workspace, and counts how often it was asked for them. */
const connect = async (capabilities: object, sources: { uri: string; text: string }[]) => {
  const client = connectUninitialized([evm, toy]);
  const asked: unknown[] = [];
  client.connection.onRequest('gaslamp/sources', (params) => {
    asked.push(params);
    return sources;
  });
  const initializationOptions = { sources: true };
  await client.request('initialize', { processId: null, rootUri: null, capabilities, initializationOptions });
  await client.notify('initialized', {});
  return { client, asked };
};

const find = (client: Client, query: string) => client.request<SymbolInformation[]>('workspace/symbol', { query });
const names = async (client: Client, query: string) => (await find(client, query)).map(({ name }) => name);

test('names are found in open texts and in files of the workspace, as open ones stand', async (t) => {
  const sources = [
    { uri: 'file:///work/counter.easm', text: counter },
    { uri: 'file:///work/loop.toy', text: 'const START = 1\nloop:\n  branch loop\n' },
    { uri: 'file:///work/other.txt', text: 'start:' },
  ];
  const { client, asked } = await connect(watching, sources);
  await client.open('file:///work/loop.toy', 'toy-asm', 'again:\n  jump again\n');
  await client.open('untitled:a', 'evm-asm', 'stop_it: stop');
  await client.open('gaslamp-listing:/a.easm?file=x', 'evm-asm', 'stop_that: stop');
  golden(t, new URL('golden/workspaceSymbol.txt', import.meta.url), show('\n'.repeat(20), await find(client, '')));
  assert.deepEqual(await names(client, 'STT'), ['stop_it', 'start']);
  assert.deepEqual(await names(client, 'START'), ['start']);
  assert.deepEqual(asked, [{ extensions: ['.easm', '.toy'] }], 'asked once, as nothing changed');
  await client.notify('workspace/didChangeWatchedFiles', { changes: [] });
  await names(client, '');
  assert.equal(asked.length, 2);
  client.close();
});

test('a client that does not tell of changes is asked each time, one that tells no files never', async () => {
  const { client, asked } = await connect(capable, []);
  await names(client, '');
  await names(client, '');
  assert.equal(asked.length, 2);
  client.close();
  const plain = connectUninitialized([evm]);
  await plain.initialize();
  await plain.open('untitled:a', 'evm-asm', counter);
  assert.deepEqual(await names(plain, ''), ['keep', 'again', 'start']);
  plain.close();
});
