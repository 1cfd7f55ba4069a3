import { demangle } from '../demangle.ts';
import type { AddressRange } from '../range-index.ts';
import { attributes, tags } from './constants.ts';
import { rangesOf } from './ranges.ts';
import type { DebugSections } from './sections.ts';
import { type Entry, number, type Unit, type Values } from './units.ts';

/** A function with code of its own, or the copy of one that was inlined. */
export type FunctionEntry = {
  /** Of its entry in `.debug_info`. */
  readonly offset: number;
  readonly unit: Unit;
  readonly ranges: readonly AddressRange[];
  /** Where it is called, as the unit's line table numbers files; only for what was inlined. */
  readonly call: { readonly file: number; readonly line: number; readonly column: number } | undefined;
  /** What was inlined into it. */
  readonly inlined: readonly FunctionEntry[];
  readonly entryPc: number | undefined;
};

/** What an entry is called, and where that is written. */
export type FunctionNames = {
  /** With the namespaces, modules and types that it lies in: `shapes::area`. */
  readonly name: string;
  /** As the linker knows it. */
  readonly linkageName: string | undefined;
  /** Where it is declared; the file as the line table of `unit` numbers them. */
  readonly declaration: { readonly unit: Unit; readonly file: number; readonly line: number } | undefined;
};

/** An entry that names something, itself or through others. */
type Named = { readonly unit: Unit; readonly values: () => Values; readonly path: string };

/** The functions of a unit, and all entries that others may take their names from. */
export type UnitFunctions = {
  readonly functions: readonly FunctionEntry[];
  readonly named: ReadonlyMap<number, Named>;
};

const scopeTags: ReadonlySet<number> = new Set([
  tags.namespace,
  tags.module,
  tags.structureType,
  tags.classType,
  tags.unionType,
  tags.enumerationType,
]);

/** Inlining nests a few dozen deep; what a broken file nests deeper is left out, as every look-up goes through all levels. */
const deepest = 500;

/** Reads the functions of a unit. @throws ElfError */
export const readFunctions = (sections: DebugSections, unit: Unit): UnitFunctions => {
  const functions: FunctionEntry[] = [];
  const named = new Map<number, Named>();
  /** For each depth on the way to the current entry: the path of names there, and where what is inlined belongs. */
  const open: { readonly path: string; readonly inlined: FunctionEntry[] | undefined }[] = [];
  const outside = { path: '', inlined: undefined };

  const visit = (entry: Entry, { path, inlined }: (typeof open)[number]): (typeof open)[number] => {
    const { offset, tag } = entry;
    if (tag === tags.lexicalBlock) return { path, inlined };
    const isFunction = tag === tags.subprogram || tag === tags.inlinedSubroutine;
    if (!isFunction && !scopeTags.has(tag)) return outside;
    const values = entry.values();
    const inside = join(path, unit.text(values.get(attributes.name)));
    if (!isFunction) return { path: inside, inlined: undefined };

    const isInlined = tag === tags.inlinedSubroutine;
    const found: FunctionEntry & { readonly inlined: FunctionEntry[] } = {
      offset,
      unit,
      ranges: rangesOf(sections, unit, values),
      call: isInlined ? callOf(values) : undefined,
      inlined: [],
      entryPc: unit.address(values.get(attributes.entryPc)),
    };
    named.set(offset, { unit, values: entry.values, path });
    if (isInlined) inlined?.push(found);
    else if (found.ranges.length > 0) functions.push(found);
    return { path: inside, inlined: found.inlined };
  };

  for (const entry of unit.entries()) {
    const parent = open[entry.depth - 1] ?? outside;
    open[entry.depth] = entry.depth > deepest ? outside : visit(entry, parent);
  }
  return { functions, named };
};

const join = (path: string, name: string | undefined) => {
  if (name === undefined || name === '') return path;
  return path === '' ? name : `${path}::${name}`;
};

const callOf = (values: Values) => {
  const value = (attribute: number) => number(values.get(attribute)) ?? 0;
  return {
    file: value(attributes.callFile),
    line: value(attributes.callLine),
    column: value(attributes.callColumn),
  };
};

/** How often an entry refers to another for what it is called: an inlined call to a definition, that to a declaration. */
const longestChain = 8;

/**
 * What the entry at an offset is called. @param find gives the entry at an offset of any unit. @throws ElfError
 */
export const namesOf = (offset: number, find: (offset: number) => Named | undefined): FunctionNames => {
  let name: string | undefined;
  let linkageName: string | undefined;
  let declaration: FunctionNames['declaration'];
  let next: number | undefined = offset;
  for (let hops = 0; next !== undefined && hops < longestChain; hops++) {
    const entry = find(next);
    if (!entry) break;
    const { unit, path } = entry;
    const values = entry.values();
    const ownName = unit.text(values.get(attributes.name));
    // The declaration lies in the class or module, of which a definition elsewhere knows nothing.
    if (ownName !== undefined && (name === undefined || path !== '')) name = join(path, ownName);
    linkageName ??= unit.text(values.get(attributes.linkageName) ?? values.get(attributes.oldLinkageName));
    const line = number(values.get(attributes.declarationLine));
    const file = number(values.get(attributes.declarationFile));
    if (line !== undefined && file !== undefined) declaration ??= { unit, file, line };
    next = unit.reference(values.get(attributes.abstractOrigin) ?? values.get(attributes.specification));
  }
  const legible = linkageName === undefined ? undefined : demangle(linkageName);
  return { name: legible ?? name ?? linkageName ?? '', linkageName, declaration };
};
