import type { Range as LspRange } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine } from '../engines/engine.ts';
import type { Document, Language, Range } from '../engines/language.ts';
import { findLanguage } from './languages.ts';
import { notOpen } from './messages.ts';
import type { Param } from './params.ts';

/** One version of an open text, as its engine understands it. Valid until the text changes. */
export type Snapshot = {
  /** Differs between any two snapshots. */
  readonly id: string;
  readonly uri: string;
  readonly text: TextDocument;
  readonly engine: Engine;
  readonly language: Language;
  /** The version of the instruction set: the text's own, or else the one that was chosen. */
  readonly version: string;
  readonly document: Document;
};

type OpenText = {
  readonly text: TextDocument;
  readonly engine: Engine;
  readonly language: Language;
  /** Of the text as it was before `edited`. */
  snapshot: Snapshot | undefined;
  /** The version that was chosen when that was read. */
  chosen: string;
  edited: Edited | undefined;
};

/** What one or more edits come to: what reached from `start` to `oldEnd` reaches to `newEnd` now. */
type Edited = { readonly start: number; readonly oldEnd: number; readonly newEnd: number };

/** The texts that are open in the client in one of our languages, wherever they live. */
export class Documents {
  readonly #open = new Map<string, OpenText>();
  readonly #engines: readonly Engine[];
  readonly #versionOf: (engine: Engine) => string;
  #snapshots = 0;

  constructor(engines: readonly Engine[], versionOf: (engine: Engine) => string) {
    this.#engines = engines;
    this.#versionOf = versionOf;
  }

  /** Takes the parameters of `textDocument/didOpen`. */
  open(params: Param): void {
    const item = params.at('textDocument');
    const uri = item.at('uri').string();
    const owner = findLanguage(this.#engines, item.at('languageId').string());
    const text = item.at('text').string();
    const version = item.at('version').integer();
    if (!owner) return;
    const document = TextDocument.create(uri, owner.language.id, version, text);
    this.#open.set(uri, { text: document, ...owner, snapshot: undefined, chosen: '', edited: undefined });
  }

  /** Takes the parameters of `textDocument/didChange`: all of them, or none if one is malformed. */
  change(params: Param): void {
    const uri = params.at('textDocument').at('uri').string();
    const version = params.at('textDocument').at('version').integer();
    const changes = params
      .at('contentChanges')
      .list()
      .map((change) => ({ range: change.at('range').optional((p) => p.range()), text: change.at('text').string() }));
    const open = this.#open.get(uri);
    if (!open) throw new Error(notOpen(uri));
    for (const { range, text } of changes) {
      const replaced = range && clamp(open.text, range);
      const start = replaced ? open.text.offsetAt(replaced.start) : 0;
      const oldEnd = replaced ? open.text.offsetAt(replaced.end) : open.text.getText().length;
      open.edited = followedBy(open.edited, { start, oldEnd, newEnd: start + text.length });
      TextDocument.update(open.text, [replaced ? { range: replaced, text } : { text }], version);
    }
  }

  /** Takes the parameters of `textDocument/didClose`. */
  close(params: Param): void {
    this.#open.delete(params.at('textDocument').at('uri').string());
  }

  /** Of texts that are open and ours. */
  get uris(): readonly string[] {
    return [...this.#open.keys()];
  }

  /** Every text that is open. */
  all(): readonly Snapshot[] {
    return [...this.#open.keys()].flatMap((uri) => this.snapshot(uri) ?? []);
  }

  /** The text as it stands, parsed at most once for each of its versions; undefined where it is not open or not ours. */
  snapshot(uri: string): Snapshot | undefined {
    const open = this.#open.get(uri);
    if (!open) return undefined;
    const version = this.#versionOf(open.engine);
    const { snapshot: last, edited } = open;
    const isRead = last !== undefined && open.chosen === version;
    if (isRead && !edited) return last;
    // Reading spends what was read before, also if it fails.
    open.snapshot = undefined;
    open.edited = undefined;
    const { text, engine, language } = open;
    const content = text.getText();
    const before = isRead && edited ? { before: beforeEdit(last, edited, content) } : {};
    const document = language.parse(content, { version, ...before });
    this.#snapshots += 1;
    open.chosen = version;
    open.snapshot = {
      ...{ id: String(this.#snapshots), uri, text, engine, language, document },
      version: document.ownVersion ?? version,
    };
    return open.snapshot;
  }

  /** Whether this is still the text as it stands. */
  holds(snapshot: Snapshot): boolean {
    const open = this.#open.get(snapshot.uri);
    return open?.snapshot === snapshot && !open.edited && open.chosen === this.#versionOf(open.engine);
  }
}

const followedBy = (first: Edited | undefined, next: Edited): Edited => {
  if (!first) return next;
  return {
    start: Math.min(first.start, next.start),
    oldEnd: Math.max(first.oldEnd, next.oldEnd - first.newEnd + first.oldEnd),
    newEnd: Math.max(next.newEnd, first.newEnd - next.oldEnd + next.newEnd),
  };
};

const beforeEdit = ({ document }: Snapshot, { start, oldEnd, newEnd }: Edited, text: string) => ({
  document,
  edit: { range: { start, end: oldEnd }, text: text.slice(start, newEnd) },
});

/** The part of `range` that lies in the text: an update beyond its end would leave wrong line starts behind. */
const clamp = (text: TextDocument, { start, end }: LspRange): LspRange => ({
  start: text.positionAt(text.offsetAt(start)),
  end: text.positionAt(text.offsetAt(end)),
});

export const toLspRange = ({ text }: Snapshot, { start, end }: Range): LspRange => ({
  start: text.positionAt(start),
  end: text.positionAt(end),
});

export const textOf = ({ text }: Snapshot, { start, end }: Range): string => text.getText().slice(start, end);

/** A cursor stands between two characters and touches both. */
export const touches = (range: Range, offset: number): boolean => range.start <= offset && offset <= range.end;
