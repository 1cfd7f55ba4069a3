import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { TestClient } from '../../debug-adapter/test/client.ts';
import { Debugging } from '../../debug-adapter/test/debugging.ts';
import { shareable } from '../../engines/companions.ts';
import type { CallsResult, FileParams, FilesResult, LaunchOfResult } from '../../server/protocol.ts';
import { samples } from '../../tools/paths.ts';
import { buildSamples } from '../../tools/samples.ts';
import { Client } from '../server/client.ts';
import { skipped } from './oracle.ts';

type Child = ChildProcessByStdio<Writable, Readable, null>;

const children: Child[] = [];
const run = (file: string, ...args: readonly string[]): Child => {
  const main = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return child;
};

let server: Client;
let folder: string;
before(async () => {
  await buildSamples();
  folder = mkdtempSync(join(tmpdir(), 'gaslamp-solana-'));
  const { stdout, stdin } = run('server/main.ts', '--stdio');
  server = new Client(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  await server.initialize();
});
after(() => {
  server.close();
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
});

const sample = (name: string): string => join(samples, 'solana', name);

/** Files that a launch leads to, as an editor reads them. */
const filesBehind = async (launch: object): Promise<readonly FileParams[]> => {
  const files: FileParams[] = [];
  const absent: string[] = [];
  for (;;) {
    const { needed } = await server.request<FilesResult>('gaslamp/files', { launch, files, absent });
    if (needed.length === 0) return files;
    for (const { uri, shared } of needed) {
      const path = fileURLToPath(uri);
      if (!existsSync(path)) absent.push(uri);
      else {
        const bytes = Buffer.from(shareable(readFileSync(path), shared));
        files.push({ uri, name: basename(path), base64: bytes.toString('base64'), ...(shared && { shared }) });
      }
    }
  }
};

/** What F5 does on a file, with a call that a person chooses and answers to its questions. */
const pressF5 = async (program: string, call?: { readonly id: string; readonly texts: readonly string[] }) => {
  const files = await filesBehind({ program });
  const [file, ...companions] = files;
  const calls = call && (await server.request<CallsResult>('gaslamp/calls', { file, companions }));
  const chosen =
    call &&
    (await server.request<LaunchOfResult>('gaslamp/launchOf', {
      handle: calls?.handle,
      answers: [{ call: call.id, texts: call.texts }],
    }));
  const adapter = run('debug-adapter/main.ts');
  const debugging = new Debugging(new TestClient(adapter.stdout, adapter.stdin));
  return { debugging, launch: { program, files, stopOnEntry: true, ...chosen?.launch } };
};

test('F5 on the counter asks what is called, makes its account, and counts; the way back undoes it', async () => {
  const { debugging, launch } = await pressF5(sample('counter.sbpf'), { id: 'increment', texts: [] });
  await debugging.start(launch);
  assert.match(debugging.printed(), /"increment" gets counter \(8 bytes of the program\)/);
  const { description } = await debugging.go('continue');
  assert.match(description ?? '', /succeeded; it took 54 compute units/);
  assert.match(debugging.printed(), /counter data\.count\s+0\s+→\s+1/);
  await debugging.go('reverseContinue');
  assert.match(await debugging.where(), /counter\.sbpf:\d+$/);
  await debugging.client.ask('disconnect');
});

test('F5 on a program that everybody knows runs a transfer', { skip: skipped }, async () => {
  const { debugging, launch } = await pressF5(sample('token.so'), { id: 'transfer', texts: ['5'] });
  await debugging.start(launch);
  assert.match((await debugging.go('continue')).description ?? '', /succeeded; it took 76 compute units/);
  await debugging.client.ask('disconnect');
});

test('what is broken is refused in a sentence, and the same processes go on', async () => {
  const path = join(folder, 'broken.so');
  const adapter = run('debug-adapter/main.ts');
  const client = new TestClient(adapter.stdout, adapter.stdin);
  await client.ask('initialize', { clientID: 'vscode', adapterID: 'gaslamp' });
  for (const [bytes, sentence] of [
    ['', /broken\.so is no ELF file/],
    ['\x7fELF', /cannot be loaded: The ELF is cut off/],
  ] as const) {
    writeFileSync(path, bytes);
    const files = await filesBehind({ program: path });
    assert.match(await client.refused('launch', { program: path, files }), sentence);
    const [file] = files;
    await assert.rejects(server.request('gaslamp/listing', { file }), sentence);
  }
  const debugging = new Debugging(client);
  await debugging.start({ program: sample('hello.sbpf'), stopOnEntry: true });
  assert.match((await debugging.go('continue')).description ?? '', /succeeded/);
  const uri = pathToFileURL(sample('hello.sbpf')).href;
  await server.open(uri, 'sbpf-asm', 'entrypoint:\n  exit\n');
  const hover = { textDocument: { uri }, position: { line: 1, character: 3 } };
  assert.match(JSON.stringify(await server.request('textDocument/hover', hover)), /exit/);
  await client.ask('disconnect');
});

test('of a keypair beside a program nothing secret comes to another process', async () => {
  const program = join(folder, 'x.sbpf');
  writeFileSync(program, 'entrypoint:\n  mov64 r0, 0\n  exit\n');
  writeFileSync(join(folder, 'x-keypair.json'), JSON.stringify([...Array(32).fill(77), ...Array(32).fill(5)]));
  const { debugging, launch } = await pressF5(program);
  const sent = launch.files.map(({ base64 }) => Buffer.from(base64, 'base64').toString()).join('\n');
  assert.match(sent, /^\[0,0/m);
  assert.doesNotMatch(sent, /77/);
  await debugging.start(launch);
  assert.match(debugging.printed(), /The program has the key LbUiWL3xVV8hTFYBVdbTNrpDo41NKS6o3LHHuDzjfcY/);
  await debugging.client.ask('disconnect');
});
