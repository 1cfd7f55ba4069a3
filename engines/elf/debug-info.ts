import { CodeRanges } from './code-ranges.ts';
import { Dwarf } from './dwarf/dwarf.ts';
import type { FrameRules } from './dwarf/frame-rules.ts';
import type { FunctionEntry } from './dwarf/functions.ts';
import type { LineTable } from './dwarf/lines.ts';
import type { Unit } from './dwarf/units.ts';
import type { Elf } from './elf.ts';
import { type AddressRange, RangeIndex } from './range-index.ts';
import { type SymbolFunction, symbolFunctions } from './symbol-functions.ts';
import { type LineStart, type SourcePosition, UnitCode } from './unit-code.ts';

/** A function and its code. */
export type ElfFunction = {
  /** With the modules, types or namespaces that it lies in: `shapes::area`. */
  readonly name: string;
  /** As the linker knows it, where that is known to be something else. */
  readonly linkageName: string | undefined;
  /** Where it begins to run. */
  readonly entry: number;
  /** At least one; more where the compiler moved parts of it away. */
  readonly ranges: readonly AddressRange[];
  /** Where it is written; the column is not known. */
  readonly declaration: SourcePosition | undefined;
};

/** One level of what runs at an address: a function, or one that was inlined, and where in it. */
export type SourceFrame = {
  /** Of the function; undefined where only the line is known. */
  readonly name: string | undefined;
  /** Undefined where only the function is known. */
  readonly position: SourcePosition | undefined;
};

/**
 * What an ELF's symbols and DWARF say of its code. Addresses are those of the ELF. Everything is read when first asked for, a
 * unit at a time, and kept. Nothing throws: what is absent or broken gives nothing, and `problems` says what was broken.
 */
export class DebugInfo {
  readonly #code: CodeRanges;
  readonly #dwarf: Dwarf;
  readonly #elf: Elf;
  #unitIndex: RangeIndex<Unit> | undefined;
  #symbols: { readonly all: readonly SymbolFunction[]; readonly index: RangeIndex<SymbolFunction> } | undefined;
  #unitsByFile: ReadonlyMap<string, ReadonlySet<Unit>> | undefined;
  #functions: readonly ElfFunction[] | undefined;
  readonly #unitCode = new Map<Unit, UnitCode>();
  readonly #described = new Map<FunctionEntry | SymbolFunction, ElfFunction>();

  constructor(elf: Elf) {
    this.#elf = elf;
    this.#code = new CodeRanges(elf);
    this.#dwarf = new Dwarf(elf, this.#code);
  }

  /** True where there are source lines to be had; without, there may still be functions. */
  get hasLines(): boolean {
    return this.files.length > 0;
  }

  /** One sentence for each part that could not be read so far; more may come with more questions. */
  get problems(): readonly string[] {
    return this.#dwarf.problems;
  }

  /** All source files that it speaks of, also those without code. */
  get files(): readonly string[] {
    return [...this.#filesOfUnits().keys()];
  }

  /** All functions with code, by address: those of DWARF, and of the symbols those that DWARF does not know. */
  get functions(): readonly ElfFunction[] {
    if (!this.#functions) {
      const entries = this.#dwarf.units.flatMap((unit) => this.#codeOf(unit).entries);
      const known = new RangeIndex(entries.flatMap((value) => value.ranges.map((range) => ({ ...range, value }))));
      const others = this.#symbolFunctions().all.filter(({ range }) => !known.find(range.start));
      this.#functions = [...entries.map((entry) => this.#describe(entry)), ...others.map(describeSymbol)].sort(
        (a, b) => a.entry - b.entry,
      );
    }
    return this.#functions;
  }

  /** The source line of an address. Code that belongs to no line counts to the line before it in its function. */
  lineAt(address: number): SourcePosition | undefined {
    const found = this.#unitAt(address);
    return found?.positionAt(address);
  }

  /** The function that has an address in its code; one that was inlined there is none. */
  functionAt(address: number): ElfFunction | undefined {
    const entry = this.#unitAt(address)?.functions.find(address);
    if (entry) return this.#describe(entry);
    const symbol = this.#symbolFunctions().index.find(address);
    return symbol && describeSymbol(symbol);
  }

