import type { DebugProtocol } from '@vscode/debugprotocol';
import { type Engine, LoadError } from '../engines/engine.ts';
import { MachineError } from '../engines/machine.ts';
import { setTranslations } from '../engines/translate.ts';
import { capabilities } from './capabilities.ts';
import { type Client, readClient } from './client.ts';
import { Debugger } from './debugger.ts';
import { StaleHandle } from './handles.ts';
import type { Host } from './launch.ts';
import * as messages from './messages.ts';
import { Param, RequestError } from './params.ts';
import { ofFormerStop, whileStopped, withProgram } from './requests.ts';

/** Requests that a client makes by itself, all the time; if one fails, nobody wants a notification. */
const quiet = new Set([
  'breakpointLocations',
  'completions',
  'dataBreakpointInfo',
  'disassemble',
  'evaluate',
  'exceptionInfo',
  'gaslamp/listing',
  'gaslamp/timeline',
  'readMemory',
  'scopes',
  'source',
  'stackTrace',
  'threads',
  'variables',
]);

/**
 * A debug session as the Debug Adapter Protocol sees it. Takes messages by `handleMessage` and gives them by `onDidSendMessage`,
 * as VS Code's inline adapters do; `main.ts` puts streams around it. Routes requests and does nothing else.
 */
export class GaslampSession {
  /** Resolves when the client has disconnected. */
  readonly closed: Promise<void>;
  readonly #engines: readonly Engine[];
  readonly #host: Host;
  #client: Client = readClient(new Param({}, ''));
  #debugger: Debugger | undefined;
  #launching = false;
  /** The request that set the program running. */
  #mover: number | undefined;
  #close = () => {};
  /** Requests not answered yet. Events wait for the answers, because clients expect a `stopped` after what caused it. */
  #open = 0;
  #held: Omit<DebugProtocol.Event, 'seq'>[] = [];
  #listener: (message: DebugProtocol.ProtocolMessage) => void = () => {};
  #sent = 0;

  constructor(engines: readonly Engine[], host: Host) {
    this.#engines = engines;
    this.#host = host;
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  /** Of one listener: the client. */
  onDidSendMessage(listener: (message: DebugProtocol.ProtocolMessage) => void): void {
    this.#listener = listener;
  }

  handleMessage(message: unknown): void {
    const param = new Param(message, '');
    const command = param.at('command').value;
    const seq = param.at('seq').value;
    if (param.at('type').value !== 'request' || typeof command !== 'string' || !Number.isSafeInteger(seq)) {
      this.complain(messages.noRequest());
      return;
    }
    void this.#answer(seq as number, command, param.at('arguments').value);
  }

  /** Tells the person about something that belongs to no request. */
  complain(sentence: string): void {
    this.#send('output', { category: 'stderr', output: `${sentence}\n` });
  }

  /** Stops whatever runs; called too when the client is gone. */
  dispose(): void {
    this.#debugger?.end();
  }

  async #answer(seq: number, command: string, args: unknown): Promise<void> {
    const response = { type: 'response', request_seq: seq, command } as const;
    this.#open += 1;
    try {
      const wasRunning = this.#debugger?.isRunning;
      const body = await this.#handle(command, new Param(args, ''));
      if (!wasRunning && this.#debugger?.isRunning) this.#mover = seq;
      this.#post({ ...response, success: true, ...(body !== undefined && { body }) });
    } catch (error) {
      this.#post({ ...response, success: false, ...failure(command, error) });
    }
    this.#open -= 1;
    this.#release();
    if (command === 'disconnect') this.#close();
  }

  #handle(command: string, args: Param): unknown {
    switch (command) {
      case 'initialize':
        this.#client = readClient(args);
        setTranslations(args.at('translations').value);
        return capabilities(this.#engines);
      case 'launch':
        return this.#launch(args);
      case 'cancel':
        return this.#cancel(args);
      case 'terminate':
        return this.#terminate();
      case 'disconnect':
        return this.#debugger?.end();
    }
    const anyTime = Object.hasOwn(withProgram, command) ? withProgram[command] : undefined;
    const stopped = Object.hasOwn(whileStopped, command) ? whileStopped[command] : undefined;
    const handler = anyTime ?? stopped;
    if (!handler) throw new RequestError(messages.unknownRequest(command));
    const session = this.#live(command);
    const nothing = Object.hasOwn(ofFormerStop, command) ? ofFormerStop[command] : undefined;
    if (stopped && session.isRunning) {
      if (nothing) return nothing;
      throw new RequestError(messages.isRunning());
    }
    try {
      return handler(session, args);
    } catch (error) {
      if (nothing && error instanceof StaleHandle) return nothing;
      throw error;
    }
  }

  async #launch(args: Param): Promise<void> {
    if (this.#debugger || this.#launching) throw new RequestError(messages.launchedAlready());
    this.#launching = true;
    try {
      const send = (event: string, body: object) => this.#send(event, body);
      const environment = { engines: this.#engines, host: this.#host, client: this.#client, send };
      this.#debugger = await Debugger.launch(environment, args);
    } finally {
      this.#launching = false;
    }
    this.#send('initialized');
  }

  /** Requests are answered at once, so that all there is to cancel is a journey: one to be named by what began it, or by its progress. */
  #cancel(args: Param): void {
    const requestId = args.at('requestId').optional((p) => p.integer());
    const progressId = args.at('progressId').optional((p) => p.string());
    if (progressId !== undefined || (requestId !== undefined && requestId === this.#mover)) {
      this.#debugger?.cancel(progressId);
    }
  }

  #terminate(): void {
    this.#live('terminate').end();
    this.#send('terminated');
  }

  #live(command: string): Debugger {
    if (!this.#debugger) throw new RequestError(messages.notLaunched(command));
    if (this.#debugger.isOver) throw new RequestError(messages.sessionOver());
    return this.#debugger;
  }

  #send(event: string, body?: object): void {
    this.#held.push({ type: 'event', event, ...(body && { body }) });
    this.#release();
  }

  #release(): void {
    if (this.#open > 0) return;
    for (const event of this.#held.splice(0)) this.#post(event);
  }

  #post(message: Omit<DebugProtocol.Response, 'seq'> | Omit<DebugProtocol.Event, 'seq'>): void {
    this.#sent += 1;
    this.#listener({ ...message, seq: this.#sent });
  }
}

/** One sentence for a person, where the protocol wants it. */
const failure = (command: string, error: unknown) => {
  const known = error instanceof RequestError || error instanceof LoadError || error instanceof MachineError;
  const message = known ? error.message : messages.mistake(command, error);
  return { message, body: { error: { id: 1, format: message, showUser: !quiet.has(command) } } };
};
