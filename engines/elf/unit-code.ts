import { firstIndex } from '../search.ts';
import type { CodeRanges } from './code-ranges.ts';
import type { Dwarf } from './dwarf/dwarf.ts';
import type { FunctionEntry } from './dwarf/functions.ts';
import type { LineRow } from './dwarf/lines.ts';
import type { Unit } from './dwarf/units.ts';
import { RangeIndex } from './range-index.ts';
import { type LineStartRow, UnitLines } from './unit-lines.ts';

/** A position in a source file. */
export type SourcePosition = {
  /** As the compiler wrote it down, whole as far as it did: `/home/me/project/main.c`. Parts are joined by `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in the compiler's units (mostly bytes); 0 where it is not known. */
  readonly column: number;
};

/** Where a statement starts. */
export type LineStart = SourcePosition & {
  readonly address: number;
  /**
   * True where no start of the same line lies at a lower address in the same function, or the same inlined copy of one. There a
   * breakpoint on the line belongs: compilers scatter the parts of a line, and a person wants to stop once.
   */
  readonly entersLine: boolean;
};

/** A line, and all rows at which code of it begins. */
type StartLine = { readonly file: string | undefined; readonly line: number; readonly starts: readonly LineStartRow[] };

/** The functions and lines of one compilation unit, as far as their code is there. Each is read when first asked for. */
export class UnitCode {
  readonly #dwarf: Dwarf;
  readonly #unit: Unit;
  readonly #code: CodeRanges;
  #lines: UnitLines | undefined;
  #entries: readonly FunctionEntry[] | undefined;
  #functions: RangeIndex<FunctionEntry> | undefined;
  readonly #inlined = new Map<FunctionEntry, RangeIndex<FunctionEntry>>();
  /** By file, in the order of their numbers. */
  #startLines: ReadonlyMap<string | undefined, readonly StartLine[]> | undefined;
  readonly #statements = new Map<StartLine, readonly LineStart[]>();

  constructor(dwarf: Dwarf, unit: Unit, code: CodeRanges) {
    this.#dwarf = dwarf;
    this.#unit = unit;
    this.#code = code;
  }

  get lines(): UnitLines {
    this.#lines ??= new UnitLines(this.#dwarf.lineTable(this.#unit)?.rows() ?? [], this.#code);
    return this.#lines;
  }

  /** Functions with code of their own, in the order of the file. */
  get entries(): readonly FunctionEntry[] {
    this.#entries ??= this.#dwarf
      .functions(this.#unit)
      .filter(({ ranges: [first] }) => first && this.#code.at(first.start));
    return this.#entries;
  }

  get functions(): RangeIndex<FunctionEntry> {
    this.#functions ??= indexOf(this.entries);
    return this.#functions;
  }

  /** The function at an address, what is inlined into it there, what is inlined into that, and so on; empty where there is none. */
  chainAt(address: number): readonly FunctionEntry[] {
    const chain: FunctionEntry[] = [];
    let next = this.functions.find(address);
    while (next) {
      chain.push(next);
      next = next.inlined.length > 0 ? this.#inlinedIn(next).find(address) : undefined;
    }
    return chain;
  }

  /** Undefined where a file's number means nothing, and for code that belongs to no line. */
  position({ file, line, column }: { file: number; line: number; column: number }): SourcePosition | undefined {
    const path = this.#dwarf.lineTable(this.#unit)?.files[file];
    return path === undefined || line <= 0 ? undefined : { file: path, line, column };
  }

  positionAt(address: number): SourcePosition | undefined {
    const range = this.functions.find(address)?.ranges.find(({ start, end }) => address >= start && address < end);
    const row = this.lines.at(address, range?.start ?? address);
    return row && this.position(row);
  }

  /** Where statements start whose lines are `first` to `last` of a file, by line and address. */
  statementsOf(file: string, first: number, last: number): readonly LineStart[] {
    this.#startLines ??= this.#findStartLines();
    const lines = this.#startLines.get(file) ?? [];
    const indexOf = (line: number) => firstIndex(lines.length, (index) => (lines[index]?.line ?? 0) >= line);
    return lines.slice(indexOf(first), indexOf(last + 1)).flatMap((each) => this.#statementsOn(each));
  }

  #inlinedIn(entry: FunctionEntry): RangeIndex<FunctionEntry> {
    const known = this.#inlined.get(entry) ?? indexOf(entry.inlined);
    this.#inlined.set(entry, known);
    return known;
  }

  #findStartLines(): ReadonlyMap<string | undefined, readonly StartLine[]> {
    const files = this.#dwarf.lineTable(this.#unit)?.files ?? [];
    const lines = [...Map.groupBy(this.lines.starts(), ({ row }) => row.file)].flatMap(([file, inFile]) =>
      [...Map.groupBy(inFile, ({ row }) => row.line)].map(([line, starts]) => ({ file: files[file], line, starts })),
    );
    lines.sort((a, b) => a.line - b.line);
    return Map.groupBy(lines, ({ file }) => file);
  }

  #statementsOn(line: StartLine): readonly LineStart[] {
    const known = this.#statements.get(line) ?? this.#findStatements(line);
    this.#statements.set(line, known);
    return known;
  }

  #findStatements({ starts }: StartLine): readonly LineStart[] {
    /** Functions, and inlined copies of them, that have code of the line at lower addresses. */
    const seen = new Set<FunctionEntry | undefined>();
    return this.#rowsToStopAt(starts).flatMap((row) => {
      const position = this.position(row);
      if (!position) return [];
      const copy = this.chainAt(row.address).at(-1);
      const entersLine = !seen.has(copy);
      seen.add(copy);
      return { ...position, address: row.address, entersLine };
    });
  }

  /**
   * The rows of a line to stop at, by address: those that the compiler marked as statements. Where none of them in a function has
   * code, because another row stands at the same address, those of the line that have; where there are none either, the marked ones.
   */
  #rowsToStopAt(starts: readonly LineStartRow[]): readonly LineRow[] {
    const byFunction = Map.groupBy(starts, ({ row }) => this.functions.find(row.address));
    return [...byFunction.values()].flatMap(rowsToStopAt).sort((a, b) => a.address - b.address);
  }
}

/** Of the starts of one line in one function. */
const rowsToStopAt = (starts: readonly LineStartRow[]): readonly LineRow[] => {
  const marked = starts.filter(({ row }) => row.isStatement);
  if (marked.length === 0) return [];
  const withCode = [marked, starts].map((some) => some.filter(({ hasCode }) => hasCode));
  return (withCode.find((some) => some.length > 0) ?? marked).map(({ row }) => row);
};

const indexOf = (entries: readonly FunctionEntry[]): RangeIndex<FunctionEntry> =>
  new RangeIndex(entries.flatMap((value) => value.ranges.map((range) => ({ ...range, value }))));