  /**
   * What runs at an address, innermost first: the functions that were inlined there, then the one that has the code. All but the
   * first are at the line of the call. Empty where neither DWARF nor a symbol knows the address.
   */
  framesAt(address: number): readonly SourceFrame[] {
    const unit = this.#unitAt(address);
    const position = unit?.positionAt(address);
    const name = this.functionAt(address)?.name;
    if (name === undefined && !position) return [];
    const inlined = unit?.chainAt(address).slice(1) ?? [];
    const names = [name, ...inlined.map((each) => this.#dwarf.names(each).name || undefined)];
    const positions = [...inlined.map(({ call }) => call && unit?.position(call)), position];
    return names.map((each, index) => ({ name: each, position: positions[index] })).reverse();
  }

  /**
   * Where statements start whose lines are `first` to `last` (from 1, inclusive) of a file as `files` names it; by line, column
   * and address. A line may have many, in inlined copies and in copies of generic functions, and many lines have none.
   */
  addressesOf(file: string, first: number, last: number): readonly LineStart[] {
    return [...(this.#filesOfUnits().get(file) ?? [])]
      .flatMap((unit) => this.#codeOf(unit).statementsOf(file, first, last))
      .sort((a, b) => a.line - b.line || a.column - b.column || a.address - b.address);
  }

  /**
   * Where a breakpoint on a function belongs: behind its prologue, so that its parameters can be read. That is what the compiler
   * marked, or else the second line of it; the entry where there is neither.
   */
  bodyOf({ entry, ranges }: ElfFunction): number {
    const range = ranges.find(({ start, end }) => entry >= start && entry < end);
    const rows = (range && this.#unitAt(entry)?.lines.within({ start: entry, end: range.end })) ?? [];
    const marked = rows.find(({ prologueEnd }) => prologueEnd);
    if (marked) return marked.address;
    const [opening] = rows;
    const second = rows.find(
      ({ address, line, isStatement }) => isStatement && address > entry && line > 0 && line !== opening?.line,
    );
    return second?.address ?? entry;
  }

  /** The rules by which the caller's registers are found at an address; see `unwind`. Undefined where none are known. */
  unwindAt(address: number): FrameRules | undefined {
    return this.#dwarf.frameRules(address);
  }

  #describe(entry: FunctionEntry): ElfFunction {
    const known = this.#described.get(entry);
    if (known) return known;
    const { name, linkageName, declaration } = this.#dwarf.names(entry);
    const [first] = entry.ranges;
    const start = entry.entryPc ?? first?.start ?? 0;
    const described = {
      name: name || (this.#symbolFunctions().index.find(start)?.name ?? `0x${start.toString(16)}`),
      linkageName,
      entry: start,
      ranges: entry.ranges,
      declaration: declaration && this.#codeOf(declaration.unit).position({ ...declaration, column: 0 }),
    };
    this.#described.set(entry, described);
    return described;
  }

  #unitAt(address: number): UnitCode | undefined {
    this.#unitIndex ??= new RangeIndex(
      this.#dwarf.units.flatMap((unit) => this.#liveRanges(unit).map((range) => ({ ...range, value: unit }))),
    );
    const unit = this.#unitIndex.find(address);
    return unit && this.#codeOf(unit);
  }

  /** The code of a unit that is still there; where the unit does not say it all, as before DWARF 3, that of its lines. */
  #liveRanges(unit: Unit): readonly AddressRange[] {
    const ranges = unit.version > 2 ? this.#dwarf.ranges(unit) : [];
    return ranges.length > 0 ? ranges.filter(({ start }) => this.#code.at(start)) : this.#codeOf(unit).lines.sequences;
  }

  #codeOf(unit: Unit): UnitCode {
    const known = this.#unitCode.get(unit) ?? new UnitCode(this.#dwarf, unit, this.#code);
    this.#unitCode.set(unit, known);
    return known;
  }

  #symbolFunctions() {
    if (!this.#symbols) {
      const all = symbolFunctions(this.#elf, this.#code);
      this.#symbols = { all, index: new RangeIndex(all.map((value) => ({ ...value.range, value }))) };
    }
    return this.#symbols;
  }

  #filesOfUnits(): ReadonlyMap<string, ReadonlySet<Unit>> {
    if (this.#unitsByFile) return this.#unitsByFile;
    const units = new Map<string, Set<Unit>>();
    const tables = new Set<LineTable>();
    for (const unit of this.#dwarf.units) {
      const table = this.#dwarf.lineTable(unit);
      if (!table || tables.has(table)) continue;
      tables.add(table);
      for (const file of table.files) {
        if (file === undefined || file === '') continue;
        units.set(file, (units.get(file) ?? new Set()).add(unit));
      }
    }
    this.#unitsByFile = units;
    return units;
  }
}

const describeSymbol = ({ name, symbol, range }: SymbolFunction): ElfFunction => ({
  name,
  linkageName: symbol === name ? undefined : symbol,
  entry: range.start,
  ranges: [range],
  declaration: undefined,
});
