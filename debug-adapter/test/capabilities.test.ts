import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { toy } from '../../test/toy/index.ts';
import { capabilities } from '../capabilities.ts';
import { type Debugging, debugEvm, debugToy } from './debugging.ts';

const path = '/toys/a.toy';
const program = 'push 1\ncall there\nhalt\nthere:\n  push 2\n  sys print\n  ret\n';

const storing = 'push 7\npush 2\nstore\nhalt\n';
const spawning = 'push 1\nspawn worker\ndrop\npush 2\nspawn worker\nhalt\nworker:\n  ret\n';

/** Another program, stopped before its first step. */
const started = async (text: string): Promise<Debugging> => {
  const debugging = debugToy({ 'a.toy': text });
  await debugging.start({ program: path });
  return debugging;
};

type Targets = { readonly targets: readonly { readonly id: number }[] };

type Capability = keyof DebugProtocol.Capabilities;

/** Shows of each capability that is declared that it works; all start stopped in line 5. */
const shown: Partial<Record<Capability, (debugging: Debugging) => Promise<void>>> = {
  supportsConfigurationDoneRequest: async ({ client }) => {
    assert.ok(client.transcript.some((line) => line.startsWith('← configurationDone')));
  },
  supportsBreakpointLocationsRequest: async ({ client }) => {
    const { breakpoints } = await client.ask('breakpointLocations', { source: { path }, line: 1, endLine: 4 });
    assert.equal((breakpoints as unknown[]).length, 3);
  },
  supportsConditionalBreakpoints: async (debugging) => {
    await debugging.breakpoints(path, [
      { line: 6, condition: 'stack[0] == 3' },
      { line: 7, condition: 'stack[0] == 2' },
    ]);
    await debugging.go('continue');
    assert.equal(await debugging.where(), 'there a.toy:7');
  },
  supportsHitConditionalBreakpoints: async (debugging) => {
    await debugging.breakpoints(path, [
      { line: 6, hitCondition: '> 1' },
      { line: 7, hitCondition: '1' },
    ]);
    await debugging.go('continue');
    assert.equal(await debugging.where(), 'there a.toy:7');
  },
  supportsLogPoints: async (debugging) => {
    await debugging.breakpoints(path, [{ line: 6, logMessage: 'has {stack[0]}' }, 7]);
    await debugging.go('continue');
    assert.match(debugging.printed(), /^has 2\n/);
  },
  supportsFunctionBreakpoints: async (debugging) => {
    const set = await debugging.client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'there' }] });
    assert.equal((set.breakpoints as DebugProtocol.Breakpoint[])[0]?.verified, true);
    await debugging.breakpoints(path, []);
    await debugging.client.ask('restart');
    assert.equal((await debugging.stopped()).reason, 'function breakpoint');
  },
  supportsInstructionBreakpoints: async (debugging) => {
    const breakpoints = [{ instructionReference: '0x100', offset: 14 }];
    await debugging.client.ask('setInstructionBreakpoints', { breakpoints });
    assert.equal((await debugging.go('continue')).reason, 'instruction breakpoint');
    assert.equal(await debugging.where(), 'there a.toy:6');
  },
  supportsDataBreakpoints: async (debugging) => {
    const { dataId } = await debugging.client.ask('dataBreakpointInfo', { name: 'stack[0]' });
    await debugging.client.ask('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'readWrite' }] });
    assert.equal((await debugging.go('reverseContinue')).reason, 'data breakpoint');
    assert.equal(await debugging.where(), 'main a.toy:2');
  },
  supportsDataBreakpointBytes: async () => {
    const debugging = await started(storing);
    const { dataId } = await debugging.client.ask('dataBreakpointInfo', { name: '0x1', bytes: 2, asAddress: true });
    await debugging.client.ask('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write' }] });
    const { reason, description } = await debugging.go('continue');
    assert.deepEqual([reason, description], ['data breakpoint', 'memory[0x2] written by store in main: nothing → 7']);
  },
  supportsExceptionFilterOptions: async () => {
    const debugging = await started(spawning);
    const filterOptions = [{ filterId: 'toy.spawn', condition: 'stack[0] == 2' }];
    await debugging.client.ask('setExceptionBreakpoints', { filters: [], filterOptions });
    assert.equal((await debugging.go('continue')).text, 'Thread 2 starts at worker.');
  },
  supportsStepBack: async (debugging) => {
    await debugging.go('stepBack');
    assert.equal(await debugging.where(), 'main a.toy:2');
    assert.equal((await debugging.go('reverseContinue')).reason, 'entry');
  },
  supportsSteppingGranularity: async (debugging) => {
    await debugging.go('next');
    await debugging.go('stepIn', { granularity: 'instruction' });
    assert.equal((await debugging.frames())[0]?.name, 'print');
    await debugging.go('stepBack', { granularity: 'line' });
    assert.equal(await debugging.where(), 'there a.toy:6');
  },
  supportsRestartRequest: async (debugging) => {
    await debugging.client.ask('restart');
    assert.equal((await debugging.stopped()).reason, 'breakpoint');
  },
  supportsTerminateRequest: async ({ client }) => {
    await client.ask('terminate');
    await client.event('terminated');
  },
  supportsDelayedStackTraceLoading: async (debugging) => {
    const [first] = await debugging.frames({ startFrame: 1, levels: 1 });
    assert.equal(first?.name, 'main');
  },
  supportsEvaluateForHovers: async (debugging) => {
    assert.equal(await debugging.evaluate('push', 'hover'), 'push, now: 1 fuel: 1 base');
  },
  supportsClipboardContext: async (debugging) => {
    assert.equal(await debugging.evaluate('stack[0]', 'clipboard'), '1');
  },
  supportsExceptionInfoRequest: async (debugging) => {
    await debugging.client.ask('restart', { arguments: { program: path, limits: { steps: 3 } } });
    await debugging.stopped();
    await debugging.go('continue');
    assert.equal((await debugging.client.ask('exceptionInfo', { threadId: 1 })).exceptionId, 'Stopped by a limit');
  },
  supportsSetVariable: async (debugging) => {
    const variablesReference = await debugging.scopeReference('Stack');
    const { value } = await debugging.client.ask('setVariable', { variablesReference, name: '0', value: '7' });
    assert.equal(value, '7');
  },
  supportsSetExpression: async (debugging) => {
    await debugging.client.ask('setExpression', { expression: 'stack[0]', value: 'stack[0] + 1' });
    assert.equal(await debugging.evaluate('stack[0]'), '2');
  },
  supportsReadMemoryRequest: async ({ client }) => {
    const { memoryReference } = await client.ask('evaluate', { expression: 'memory' });
    assert.deepEqual(await client.ask('readMemory', { memoryReference, count: 4 }), {
      address: '0x0',
      unreadableBytes: 4,
    });
  },
  supportsWriteMemoryRequest: async () => {
    const debugging = await started(storing);
    await debugging.breakpoints(path, [4]);
    await debugging.go('continue');
    const { memoryReference } = await debugging.client.ask('evaluate', { expression: 'memory' });
    await debugging.client.ask('writeMemory', { memoryReference, data: btoa('abc') });
    assert.equal(await debugging.evaluate('memory[0..3]'), '0x616263');
  },
  supportsDisassembleRequest: async (debugging) => {
    const [frame] = await debugging.frames();
    const rows = { memoryReference: frame?.instructionPointerReference, instructionOffset: -1, instructionCount: 3 };
    const { instructions } = await debugging.client.ask<{ instructions: { instruction: string }[] }>(
      'disassemble',
      rows,
    );
    assert.deepEqual(
      instructions.map(({ instruction }) => instruction),
      ['halt', 'push 2', 'sys print'],
    );
  },
  supportsGotoTargetsRequest: async (debugging) => {
    const { targets } = await debugging.client.ask<Targets>('gotoTargets', { source: { path }, line: 2 });
    assert.equal((await debugging.go('goto', { targetId: targets[0]?.id })).reason, 'goto');
    assert.equal(await debugging.where(), 'main a.toy:2');
  },
  supportsRestartFrame: async (debugging) => {
    const [, main] = await debugging.frames();
    assert.equal((await debugging.go('restartFrame', { frameId: main?.id })).reason, 'restart');
    assert.equal(await debugging.where(), 'main a.toy:1');
  },
  supportsStepInTargetsRequest: async (debugging) => {
    await debugging.go('next');
    const [frame] = await debugging.frames();
    const { targets } = await debugging.client.ask<Targets>('stepInTargets', { frameId: frame?.id });
    await debugging.go('stepIn', { targetId: targets[0]?.id });
    assert.equal((await debugging.frames())[0]?.name, 'print');
  },
  supportsCancelRequest: async () => {
    const debugging = debugEvm('loop:\n  push @loop jump\n');
    await debugging.start({ program: '/contracts/a.easm', gas: '0x7000000000000000' });
    const { request_seq } = await debugging.client.request('continue', { threadId: debugging.thread });
    await debugging.client.ask('cancel', { requestId: request_seq });
    assert.equal((await debugging.stopped()).description, 'Cancelled: back where it began');
  },
  supportsCompletionsRequest: async ({ client }) => {
    const { targets } = await client.ask<{ targets: { label: string }[] }>('completions', { text: 'sta', column: 4 });
    assert.deepEqual(
      targets.map(({ label }) => label),
      ['stack'],
    );
  },
  completionTriggerCharacters: async ({ client }) => {
    const ask = async (text: string) =>
      (await client.ask<{ targets: unknown[] }>('completions', { text, column: text.length + 1 })).targets.length;
    assert.deepEqual([await ask('fuel.'), await ask('stack[')], [3, 1]);
  },
  supportsLoadedSourcesRequest: async ({ client }) => {
    assert.deepEqual(await client.ask('loadedSources'), { sources: [{ name: 'a.toy', path }] });
  },
  supportsANSIStyling: async () => {
    const styled = debugToy({ 'a.toy': program });
    await styled.prepare({ program: path, noDebug: true }, { supportsANSIStyling: true });
    await styled.client.ask('configurationDone');
    await styled.client.event('terminated');
    assert.ok(styled.printed().includes('\u001b[1;32m✔ Halted'));
  },
  exceptionBreakpointFilters: async () => {
    const debugging = await started(spawning);
    await debugging.client.ask('setExceptionBreakpoints', { filters: ['toy.spawn'] });
    assert.equal((await debugging.go('continue')).text, 'Thread 1 starts at worker.');
    await debugging.client.ask('setExceptionBreakpoints', { filters: [] });
    assert.equal((await debugging.go('continue')).reason, 'end');
  },
};

