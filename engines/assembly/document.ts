import type { Document, ParseOptions, Range, SymbolEntry, Token } from '../language.ts';
import { firstIndex } from '../search.ts';
import type { Dialect } from './dialect.ts';
import { expectsAt } from './expects.ts';
import type { Image } from './image.ts';
import { type Linked, link, type Placed } from './link.ts';
import { assembleModule, type Module } from './module.ts';
import { blocksIn, symbolsIn } from './symbols.ts';
import { tokensOf } from './tokens.ts';
import { valueAt } from './values.ts';

/** A text of assembly. Its places are addresses, and its bytes are those of the code, the first segment of the image. */
export type AssemblyDocument = Document & {
  /** Address of the first of `bytes`. */
  readonly base: number;
  readonly image: Image;
};

/** Several texts as one program. */
export type Assembly = {
  readonly image: Image;
  /** In the order of the texts. */
  readonly documents: readonly AssemblyDocument[];
};

/** Assembles and links texts to one program. Never fails: what is wrong is told by the documents. */
export const assembleProgram = (texts: readonly string[], dialect: Dialect, version: string): Assembly => {
  const modules = texts.map((text) => assembleModule(text, dialect, version));
  const linked = link(modules, { dialect, isWhole: true });
  return { image: linked.image, documents: modules.map((module) => documentOf(module, linked)) };
};

/** Reads and assembles one text, which may be a part of a program. Never fails. */
export const parseAssembly = (text: string, dialect: Dialect, { version }: ParseOptions): AssemblyDocument => {
  const module = assembleModule(text, dialect, version);
  return documentOf(module, link([module], { dialect, isWhole: false }));
};

/** What an editor sees of a module. */
export const documentOf = (module: Module, linked: Linked): AssemblyDocument => {
  const { text, lines, problems } = module;
  const code = linked.image.segments.find(({ execute }) => execute);
  const statements = lines.map(({ statement }) => statement);
  let tokens: readonly Token[] | undefined;
  let symbols: readonly SymbolEntry[] | undefined;
  const all = () => {
    tokens ??= tokensOf(module);
    return tokens;
  };
  return {
    statements,
    get symbols() {
      symbols ??= symbolsIn(module, linked);
      return symbols;
    },
    problems: problems.list(),
    blocks: blocksIn(lines),
    tokens: (range) => (range ? touching(all(), range) : all()),
    value: (offset) => valueAt(all(), module, linked, offset),
    expects: (offset) => expectsAt(module.assembler.dialect, text, offset),
    bytes: code?.bytes ?? new Uint8Array(0),
    base: code?.address ?? 0,
    get entries() {
      return entriesOf(module, linked);
    },
    image: linked.image,
    spans: (offset) => spansAt(linked.placed, module, offset),
  };
};

/** Where a program starts and what others may call; of a listing any name may be either. */
const entriesOf = (module: Module, linked: Linked): readonly number[] => {
  const { base, symbols } = module.assembler;
  const names = [...symbols.values()].filter(
    ({ position, isGlobal }) => position?.section.isExecutable && (base !== undefined || isGlobal),
  );
  const others = names.flatMap(({ name }) => {
    const address = linked.symbol(module, name);
    return address === undefined ? [] : [Number(address)];
  });
  return [linked.image.entry, ...others];
};

const touching = (tokens: readonly Token[], { start, end }: Range): readonly Token[] => {
  const first = firstIndex(tokens.length, (index) => (tokens[index]?.range.end ?? 0) >= start);
  const next = firstIndex(tokens.length, (index) => (tokens[index]?.range.start ?? 0) > end);
  return tokens.slice(first, Math.max(first, next));
};

const spansAt = (placed: readonly Placed[], module: Module, address: number): readonly Range[] => {
  const found = placed[firstIndex(placed.length, (index) => (placed[index]?.address ?? 0) > address) - 1];
  if (!found || found.module !== module || address >= found.address + found.item.size) return [];
  const { origin } = found.item;
  return origin ? [origin.statement.range, ...origin.callers] : [];
};
