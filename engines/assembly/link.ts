import type { Dialect } from './dialect.ts';
import { evaluate, type Scope } from './evaluator.ts';
import type { Image, ImageSection, ImageSegment, ImageSymbol } from './image.ts';
import { isInternal, type Module } from './module.ts';
import { patchItem } from './patch.ts';
import { Names } from './program-names.ts';
import type { Item, Section } from './section.ts';

export type LinkOptions = {
  readonly dialect: Dialect;
  /** False for a document that may be a part of a program: names that it declares without defining them are the others' to define. */
  readonly isWhole: boolean;
};

/** A piece of an image's code or data, and where it comes from. */
export type Placed = {
  readonly address: number;
  readonly item: Item;
  readonly module: Module;
  readonly section: Section;
};

export type Linked = {
  readonly image: Image;
  /** What lies in executable sections, in the order of the addresses. */
  readonly placed: readonly Placed[];
  /** The value of a name as a module sees it. */
  symbol(module: Module, name: string): bigint | undefined;
};

/** Puts modules together to a program. What is wrong becomes a problem of the module it is wrong in. */
export const link = (modules: readonly Module[], { dialect, isWhole }: LinkOptions): Linked => {
  const groups = groupsOf(modules);
  const names = new Names(modules, isWhole);
  const scopes = new Map(modules.map((module) => [module, names.scopeOf(module)]));
  const sections: ImageSection[] = [];
  const segments: ImageSegment[] = [];
  const placed: Placed[] = [];
  const given = modules.find(({ assembler }) => assembler.base !== undefined)?.assembler.base;
  const base = dialect.place(groups, modules[0]?.assembler.version ?? '', given);
  for (const group of groups) {
    const first = sections.length;
    for (const output of group.outputs) sections.push(writeSection(output, scopes, placed));
    const segment = segmentOf(sections.slice(first));
    if (segment) segments.push(segment);
  }
  placed.sort((a, b) => a.address - b.address);
  addPlaces(placed);
  const quiet = new Map(modules.map((module) => [module, names.scopeOf(module, () => {})]));
  const value = (module: Module, name: string) => quiet.get(module)?.symbol(name, { start: 0, end: 0 })?.number;
  const symbols = symbolsOf(modules, sections, scopes);
  const start = dialect.entryIn(symbols, sections);
  const code = sections.find(({ execute }) => execute);
  return {
    image: { segments, sections, symbols, entry: start?.address ?? code?.address ?? base },
    placed,
    symbol: value,
  };
};

/** All sections of one name. */
export type Output = {
  readonly name: string;
  readonly parts: { readonly module: Module; readonly section: Section }[];
  address: number;
  size: number;
  align: number;
};
/** Sections with the same rights. */
export type Group = { readonly outputs: Output[] };

/** Code, what is only read, what may be written, and last what takes no room in the file. */
const groupsOf = (modules: readonly Module[]): readonly Group[] => {
  const groups: readonly Group[] = [{ outputs: [] }, { outputs: [] }, { outputs: [] }];
  for (const module of modules) {
    for (const section of module.assembler.sections.values()) {
      if (!section.isAllocated || section.items.length === 0) continue;
      const group = groups[section.isExecutable ? 0 : section.isWritable ? 2 : 1];
      const known = group.outputs.find(({ name }) => name === section.name);
      if (known) known.parts.push({ module, section });
      else group.outputs.push({ name: section.name, parts: [{ module, section }], address: 0, size: 0, align: 1 });
    }
  }
  for (const { outputs } of groups) outputs.sort((a, b) => Number(isEmpty(a)) - Number(isEmpty(b)));
  return groups;
};

const isEmpty = ({ parts }: Output): boolean => parts.every(({ section }) => section.isEmpty);

export const alignUp = (address: number, align: number): number => Math.ceil(address / align) * align;

