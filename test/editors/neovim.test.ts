import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import {
  type ClientCapabilities,
  type DocumentDiagnosticReport,
  type Hover,
  type InlayHint,
  type PublishDiagnosticsParams,
  type SemanticTokens,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { TestClient } from '../../debug-adapter/test/client.ts';
import { root, samples } from '../../tools/paths.ts';
import { Client } from '../server/client.ts';

/** The bundles as an editor starts them, and what it sends them: Neovim's own LSP client, and the plugin nvim-dap. */

const program = join(samples, 'evm/storage-loop.easm');
const uri = pathToFileURL(program).href;

const start = (t: TestContext, bundle: string, ...args: readonly string[]) => {
  const child = spawn(process.execPath, [join(root, 'dist', bundle), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  return { child, exit: once(child, 'exit').then(([code]) => code) };
};

/** What Neovim 0.7 says of itself, as far as it concerns the server. */
const old: ClientCapabilities = {
  workspace: { applyEdit: true, workspaceFolders: true, symbol: { dynamicRegistration: false } },
  textDocument: {
    synchronization: { dynamicRegistration: false, willSave: false, willSaveWaitUntil: false, didSave: true },
    completion: { dynamicRegistration: false, completionItem: { snippetSupport: false }, contextSupport: false },
    hover: { dynamicRegistration: false, contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
  },
};

/** Neovim 0.10. */
const recent: ClientCapabilities = {
  general: { positionEncodings: ['utf-8', 'utf-16', 'utf-32'] },
  workspace: {
    ...old.workspace,
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: false },
    semanticTokens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: {
    ...old.textDocument,
    completion: { dynamicRegistration: false, completionItem: { snippetSupport: true }, contextSupport: true },
    diagnostic: { dynamicRegistration: false },
    inlayHint: { dynamicRegistration: true, resolveSupport: { properties: ['textEdits', 'tooltip', 'label.tooltip'] } },
  },
};

const attach = async (t: TestContext, version: string, capabilities: ClientCapabilities, settings = {}) => {
  const { child, exit } = start(t, 'server.js', '--stdio');
  const client = new Client(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin), settings);
  const rootUri = pathToFileURL(samples).href;
  await client.request('initialize', {
    processId: process.pid,
    clientInfo: { name: 'Neovim', version },
    rootPath: samples,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: samples }],
    trace: 'off',
    capabilities,
  });
  await client.notify('initialized', {});
  const leave = async () => {
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
    assert.equal(await exit, 0);
    client.close();
  };
  return { client, leave };
};

const hoverAt = async (client: Client, line: number, character: number) => {
  const params = { textDocument: { uri }, position: { line, character } };
  return JSON.stringify((await client.request<Hover>('textDocument/hover', params)).contents);
};

test('Neovim 0.7, which does not ask what is wrong, is told', async (t) => {
  const { client, leave } = await attach(t, '0.7.2', old);
  const told: PublishDiagnosticsParams[] = [];
  client.connection.onNotification('textDocument/publishDiagnostics', (params) => {
    told.push(params);
    wake();
  });
  let wake = () => {};
  const next = async () => {
    if (told.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return told.shift();
  };
  await client.open(uri, 'evm-asm', 'push 1\npish 2\n', 0);
  const [problem] = (await next())?.diagnostics ?? [];
  assert.match(JSON.stringify(problem), /\\"pish\\"; did you mean push/);
  const range = { start: { line: 1, character: 1 }, end: { line: 1, character: 2 } };
  await client.notify('textDocument/didChange', {
    textDocument: { uri, version: 4 },
    contentChanges: [{ range, rangeLength: 1, text: 'u' }],
  });
  assert.deepEqual(await next(), { uri, version: 4, diagnostics: [] });
  assert.match(await hoverAt(client, 1, 1), /Gas: \*\*3\*\*/);
  await leave();
});

test('Neovim 0.10 asks: what is wrong by its settings, colours, hints', async (t) => {
  const { client, leave } = await attach(t, '0.10.4', recent, { 'gaslamp.evm.fork': 'cancun' });
  await client.notify('workspace/didChangeConfiguration', { settings: { gaslamp: { evm: { fork: 'cancun' } } } });
  const text = 'push 1\nclz\n';
  await client.open(uri, 'evm-asm', text, 0);
  const textDocument = { uri };
  const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument });
  assert.match(JSON.stringify(report), /CLZ exists since Osaka; the fork here is Cancun/);
  const tokens = await client.request<SemanticTokens>('textDocument/semanticTokens/full', { textDocument });
  assert.equal(tokens.data.length, 3 * 5);
  const range = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
  assert.ok((await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range })).length > 0);
  await leave();
});

/** A session as nvim-dap leads it, up to where the person stops looking. */
const debug = async (client: TestClient) => {
  await client.ask('initialize', {
    adapterID: 'nvim-dap',
    clientID: 'neovim',
    clientName: 'neovim',
    columnsStartAt1: true,
    linesStartAt1: true,
    locale: 'C.UTF-8',
    pathFormat: 'path',
    supportsProgressReporting: true,
    supportsRunInTerminalRequest: true,
    supportsStartDebuggingRequest: true,
    supportsVariableType: true,
  });
  const launched = client.ask('launch', {
    name: 'Debug this file',
    program,
    request: 'launch',
    stopOnEntry: true,
    type: 'gaslamp',
  });
  await client.event('initialized');
  const line = (await readFile(program, 'utf8')).split('\n').findIndex((text) => text.includes('sload')) + 1;
  const { breakpoints } = await client.ask<DebugProtocol.SetBreakpointsResponse['body']>('setBreakpoints', {
    breakpoints: [{ line }],
    lines: [line],
    source: { name: 'storage-loop.easm', path: program },
    sourceModified: false,
  });
  assert.equal(breakpoints[0]?.verified, true);
  await client.ask('setExceptionBreakpoints', { filters: [] });
  await client.ask('configurationDone');
  await launched;

  const { reason, threadId } = await client.event('stopped');
  assert.equal(reason, 'entry');
  assert.ok((await client.ask<{ threads: { id: number }[] }>('threads')).threads.some(({ id }) => id === threadId));
  await client.ask('continue', { granularity: 'statement', threadId });
  assert.equal((await client.event('stopped')).reason, 'breakpoint');
  const { stackFrames } = await client.ask<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', {
    startFrame: 0,
    threadId,
  });
  const [frame] = stackFrames;
  assert.deepEqual([frame?.source?.path, frame?.line], [program, line]);
  const { scopes } = await client.ask<{ scopes: DebugProtocol.Scope[] }>('scopes', { frameId: frame?.id });
  const { variablesReference } = scopes.find(({ name }) => name === 'Stack') ?? {};
  const { variables } = await client.ask<{ variables: DebugProtocol.Variable[] }>('variables', { variablesReference });
  assert.ok(variables.length > 0);
  await client.ask('stepBack', { granularity: 'statement', threadId });
  assert.equal((await client.event('stopped')).reason, 'step');
  await client.ask('disconnect', { restart: false, terminateDebuggee: true });
};

test('nvim-dap debugs with the adapter as its child', async (t) => {
  const { child, exit } = start(t, 'debug-adapter.js');
  await debug(new TestClient(child.stdout, child.stdin));
  assert.equal(await exit, 0);
});

test('nvim-dap debugs with the adapter as a server', async (t) => {
  const { child } = start(t, 'debug-adapter.js', '--port', '0');
  const [line] = await once(child.stdout, 'data');
  const { address, port } = JSON.parse(String(line));
  const socket = connect(port, address);
  await debug(new TestClient(socket, socket));
  await once(socket, 'close');
});
