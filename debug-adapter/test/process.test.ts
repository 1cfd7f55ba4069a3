import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectTo } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TestClient } from './client.ts';
import { Debugging } from './debugging.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const program = fileURLToPath(new URL('token.easm', import.meta.url));

type Adapter = ChildProcessByStdio<Writable, Readable, Readable>;

/** The adapter as a program, and all it writes to stderr; ended after the test at the latest. */
const start = (t: { after(end: () => void): void }, ...args: readonly string[]) => {
  const adapter: Adapter = spawn(process.execPath, [main, ...args], { stdio: 'pipe' });
  t.after(() => adapter.kill());
  const complaints: string[] = [];
  adapter.stderr.on('data', (chunk: Uint8Array) => complaints.push(String(chunk)));
  const exit = once(adapter, 'exit').then(([code]) => ({ code, complaints: complaints.join('') }));
  return { adapter, exit };
};

const well = { code: 0, complaints: '' };

test('as a program on stdio: a session from file to end, and the process ends with it', async (t) => {
  const { adapter, exit } = start(t);
  const debugging = new Debugging(new TestClient(adapter.stdout, adapter.stdin));
  await debugging.start({ program }, { [program]: [16] });
  assert.match(await debugging.where(), / token\.easm:16$/);
  await debugging.go('stepBack');
  assert.match(await debugging.where(), / token\.easm:15$/);
  assert.equal((await debugging.go('continue')).reason, 'breakpoint');
  await debugging.client.ask('disconnect');
  assert.deepEqual(await exit, well);
});

test('a missing file is refused, and the process goes on', async (t) => {
  const { adapter, exit } = start(t);
  const client = new TestClient(adapter.stdout, adapter.stdin);
  assert.match(await client.refused('launch', { program: `${program}.gone` }), /There is no file token\.easm\.gone/);
  assert.match(await client.refused('launch', { program: 'memfs:/a.easm' }), /only files on this computer/);
  client.raw('rubbish');
  await client.ask('launch', { program });
  await client.ask('disconnect');
  assert.deepEqual(await exit, well);
});

test('the process ends when its client is gone, whatever runs', async (t) => {
  const { adapter, exit } = start(t);
  const loop = { uri: 'untitled:loop', languageId: 'evm-asm', base64: btoa('again:\n  jump @again\n') };
  const debugging = new Debugging(new TestClient(adapter.stdout, adapter.stdin));
  await debugging.start({ program: loop.uri, files: [loop] });
  await debugging.client.ask('continue', { threadId: debugging.thread });
  adapter.stdin.end();
  assert.deepEqual(await exit, well);
});

test('as a server on the loopback: several sessions, one after another and at once', async (t) => {
  const { adapter } = start(t, '--port', '0');
  const [line] = await once(adapter.stdout, 'data');
  const { address, port } = JSON.parse(String(line));
  assert.equal(address, '127.0.0.1');
  const sessions = [1, 2].map(async () => {
    const socket = connectTo(port, address);
    const debugging = new Debugging(new TestClient(socket, socket));
    await debugging.start({ program }, { [program]: [16] });
    await debugging.client.ask('disconnect');
    await once(socket, 'close');
  });
  await Promise.all(sessions);
});

test('a port that is none is refused', async (t) => {
  const { exit } = start(t, '--port', 'seven');
  assert.deepEqual(await exit, { code: 1, complaints: '"--port" takes a number from 0 to 65535, but is "seven".\n' });
});