/** Puts sections one behind the other from an address on, and says where they end. */
export const placeOutputs = ({ outputs }: Group, from: number): number => {
  let address = from;
  for (const output of outputs) {
    output.align = Math.max(...output.parts.map(({ section }) => section.align));
    address = alignUp(address, output.align);
    output.address = address;
    for (const { section } of output.parts) {
      address = alignUp(address, section.align);
      section.address = address;
      address += section.size;
    }
    output.size = address - output.address;
  }
  return address;
};

const writeSection = (output: Output, scopes: ReadonlyMap<Module, Scope>, placed: Placed[]): ImageSection => {
  const bytes = new Uint8Array(isEmpty(output) ? 0 : output.size);
  let execute = false;
  let write = false;
  for (const { module, section } of output.parts) {
    execute ||= section.isExecutable;
    write ||= section.isWritable;
    const scope = scopes.get(module);
    for (const item of section.items) {
      const address = section.address + item.offset;
      if (bytes.length > 0 && scope)
        patchItem(bytes, address - output.address, { item, address, section, scope, module });
      if (section.isExecutable && item.size > 0) placed.push({ address, item, module, section });
    }
  }
  return { name: output.name, address: output.address, size: output.size, bytes, align: output.align, execute, write };
};

const segmentOf = (sections: readonly ImageSection[]): ImageSegment | undefined => {
  const [first] = sections;
  const last = sections.at(-1);
  if (!first || !last) return undefined;
  const full = sections.filter(({ bytes }) => bytes.length > 0).at(-1);
  const bytes = new Uint8Array(full ? full.address + full.size - first.address : 0);
  for (const section of sections)
    if (section.bytes.length > 0) bytes.set(section.bytes, section.address - first.address);
  const memorySize = last.address + last.size - first.address;
  return { address: first.address, bytes, memorySize, write: first.write, execute: first.execute };
};

/** A statement's places are the starts of what each run through it made. */
const addPlaces = (placed: readonly Placed[]): void => {
  const seen = new Set<unknown>();
  for (const { item, address } of placed) {
    const { origin } = item;
    if (!origin || seen.has(origin)) continue;
    seen.add(origin);
    origin.statement.places = origin.statement.places.length === 0 ? [address] : origin.statement.places;
    if (origin.statement.places.at(-1) !== address) (origin.statement.places as number[]).push(address);
  }
};

const symbolsOf = (
  modules: readonly Module[],
  sections: readonly ImageSection[],
  scopes: ReadonlyMap<Module, Scope>,
): readonly ImageSymbol[] => {
  const found: (Omit<ImageSymbol, 'size'> & { size: number | undefined })[] = [];
  const nowhere = { start: 0, end: 0 };
  for (const module of modules) {
    const scope = scopes.get(module);
    for (const { name, position, value, size, type, isGlobal } of module.assembler.symbols.values()) {
      if (!scope || isInternal(name) || (!position && value?.kind !== 'number')) continue;
      const address = position ? scope.place(position, nowhere) : value && evaluate(value, scope);
      const section = position && sections.findIndex((each) => each.name === position.section.name);
      if (!address || section === -1) continue;
      const bytes = size && evaluate(size, scope);
      found.push({
        name,
        address: Number(address.number),
        size: bytes && Number(bytes.number),
        type,
        isGlobal,
        section,
      });
    }
  }
  found.sort((a, b) => a.address - b.address);
  return found.map((symbol, index) => ({ ...symbol, size: symbol.size ?? sizeUpToNext(found, index, sections) }));
};

const sizeUpToNext = (
  symbols: readonly Omit<ImageSymbol, 'size'>[],
  index: number,
  sections: readonly ImageSection[],
): number => {
  const symbol = symbols[index];
  const section = symbol?.section === undefined ? undefined : sections[symbol.section];
  if (!symbol || !section) return 0;
  const ends = (each: Omit<ImageSymbol, 'size'>) =>
    each.section === symbol.section &&
    each.address > symbol.address &&
    (each.isGlobal || each.type !== 'none' || !symbol.isGlobal);
  for (let next = index + 1; next < symbols.length; next++) {
    const each = symbols[next];
    if (each && ends(each)) return each.address - symbol.address;
  }
  return section.address + section.size - symbol.address;
};
