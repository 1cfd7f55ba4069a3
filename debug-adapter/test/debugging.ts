import type { DebugProtocol } from '@vscode/debugprotocol';
import { evm } from '../../engines/evm/index.ts';
import { toy } from '../../test/toy/index.ts';
import { connect, type TestClient } from './client.ts';

/** A line from 1, and under which terms to stop there. */
type Line = number | DebugProtocol.SourceBreakpoint;

/** What a person does in a debugger, in a word each. */
export class Debugging {
  readonly client: TestClient;
  /** The thread that stopped last. */
  thread = 1;

  constructor(client: TestClient) {
    this.client = client;
  }

  /** Launches, sets breakpoints (lines from 1, by path), and waits for the first stop. */
  async start(launch: object, breakpoints: Readonly<Record<string, readonly Line[]>> = {}, abilities: object = {}) {
    await this.prepare(launch, abilities);
    const set = Object.entries(breakpoints).map(([path, lines]) => this.breakpoints(path, lines));
    const results = (await Promise.all(set)).flat();
    await this.client.ask('configurationDone');
    return { breakpoints: results, stopped: await this.stopped() };
  }

  /** Launches, up to where a client sets its breakpoints. */
  async prepare(launch: object, abilities: object = {}): Promise<void> {
    await this.client.ask('initialize', { clientID: 'vscode', adapterID: 'gaslamp', ...abilities });
    await this.client.ask('launch', launch);
    await this.client.event('initialized');
  }

  async breakpoints(path: string, lines: readonly Line[]): Promise<DebugProtocol.Breakpoint[]> {
    const breakpoints = lines.map((line) => (typeof line === 'number' ? { line } : line));
    const body = { source: { path }, breakpoints };
    return (await this.client.ask<{ breakpoints: DebugProtocol.Breakpoint[] }>('setBreakpoints', body)).breakpoints;
  }

  async stopped(): Promise<DebugProtocol.StoppedEvent['body']> {
    const body = (await this.client.event('stopped')) as DebugProtocol.StoppedEvent['body'];
    this.thread = body.threadId ?? this.thread;
    return body;
  }

  /** `continue`, `next`, `stepIn`, `stepOut`, `stepBack` or `reverseContinue`, and the stop after it. */
  async go(command: string, args: object = {}): Promise<DebugProtocol.StoppedEvent['body']> {
    await this.client.ask(command, { threadId: this.thread, ...args });
    return this.stopped();
  }

  /** What is told at each data breakpoint on the way to the start or the end, and where. */
  async dataStops(command: string): Promise<readonly string[]> {
    const told: string[] = [];
    for (;;) {
      const { reason, description } = await this.go(command);
      if (reason !== 'data breakpoint') return told;
      told.push(`${description} | ${await this.where()}`);
    }
  }

  async frames(args: object = {}): Promise<DebugProtocol.StackFrame[]> {
    const body = await this.client.ask<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
      threadId: this.thread,
      ...args,
    });
    return body.stackFrames;
  }

  /** Where the program stands: `main loop.toy:3`. */
  async where(): Promise<string> {
    const [frame] = await this.frames({ levels: 1 });
    return `${frame?.name} ${frame?.source?.name}:${frame?.line}`;
  }

  async evaluate(expression: string, context = 'watch'): Promise<string> {
    return (await this.client.ask<{ result: string }>('evaluate', { expression, context })).result;
  }

  /** The handle of a scope by name, in the frame that runs; 0 if it is empty. */
  async scopeReference(name: string): Promise<number> {
    const [frame] = await this.frames({ levels: 1 });
    const { scopes } = await this.client.ask<{ scopes: DebugProtocol.Scope[] }>('scopes', { frameId: frame?.id });
    return scopes.find((scope) => scope.name === name)?.variablesReference ?? 0;
  }

  /** Values of a scope by name, in the frame that runs. */
  async scope(name: string): Promise<readonly string[]> {
    const reference = await this.scopeReference(name);
    return reference === 0 ? [] : (await this.variables(reference)).map((each) => each.value);
  }

  async variables(variablesReference: number, args: object = {}): Promise<DebugProtocol.Variable[]> {
    const request = { variablesReference, ...args };
    return (await this.client.ask<{ variables: DebugProtocol.Variable[] }>('variables', request)).variables;
  }

  /** What the program and the adapter have printed, once a request was answered after it. */
  printed(): string {
    return this.client
      .unheard('output')
      .map((body) => body.output)
      .join('');
  }
}

/** An assembly program of the EVM at `file:///contracts/a.easm`, under the debugger, with other files beside it. */
export const debugEvm = (text: string, others: Readonly<Record<string, string>> = {}): Debugging => {
  const files = Object.entries({ 'a.easm': text, ...others });
  return new Debugging(
    connect([evm], Object.fromEntries(files.map(([name, each]) => [`file:///contracts/${name}`, each]))),
  );
};

/** A toy program at `file:///toys/<name>`, under the debugger. */
export const debugToy = (files: Readonly<Record<string, string>>): Debugging =>
  new Debugging(
    connect([toy], Object.fromEntries(Object.entries(files).map(([name, text]) => [`file:///toys/${name}`, text]))),
  );
