import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ChainNode } from '../engines/fetching.ts';
import {
  type AskNodeParams,
  type AskNodeResult,
  askNodeMethod,
  type CallAnswers,
  type CallsResult,
  type CheckParams,
  type CheckResult,
  callsMethod,
  checkMethod,
  type FetchableResult,
  type FetchResult,
  type FileParams,
  type FilesResult,
  fetchableMethod,
  fetchMethod,
  filesMethod,
  type LaunchOfResult,
  type ListingResult,
  launchOfMethod,
  listingMethod,
  type PartsResult,
  partsMethod,
  type ReferenceResult,
  referenceMethod,
  sourcesMethod,
  type VersionsResult,
  versionsMethod,
} from '../server/protocol.ts';
import type { Host } from './host.ts';
import { fetchEnded, reasonOf, restart, serverCrashed, serverFailed } from './messages.ts';
import { readSources } from './sources.ts';
import { did } from './walkthrough.ts';

type AskedNode = Pick<ChainNode, 'host' | 'ask'>;

/** Times that a server which ended is started again within `crashPeriod` milliseconds. */
const crashesForgiven = 3;
const crashPeriod = 180_000;

/** The language server, which runs beside the extension from the first document of ours, or the first question, on. */
export class Client implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #host: Host;
  /** Ids of our languages. */
  readonly languages: readonly string[];
  readonly #subscriptions: vscode.Disposable[] = [];
  #log: vscode.LogOutputChannel | undefined;
  #client: Promise<BaseLanguageClient> | undefined;
  #crashes: number[] = [];
  /** Nodes that are being asked, by handles. */
  readonly #nodes = new Map<number, AskedNode>();
  #handle = 0;

  constructor(context: vscode.ExtensionContext, host: Host) {
    this.#context = context;
    this.#host = host;
    this.languages = context.extension.packageJSON.contributes.languages.map(({ id }: { id: string }) => id);
    const startForOurs = (document: vscode.TextDocument) => {
      if (!this.languages.includes(document.languageId)) return;
      this.#started().catch((error) => vscode.window.showErrorMessage(reasonOf(error)));
    };
    this.#subscriptions.push(vscode.workspace.onDidOpenTextDocument(startForOurs));
    vscode.workspace.textDocuments.forEach(startForOurs);
  }

  /** Which codes are in a file. @throws Error that says why there are none. */
  async parts(file: FileParams): Promise<PartsResult> {
    return (await this.#started()).sendRequest(partsMethod, { file });
  }

  /** @throws Error that says why there is no listing. */
  async listing(file: FileParams, part: string | undefined): Promise<ListingResult> {
    return (await this.#started()).sendRequest(listingMethod, { file, part });
  }

  /**
   * How one code of a file can be called; null where there is nothing to ask.
   * @param companions files around it @throws Error that says why not.
   */
  async calls(file: FileParams, part: string | undefined, companions: readonly FileParams[]): Promise<CallsResult> {
    return (await this.#started()).sendRequest(callsMethod, { file, part, companions });
  }

  /** What is wrong with the text for a parameter; undefined if nothing is. */
  async check(params: CheckParams): Promise<string | undefined> {
    const { problem }: CheckResult = await (await this.#started()).sendRequest(checkMethod, params);
    return problem ?? undefined;
  }

  /** The launch properties that answers mean. @throws Error that says what is wrong with them. */
  async launchOf(handle: number, answers: readonly CallAnswers[]): Promise<LaunchOfResult['launch']> {
    const { launch }: LaunchOfResult = await (await this.#started()).sendRequest(launchOfMethod, { handle, answers });
    return launch;
  }

  /** The files that a launch leads to and that are neither among `files` nor among `absent`, as far as they can be told. */
  async neededFiles(
    launch: object,
    files: readonly FileParams[],
    absent: readonly string[],
  ): Promise<FilesResult['needed']> {
    const { needed }: FilesResult = await (await this.#started()).sendRequest(filesMethod, { launch, files, absent });
    return needed;
  }

  /** The methods by which a node is asked for what has this name on its chain. @throws Error that says what is wrong with the name. */
  async fetchable(name: string): Promise<readonly string[]> {
    const { methods }: FetchableResult = await (await this.#started()).sendRequest(fetchableMethod, { name });
    return methods;
  }

  /** A scenario of what happened on a chain. @throws Error that says why there is none. */
  async fetchScenario(name: string, node: AskedNode, token: vscode.CancellationToken): Promise<FetchResult> {
    const client = await this.#started();
    this.#nodes.set(++this.#handle, node);
    const params = { handle: this.#handle, name, host: node.host };
    return client.sendRequest<FetchResult>(fetchMethod, params, token).finally(() => this.#nodes.delete(params.handle));
  }

  /** The reference page of the engine of a language, or of the first engine. */
  async reference(languageId: string | undefined): Promise<ReferenceResult> {
    return (await this.#started()).sendRequest(referenceMethod, { languageId });
  }

  /** Which versions of its instruction set a text may be read by; null where its language is not ours. */
  async versions(uri: vscode.Uri, languageId: string): Promise<VersionsResult> {
    return (await this.#started()).sendRequest(versionsMethod, { uri: String(uri), languageId });
  }

  async dispose(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    await (await this.#client?.catch(() => undefined))?.dispose();
    this.#log?.dispose();
  }

  #started(): Promise<BaseLanguageClient> {
    this.#client ??= this.#start().catch((error) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #start(): Promise<BaseLanguageClient> {
    const { CloseAction, ErrorAction, makeClient } = await this.#host.loadLanguageClient();
    this.#log ??= vscode.window.createOutputChannel('Gaslamp', { log: true });
    let started = false;
    const client = makeClient(this.#context, {
      documentSelector: this.languages.map((language) => ({ language })),
      outputChannel: this.#log,
      // The server offers code lenses to those who have the commands for them, and asks those for files who read them.
      initializationOptions: { commands: true, sources: true, translations: vscode.l10n.bundle },
      middleware: {
        provideHover: async (document, position, token, next) => {
          const hover = await next(document, position, token);
          if (hover) did('hover');
          return hover;
        },
      },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          if (started && this.#mayRestart()) return { action: CloseAction.Restart, handled: true };
          if (started) this.#offerRestart(client);
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    });
    client.onRequest(sourcesMethod, readSources);
    client.onRequest(askNodeMethod, (question: AskNodeParams): Promise<unknown> => this.#askNode(question));
    // The promise does not always tell a start that failed.
    await client.start().catch(() => {});
    if (!client.isRunning()) {
      await client.dispose().catch(() => {});
      throw new Error(serverFailed());
    }
    started = true;
    return client;
  }

  async #askNode({ handle, method, params }: AskNodeParams): Promise<AskNodeResult> {
    const node = this.#nodes.get(handle);
    if (!node) return { failure: fetchEnded() };
    return node.ask(method, params).then(
      (answer) => ({ answer }),
      (error) => ({ failure: reasonOf(error) }),
    );
  }

  #mayRestart(): boolean {
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < crashPeriod), now];
    return this.#crashes.length <= crashesForgiven;
  }

  async #offerRestart(client: BaseLanguageClient): Promise<void> {
    const action = restart();
    if ((await vscode.window.showErrorMessage(serverCrashed(), action)) !== action) return;
    this.#crashes = [];
    await client.dispose().catch(() => {});
    this.#client = undefined;
    await this.#started();
  }
}
