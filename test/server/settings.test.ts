import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hover } from 'vscode-languageserver';
import { solana } from '../../engines/bpf/index.ts';
import { toy } from '../toy/index.ts';
import { type Client, capable, connect } from './client.ts';

const key = 'gaslamp.toy.version';
const uri = 'untitled:a';

/** What the card of `add` says it costs: 1 in v1, 2 in v2. */
const cost = async (client: Client) => {
  const params = { textDocument: { uri }, position: { line: 0, character: 0 } };
  const { contents } = await client.request<Hover>('textDocument/hover', params);
  return /Fuel: \*\*(\d+)\*\*/.exec(JSON.stringify(contents))?.[1];
};

const problems = async (client: Client) => {
  const params = { textDocument: { uri } };
  return (await client.request<{ items: { code: string }[] }>('textDocument/diagnostic', params)).items.map(
    (p) => p.code,
  );
};

const changed = (client: Client, settings: unknown = null) =>
  client.notify('workspace/didChangeConfiguration', { settings });

test('the version comes from the settings, and a change of it refreshes what is shown', async () => {
  const client = await connect([toy], { settings: { [key]: 'v1' } });
  await client.until(() => client.refreshed.length === 3);
  assert.deepEqual(client.registered.length, 1);
  await client.open(uri, 'toy-asm', 'add\nmul\n');
  assert.equal(await cost(client), '1');
  assert.deepEqual(await problems(client), ['not-in-version']);
  client.settings = { [key]: 'v2' };
  await changed(client);
  await client.until(() => client.refreshed.length === 6);
  assert.deepEqual(client.refreshed.slice(3), ['inlayHint', 'diagnostic', 'semanticTokens']);
  assert.equal(await cost(client), '2');
  assert.deepEqual(await problems(client), ['stack-underflow'], 'now that "mul" exists, it is seen to find nothing');
  await changed(client);
  assert.equal(await cost(client), '2');
  assert.equal(client.refreshed.length, 6, 'nothing changed, nothing is refreshed');
  client.close();
});

test('an unknown version falls back to the default, with one warning', async () => {
  for (const value of ['v9', 7, { a: 1 }, '']) {
    const client = await connect([toy], { settings: { [key]: value } });
    await client.until(() => client.shown.length > 0);
    await changed(client);
    await client.open(uri, 'toy-asm', 'add\n');
    assert.equal(await cost(client), '2');
    const found = JSON.stringify(value);
    const sentence = `The setting "${key}" is ${found}, but takes one of v1, v2; v2 is used.`;
    assert.deepEqual(client.shown, [sentence]);
    client.close();
  }
});

test('a client that pushes its settings is understood too', async () => {
  const client = await connect([toy], { capabilities: {} });
  await client.open(uri, 'toy-asm', 'add\n');
  assert.equal(await cost(client), '2');
  await changed(client, { gaslamp: { toy: { version: 'v1' } } });
  assert.equal(await cost(client), '1');
  await changed(client, null);
  assert.equal(await cost(client), '2');
  assert.deepEqual(client.refreshed, []);
  client.close();
});

test('what is wrong is told by the settings, even when it is asked for before they are here', async () => {
  const client = await connect([toy], { capabilities: { workspace: { configuration: true } } });
  let tell = (_versions: readonly unknown[]) => {};
  const asked = new Promise<void>((resolve) => {
    client.connection.onRequest('workspace/configuration', () => {
      resolve();
      return new Promise((answer) => (tell = answer));
    });
  });
  await changed(client);
  await asked;
  await client.open(uri, 'toy-asm', 'push 1\npush 1\nmul\nhalt\n');
  const found = problems(client);
  assert.ok(await cost(client), 'what can be told without them does not wait');
  tell(['v1']);
  assert.deepEqual(await found, ['not-in-version']);
  client.close();
});

test('a client that refuses to tell its settings leaves a line in the log and the defaults', async () => {
  const client = await connect([toy], { capabilities: { workspace: { configuration: true } } });
  client.connection.onRequest('workspace/configuration', () => {
    throw new Error('No settings here.');
  });
  await changed(client);
  await client.until(() => client.log.length > 0);
  assert.match(client.log.join(), /did not tell its settings, so the defaults hold: .*No settings here/);
  await client.open(uri, 'toy-asm', 'add\n');
  assert.equal(await cost(client), '2');
  client.close();
});

test('a client without snippets gets none', async () => {
  for (const [capabilities, expected] of [
    [capable, true],
    [{}, false],
  ] as const) {
    const client = await connect([toy], { capabilities });
    await client.open(uri, 'toy-asm', '\n');
    const params = { textDocument: { uri }, position: { line: 0, character: 0 } };
    const { items } = await client.request<{ items: object[] }>('textDocument/completion', params);
    assert.ok(items.length > 5);
    assert.equal(JSON.stringify(items).includes('$'), expected);
    client.close();
  }
});

test('a version that a text says itself comes before the setting', async () => {
  const client = await connect([solana], { settings: { 'gaslamp.solana.sbpfVersion': 'v3' } });
  const own = async () =>
    (await client.request<{ own?: string }>('gaslamp/versions', { uri, languageId: 'sbpf-asm' })).own;
  const code = 'entrypoint: hor64 r1, 1\nexit\n';
  await client.open(uri, 'sbpf-asm', code);
  assert.equal(await own(), undefined);
  assert.deepEqual(await problems(client), ['not-in-version'], 'version 3 has no such instruction');
  await client.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: `.version v2\n${code}` }],
  });
  assert.equal(await own(), 'v2');
  assert.deepEqual(await problems(client), []);
  client.close();
});