/** Requests that no client may send, because the capability behind them is not declared. */
const undeclared: Readonly<Record<string, Capability>> = {
  modules: 'supportsModulesRequest',
  terminateThreads: 'supportsTerminateThreadsRequest',
};

test('initialize declares what the adapter can do', async () => {
  assert.deepEqual(await debugToy({}).client.ask('initialize', { adapterID: 'gaslamp' }), capabilities([toy]));
});

test('the events of several engines are told apart', () => {
  const other = { ...toy, id: 'other', name: 'Other' };
  const filters = capabilities([toy, other]).exceptionBreakpointFilters ?? [];
  assert.equal(new Set(filters.map(({ filter }) => filter)).size, 6);
  assert.equal(filters.at(-1)?.label, 'Other: Code made');
});

for (const capability of Object.keys(capabilities([toy])) as Capability[]) {
  test(`works as declared: ${capability}`, async () => {
    const show = shown[capability];
    assert.ok(show, 'a capability that nothing shows');
    const debugging = debugToy({ 'a.toy': program });
    await debugging.start({ program: path }, { [path]: [5] });
    await show(debugging);
  });
}

test('what is not declared is refused', async () => {
  const declared = Object.keys(capabilities([toy]));
  const debugging = debugToy({ 'a.toy': program });
  await debugging.start({ program: path });
  for (const [command, capability] of Object.entries(undeclared)) {
    assert.ok(!declared.includes(capability));
    assert.match(await debugging.client.refused(command, {}), /does not know the request/);
  }
});
