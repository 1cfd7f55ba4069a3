import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ControlFlow } from '../engines/flow.ts';
import type { Range, Statement, SymbolEntry } from '../engines/language.ts';
import { firstIndex } from '../engines/search.ts';
import type { Snapshot } from './documents.ts';
import { statementAfter } from './symbols.ts';

/** The control flow of a text's code, in terms of the text. Every part is worked out when it is first asked for. */
export class TextFlow {
  readonly code: ControlFlow;
  readonly #snapshot: Snapshot;
  #heads: readonly number[] | undefined;
  #labels: ReadonlyMap<number, SymbolEntry> | undefined;

  constructor(snapshot: Snapshot, code: ControlFlow) {
    this.#snapshot = snapshot;
    this.code = code;
  }

  /** Where the code starts. */
  get entry(): Statement | undefined {
    const { statements } = this.#snapshot.document;
    const first = statements.reduce((least, { places }) => Math.min(least, places[0] ?? least), Infinity);
    return this.statementAt(first);
  }

  /** The innermost statement that gave rise to the instruction at an offset of the code. */
  statementAt(offset: number): Statement | undefined {
    const [range] = this.#snapshot.document.spans(offset);
    if (!range) return undefined;
    const { document } = this.#snapshot;
    const statement = document.statements[statementAfter(document, range.start - 1)];
    return statement && isSame(statement.range, range) ? statement : undefined;
  }

  /** Offsets of the instructions that a statement makes at one of its places, be it a macro's use or one instruction. */
  instructions({ range }: Statement, place: number): readonly number[] {
    const offsets: number[] = [];
    for (let offset = place; ; ) {
      const instruction = this.code.at(offset);
      const isIts = (span: Range) => isSame(span, range);
      if (!instruction?.row || !this.#snapshot.document.spans(offset).some(isIts)) return offsets;
      offsets.push(offset);
      offset += instruction.size;
    }
  }

  /** Offsets that a label stands for: of the first code from it on. */
  placesOf({ definition, scope }: SymbolEntry): readonly number[] {
    const { document } = this.#snapshot;
    const { statements } = document;
    for (let i = statementAfter(document, definition.start - 1); i < statements.length; i++) {
      const statement = statements[i]!;
      if (statement.range.start >= scope.end) break;
      if (statement.places.length > 0) return statement.places;
    }
    return [];
  }

  /** The label that stands for an offset. */
  labelAt(offset: number): SymbolEntry | undefined {
    this.#labels ??= new Map(
      this.#snapshot.document.symbols
        .filter(({ kind }) => kind === 'label')
        .toReversed()
        .flatMap((label) => this.placesOf(label).map((place) => [place, label] as const)),
    );
    return this.#labels.get(offset);
  }

  /** Whether an offset is a place of its own: one that is jumped to, or has a label. */
  isHead(offset: number): boolean {
    return this.labelAt(offset) !== undefined || this.code.sources(offset).length > 0;
  }

  /** The nearest such place at an offset or before; the start of the code if there is none. */
  headOf(offset: number): number {
    const heads = this.#heads ?? this.code.blocks.map(({ start }) => start).filter((start) => this.isHead(start));
    this.#heads = heads;
    return (
      heads[firstIndex(heads.length, (index) => heads[index]! > offset) - 1] ?? this.code.blocks[0]?.start ?? offset
    );
  }

  /** How a person calls an offset: by its label, or by its number. */
  nameOf(offset: number): string {
    return this.labelAt(offset)?.name ?? placeText(offset);
  }
}

const flows = new WeakMap<Snapshot, TextFlow | undefined>();
const codes = new WeakMap<TextDocument, { version: string; bytes: Uint8Array; code: ControlFlow | undefined }>();

/** Edits of comments and spaces leave the code as it was, and with it what is known of it. */
const codeOf = (snapshot: Snapshot): ControlFlow | undefined => {
  const { text, engine, document, version } = snapshot;
  const known = codes.get(text);
  if (known?.version === version && areEqual(known.bytes, document.bytes)) return known.code;
  const code = engine.flow?.({ bytes: document.bytes, base: document.base ?? 0 }, version);
  codes.set(text, { version, bytes: document.bytes, code });
  return code;
};

/** Undefined where the engine has nothing to say without running the code. */
export const flowOf = (snapshot: Snapshot): TextFlow | undefined => {
  if (!flows.has(snapshot)) {
    const code = codeOf(snapshot);
    flows.set(snapshot, code && new TextFlow(snapshot, code));
  }
  return flows.get(snapshot);
};

export const placeText = (offset: number) => `0x${offset.toString(16).padStart(4, '0')}`;

export const areEqual = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

const isSame = (a: Range, b: Range) => a.start === b.start && a.end === b.end;
