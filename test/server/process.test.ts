import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { engines } from '../../engines/list.ts';
import { Client } from './client.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));

/** The first instruction of the first engine, through the whole program. */
const hoverOnce = async (client: Pick<Client, 'request' | 'open'>) => {
  const [engine] = engines;
  const row = engine?.instructions[0];
  assert.ok(engine && row);
  await client.open('untitled:a', engine.languages[0].id, `${row.mnemonic}\n`);
  const params = { textDocument: { uri: 'untitled:a' }, position: { line: 0, character: 1 } };
  assert.match(JSON.stringify(await client.request('textDocument/hover', params)), new RegExp(row.mnemonic));
};

const ended = async (child: ChildProcess) => {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
};

test('the program speaks over stdio, survives messages that are no JSON, and ends when told to', async () => {
  const child = spawn(process.execPath, [main, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const client = new Client(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    await client.initialize();
    child.stdin.write('Content-Length: 9\r\n\r\n{not json');
    child.stdin.write('Content-Length: 0\r\n\r\n');
    child.stdin.write('Content-Length: 2\r\n\r\n{}');
    await hoverOnce(client);
    assert.equal(await client.request('shutdown', undefined), null);
    await client.notify('exit', undefined);
    assert.equal(await ended(child), 0);
    client.close();
  } finally {
    child.kill();
  }
});

test('the program ends when its client is gone', async () => {
  const child = spawn(process.execPath, [main, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const client = new Client(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    await client.initialize();
    child.stdin.end();
    assert.equal(await ended(child), 1);
    client.close();
  } finally {
    child.kill();
  }
});

test('the program speaks over the IPC of Node too, as VS Code starts it', async () => {
  const child = fork(main, ['--node-ipc'], { stdio: 'inherit', execPath: process.execPath });
  try {
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.listen();
    await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
    await hoverOnce({
      request: (method, params) => connection.sendRequest(method, params),
      open: (uri, languageId, text) =>
        connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
    });
    connection.dispose();
  } finally {
    child.kill();
    await ended(child);
  }
});
