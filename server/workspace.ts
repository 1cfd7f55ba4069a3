import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine } from '../engines/engine.ts';
import type { Documents, Snapshot } from './documents.ts';
import { Param } from './params.ts';
import type { SourcesParams } from './protocol.ts';
import { symbolsOf, type WorkspaceName } from './requests/workspace-symbols.ts';

/** The names in open texts and, where the client reads files for the server, in all others of the workspace. */
export class Workspace {
  readonly #engines: readonly Engine[];
  readonly #documents: Documents;
  readonly #versionOf: (engine: Engine) => string;
  readonly #ask: (params: SourcesParams) => Promise<unknown>;
  /** Names by URI of the file, until one of the files changes. */
  #files: Promise<ReadonlyMap<string, readonly WorkspaceName[]>> | undefined;

  constructor(
    engines: readonly Engine[],
    documents: Documents,
    versionOf: (engine: Engine) => string,
    ask: (params: SourcesParams) => Promise<unknown>,
  ) {
    this.#engines = engines;
    this.#documents = documents;
    this.#versionOf = versionOf;
    this.#ask = ask;
  }

  /** Endings of the files that can hold names. */
  get extensions(): readonly string[] {
    return this.#engines.flatMap((engine) => engine.languages[0].extensions);
  }

  /** To be told when files changed, came or went. */
  forget(): void {
    this.#files = undefined;
  }

  async names(): Promise<readonly WorkspaceName[]> {
    this.#files ??= this.#ask({ extensions: this.extensions }).then((sources) => this.#read(sources));
    const files = await this.#files.catch((error) => {
      this.forget();
      throw error;
    });
    const open = this.#documents.all();
    const isOpen = new Set(open.map(({ uri }) => uri));
    const closed = [...files].flatMap(([uri, names]) => (isOpen.has(uri) ? [] : names));
    return [...open.flatMap(symbolsOf), ...closed];
  }

  #read(sources: unknown): ReadonlyMap<string, readonly WorkspaceName[]> {
    const names = new Map<string, readonly WorkspaceName[]>();
    for (const source of new Param(sources, 'sources').list()) {
      const uri = source.at('uri').string();
      const snapshot = this.#snapshot(uri, source.at('text').string());
      if (snapshot) names.set(uri, symbolsOf(snapshot));
    }
    return names;
  }

  #snapshot(uri: string, content: string): Snapshot | undefined {
    const path = uri.replace(/[?#].*$/, '');
    const engine = this.#engines.find(({ languages }) => languages[0].extensions.some((end) => path.endsWith(end)));
    if (!engine) return undefined;
    const [language] = engine.languages;
    const version = this.#versionOf(engine);
    const text = TextDocument.create(uri, language.id, 0, content);
    return { id: uri, uri, text, engine, language, version, document: language.parse(content, { version }) };
  }
}
