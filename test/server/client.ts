import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  createConnection,
  createProtocolConnection,
  type InitializeResult,
  type Message,
  ProposedFeatures,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Engine } from '../../engines/engine.ts';
import { startServer } from '../../server/server.ts';

/** A client that can do what VS Code can, as far as the server asks. */
export const capable: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: { completion: { completionItem: { snippetSupport: true } }, diagnostic: {} },
};

export type Options = {
  readonly capabilities?: ClientCapabilities;
  readonly settings?: Record<string, unknown>;
};

/** The client's end of a conversation with a server, and what the server said unasked. */
export class Client {
  readonly connection: ProtocolConnection;
  /** Settings as they would stand in settings.json. */
  settings: Record<string, unknown>;
  /** Log lines and messages for the person, in order. */
  readonly log: string[] = [];
  readonly shown: string[] = [];
  readonly refreshed: string[] = [];
  readonly registered: unknown[] = [];
  #waiting: (() => void)[] = [];
  readonly #write: (message: unknown) => Promise<void>;
  initialized: InitializeResult | undefined;

  constructor(reader: StreamMessageReader, writer: StreamMessageWriter, settings: Record<string, unknown> = {}) {
    this.settings = settings;
    this.#write = (message) => writer.write(message as Message);
    const connection = createProtocolConnection(reader, writer);
    this.connection = connection;
    connection.onNotification('window/logMessage', ({ message }) => this.#note(this.log, message));
    connection.onNotification('window/showMessage', ({ message }) => this.#note(this.shown, message));
    connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => this.settings[section] ?? null),
    );
    connection.onRequest('client/registerCapability', ({ registrations }) => {
      this.registered.push(...registrations);
      return null;
    });
    for (const kind of ['diagnostic', 'semanticTokens', 'inlayHint']) {
      connection.onRequest(`workspace/${kind}/refresh`, () => {
        this.#note(this.refreshed, kind);
        return null;
      });
    }
    connection.listen();
  }

  #note(list: string[], text: string) {
    list.push(text);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Waits until something that the server says makes `condition` true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((wake) => this.#waiting.push(wake));
  }

  async initialize(capabilities: ClientCapabilities = capable): Promise<void> {
    this.initialized = await this.request('initialize', {
      processId: null,
      rootUri: null,
      capabilities,
      initializationOptions: { commands: true },
    });
    await this.notify('initialized', {});
  }

  request<Result>(method: string, params: unknown): Promise<Result> {
    return this.connection.sendRequest<Result>(method, params);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  /** Sends a message as it is, however wrong. */
  raw(message: unknown): Promise<void> {
    return this.#write(message);
  }

  open(uri: string, languageId: string, text: string, version = 1): Promise<void> {
    return this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  }

  close(): void {
    this.connection.dispose();
  }
}

/** A server for `engines` in this process, and a client that has introduced itself. */
export const connect = async (engines: readonly Engine[], options: Options = {}): Promise<Client> => {
  const client = connectUninitialized(engines, options.settings);
  await client.initialize(options.capabilities);
  return client;
};

export const connectUninitialized = (engines: readonly Engine[], settings?: Record<string, unknown>): Client => {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const reader = new StreamMessageReader(toServer);
  startServer(createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(toClient)), engines);
  return new Client(new StreamMessageReader(toClient), new StreamMessageWriter(toServer), settings);
};
