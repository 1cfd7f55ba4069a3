import { languageOf } from '../claim.ts';
import type { Code, CodeId, Place, SourceMap } from '../code.ts';
import type { Engine, InputFile, Program } from '../engine.ts';
import type { ControlFlow } from '../flow.ts';
import type { Document } from '../language.ts';
import { firstIndex } from '../search.ts';
import { LineIndex, mapDocument } from '../source-map.ts';
import type { Codes } from './words.ts';

/** A line is always the same object, and so is a label. */
export type Line = { readonly uri: string; readonly line: number; readonly label: Label | undefined };

/** A label or macro, and the first line that is not under it any more. */
export type Label = {
  readonly uri: string;
  readonly name: string;
  readonly line: number;
  readonly end: number;
  /** Nobody named it: it is a place that is jumped to, called by its offset. */
  readonly guessed?: true;
};

/** The texts that show a program: its sources, and listings of what has none. */
export type Texts = {
  /** Where a person finds a place, innermost line first: in the source, or else in the listing. */
  shown(place: Place): readonly Line[];
  /** The same in the listing, where `shown` is a source. */
  alsoListed(place: Place): readonly Line[];
  /** The first line of `shown`. */
  lineOf(place: Place | undefined): Line | undefined;
  /** Functions that a compiler inlined at a place, innermost first. */
  inlined(place: Place): readonly string[];
  nameOf(uri: string): string;
};

/** A program, and what is needed to show it. */
export type Subject = {
  readonly engine: Engine;
  readonly version: string;
  readonly program: Program;
  /** The files that sources may be. */
  readonly files: readonly InputFile[];
  /** How a source, and the listing of a code, are called in what is reported. */
  sourceUri(uri: string): string;
  listingUri(code: Code): string;
  nameOf(uri: string): string;
};

type Listed = { readonly uri: string; readonly map: SourceMap };

/** Listings are made when they are asked for, each once. @param codes every code that ran. */
export const textsOf = ({ engine, version, program, files, ...names }: Subject, codes: Codes): Texts => {
  const labels = new Map<string, readonly Label[]>();
  const lines = new Map<string, Map<number, Line>>();
  const listings = new Map<CodeId, Listed | undefined>();

  const lineAt = (uri: string, line: number): Line => {
    const ofText = lines.get(uri) ?? new Map<number, Line>();
    lines.set(uri, ofText);
    let known = ofText.get(line);
    if (!known) {
      known = { uri, line, label: labelAt(labels.get(uri) ?? [], line) };
      ofText.set(line, known);
    }
    return known;
  };

  const headsIn = (map: SourceMap, code: Code, uri: string) => headsOf(code, map, uri, engine.flow?.(code, version));
  for (const map of program.sources) {
    for (const uri of map.uris) {
      const file = files.find((each) => each.uri === uri);
      const language = file && languageOf(engine.languages, file);
      if (!language) continue;
      const text = new TextDecoder().decode(file.bytes);
      const name = names.sourceUri(uri);
      const named = labelsOf(name, text, language.parse(text, { version }));
      labels.set(name, named.length > 0 ? named : program.codes.flatMap((code) => headsIn(map, code, name)));
    }
  }

  const listing = (id: CodeId): Listed | undefined => {
    if (listings.has(id)) return listings.get(id);
    const code = codes.get(id);
    const made = code && list(code);
    listings.set(id, made);
    return made;
  };
  const list = (code: Code): Listed => {
    const uri = names.listingUri(code);
    const text = engine.listing(code, version);
    const document = engine.languages[0].parse(text, { version });
    const map = mapDocument(uri, text, document, code.id);
    const named = labelsOf(uri, text, document);
    labels.set(uri, named.length > 0 ? named : headsIn(map, code, uri));
    return { uri, map };
  };

  const inSource = (place: Place): readonly Line[] => {
    for (const map of program.sources) {
      const spans = map.spans(place);
      if (spans.length > 0) return spans.map(({ uri, start }) => lineAt(names.sourceUri(uri), start.line));
    }
    return [];
  };
  const inListing = (place: Place): readonly Line[] =>
    listing(place.code)
      ?.map.spans(place)
      .map(({ uri, start }) => lineAt(uri, start.line)) ?? [];

  const shown = remembered((place) => {
    const lines = inSource(place);
    return lines.length > 0 ? lines : inListing(place);
  });
  return {
    shown,
    alsoListed: remembered((place) => (inSource(place).length > 0 ? inListing(place) : [])),
    lineOf: (place) => place && shown(place)[0],
    inlined: remembered((place) => {
      for (const map of program.sources) {
        const inlined = map.inlined?.(place) ?? [];
        if (inlined.length > 0) return inlined;
      }
      return [];
    }),
    nameOf: names.nameOf,
  };
};

/** Where a person finds a line; nothing where there is none. */
export const whereIs = (line: Line | undefined) => (line ? { uri: line.uri, line: line.line } : {});

/** The last label up to a line, if it goes so far. */
const labelAt = (labels: readonly Label[], line: number): Label | undefined => {
  const label = labels[firstIndex(labels.length, (index) => (labels[index]?.line ?? 0) > line) - 1];
  return label && line < label.end ? label : undefined;
};

/** Spans are made anew at each question, and the same places are asked for again and again. */
const remembered = <Found>(find: (place: Place) => readonly Found[]) => {
  const known = new Map<CodeId, Map<number, readonly Found[]>>();
  return (place: Place): readonly Found[] => {
    const ofCode = known.get(place.code) ?? new Map<number, readonly Found[]>();
    known.set(place.code, ofCode);
    let lines = ofCode.get(place.offset);
    if (!lines) {
      lines = find(place);
      ofCode.set(place.offset, lines);
    }
    return lines;
  };
};

/** The places that are jumped to, as far as that is known without running the code. */
const headsOf = (
  { id, bytes, base }: Code,
  map: SourceMap,
  uri: string,
  flow: ControlFlow | undefined,
): readonly Label[] => {
  const digits = Math.max(4, (base + bytes.length).toString(16).length);
  const heads = (flow?.blocks ?? [])
    .filter(({ start }) => flow && flow.sources(start).length > 0)
    .flatMap(({ start }) => {
      const line = map.spans({ code: id, offset: start })[0]?.start.line;
      return line === undefined ? [] : [{ uri, name: `0x${start.toString(16).padStart(digits, '0')}`, line }];
    });
  return heads.map((head, index) => ({
    ...head,
    end: heads[index + 1]?.line ?? Number.POSITIVE_INFINITY,
    guessed: true,
  }));
};

/** Labels and macros in the order of the text. A label goes as far as the next one, a macro to its end. */
const labelsOf = (uri: string, text: string, { symbols, blocks }: Document): readonly Label[] => {
  const lines = new LineIndex(text);
  const starts = symbols
    .filter(({ kind }) => kind === 'label' || kind === 'macro')
    .map(({ name, kind, definition }) => ({ name, kind, at: definition.start, line: lines.line(definition.start) }))
    .sort((a, b) => a.at - b.at);
  return starts.map(({ name, kind, at, line }, index) => {
    const next = starts[index + 1]?.line ?? Number.POSITIVE_INFINITY;
    const block = kind === 'macro' ? blocks.find(({ start, end }) => start <= at && at < end) : undefined;
    return { uri, name, line, end: block ? lines.line(block.end) + 1 : next };
  });
};
