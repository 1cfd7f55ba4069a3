import * as vscode from 'vscode';
import { type ListingSource, listingScheme, parseListingUri } from '../engines/listing.ts';
import type { Client } from './client.ts';
import { Codes } from './codes.ts';
import { encode, nameOf, readFile } from './files.ts';
import { listingReadOnly, reasonOf } from './messages.ts';

type Listing = {
  readonly uri: vscode.Uri;
  readonly source: ListingSource;
  readonly watcher: vscode.Disposable | undefined;
  text: Promise<string>;
  /** Differs after each change, so that VS Code knows that there is something new to read. */
  version: number;
  /** False while nothing but a comment can be shown. */
  made: boolean;
  /** Whether the source changed while it was read. */
  outdated: boolean;
};

/** Listings as read-only files, which VS Code opens by their URI alone, so that tabs and breakpoints survive a reload. */
export class Listings implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #client: Client;
  readonly #extension: vscode.Extension<unknown>;
  readonly #codes: Codes;
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #listings = new Map<string, Listing>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChangeFile = this.#changes.event;

  /** @param profiled gives the listing of a code that a profile met. */
  constructor(client: Client, context: vscode.ExtensionContext, profiled: (code: string) => string | undefined) {
    this.#client = client;
    this.#extension = context.extension;
    this.#codes = new Codes(context, profiled);
    const isReadonly = new vscode.MarkdownString(listingReadOnly());
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerFileSystemProvider(listingScheme, this, { isReadonly, isCaseSensitive: true }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#close(uri.toString())),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#sourceChanged(document.uri)),
      vscode.debug.onDidChangeActiveStackItem(() => this.#sessionMoved()),
    );
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const listing = this.#listing(uri);
    const size = encode(await listing.text).length;
    return { type: vscode.FileType.File, ctime: 0, mtime: listing.version, size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return encode(await this.#listing(uri).text);
  }

  /** Does nothing: a source is watched while its listing is open, whether VS Code asks for it or not. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): [] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    for (const { watcher } of this.#listings.values()) watcher?.dispose();
    this.#subscriptions.dispose();
    this.#changes.dispose();
  }

  #listing(uri: vscode.Uri): Listing {
    const key = uri.toString();
    const known = this.#listings.get(key);
    if (known) return known;
    const source = parseListingUri(key);
    if (!source) throw vscode.FileSystemError.FileNotFound(uri);
    const watcher = source.kind === 'file' ? this.#watch(vscode.Uri.parse(source.uri)) : undefined;
    const text = Promise.resolve('');
    const listing: Listing = { uri, source, watcher, text, version: 0, made: false, outdated: false };
    this.#listings.set(key, listing);
    listing.text = this.#make(listing);
    return listing;
  }

  #close(key: string): void {
    const listing = this.#listings.get(key);
    listing?.watcher?.dispose();
    this.#listings.delete(key);
    if (listing?.source.kind === 'code') this.#codes.forget(listing.source.code);
  }

  /** The listing's text, or a comment that says why there is none. */
  async #make(listing: Listing): Promise<string> {
    listing.outdated = false;
    listing.version += 1;
    try {
      const text = await this.#text(listing.source);
      listing.made = true;
      return text;
    } catch (error) {
      listing.made = false;
      return `${await this.#lineComment(listing.uri)} ${reasonOf(error)}\n`;
    }
  }

  async #text(source: ListingSource): Promise<string> {
    if (source.kind === 'file') {
      const file = await readFile(vscode.Uri.parse(source.uri));
      return (await this.#client.listing(file, source.part)).text;
    }
    return this.#codes.listing(source.code);
  }

  async #refresh(listing: Listing): Promise<void> {
    if (listing.outdated) return;
    listing.outdated = true;
    const before = await listing.text;
    listing.text = this.#make(listing);
    if ((await listing.text) === before) return;
    this.#changes.fire([{ type: vscode.FileChangeType.Changed, uri: listing.uri }]);
  }

  /** Watches a file for changes by other programs. One that is deleted keeps its listing. */
  #watch(source: vscode.Uri): vscode.Disposable {
    const folder = vscode.Uri.joinPath(source, '..');
    // Names may hold characters that mean something in a pattern.
    const pattern = nameOf(source).replaceAll(/[*?[\]{}]/g, '?');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, pattern),
      false,
      false,
      true,
    );
    watcher.onDidChange((uri) => this.#sourceChanged(uri));
    watcher.onDidCreate((uri) => this.#sourceChanged(uri));
    return watcher;
  }

  #sourceChanged(source: vscode.Uri): void {
    const key = source.toString();
    for (const listing of this.#listings.values()) {
      if (listing.source.kind === 'file' && listing.source.uri === key) this.#refresh(listing);
    }
  }

  /** A session may have met a code by now whose listing was left open by an earlier window. */
  #sessionMoved(): void {
    for (const listing of this.#listings.values()) {
      if (listing.source.kind === 'code' && !listing.made) this.#refresh(listing);
    }
  }

  /** What begins a comment in the language of a listing, by the ending of its name. */
  async #lineComment(listing: vscode.Uri): Promise<string> {
    const { languages } = this.#extension.packageJSON.contributes;
    const language = languages.find(({ extensions }: { extensions: string[] }) =>
      extensions.some((extension) => listing.path.endsWith(extension)),
    );
    if (!language) return '';
    const file = vscode.Uri.joinPath(this.#extension.extensionUri, language.configuration);
    return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))).comments.lineComment;
  }
}
