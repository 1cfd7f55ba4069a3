import { firstIndex } from '../../search.ts';
import type { CodeRanges } from '../code-ranges.ts';
import type { Elf } from '../elf.ts';
import * as messages from '../messages.ts';
import type { AddressRange } from '../range-index.ts';
import { CallFrames } from './call-frames.ts';
import { attributes } from './constants.ts';
import type { FrameRules } from './frame-rules.ts';
import { type FunctionEntry, type FunctionNames, namesOf, readFunctions, type UnitFunctions } from './functions.ts';
import { type LineRow, type LineTable, readLineTable } from './lines.ts';
import { rangesOf } from './ranges.ts';
import { DebugSections } from './sections.ts';
import { asElfError, number, readUnits, type Unit } from './units.ts';

/** Nobody reads more, and a file can be broken in very many places. */
const mostProblems = 20;

/**
 * The debug information of an ELF in the units and numbers of DWARF, each part read when it is first asked for.
 * What cannot be read counts as absent, and is told of in `problems`.
 */
export class Dwarf {
  /** One sentence for each unit or table that could not be read so far. */
  readonly problems: string[] = [];
  readonly #elf: Elf;
  readonly #code: CodeRanges;
  readonly #sections: DebugSections;
  #frames: CallFrames | undefined;
  #units: readonly Unit[] | undefined;
  readonly #tables = new Map<number, LineTable | undefined>();
  readonly #functions = new Map<Unit, UnitFunctions>();
  readonly #names = new Map<number, FunctionNames>();

  /** @param code where its instructions lie. */
  constructor(elf: Elf, code: CodeRanges) {
    this.#elf = elf;
    this.#code = code;
    this.#sections = new DebugSections(elf);
  }

  get units(): readonly Unit[] {
    if (!this.#units) {
      this.#units = readUnits(this.#sections, (problem) => this.#tell(problem.message));
      for (const unit of this.#units) this.#tellIfSplit(unit);
    }
    return this.#units;
  }

  /** The code of a unit, as its own entry says; empty where it does not. */
  ranges(unit: Unit): readonly AddressRange[] {
    return this.#attempt(() => rangesOf(this.#sections, unit, unit.root), []);
  }

  lineTable(unit: Unit): LineTable | undefined {
    const offset = number(unit.root.get(attributes.statementList));
    if (offset === undefined) return undefined;
    if (!this.#tables.has(offset))
      this.#tables.set(
        offset,
        this.#attempt(() => this.#readTable(unit, offset), undefined),
      );
    return this.#tables.get(offset);
  }

  functions(unit: Unit): readonly FunctionEntry[] {
    return this.#functionsOf(unit).functions;
  }

  names({ offset }: FunctionEntry): FunctionNames {
    const known = this.#names.get(offset);
    if (known) return known;
    const nothing = { name: '', linkageName: undefined, declaration: undefined };
    const names = this.#attempt(() => namesOf(offset, (at) => this.#named(at)), nothing);
    this.#names.set(offset, names);
    return names;
  }

  /** The rules of call frames that hold at an address. */
  frameRules(address: number): FrameRules | undefined {
    this.#frames ??= new CallFrames(this.#elf, this.#sections, this.#code, ({ message }) => this.#tell(message));
    const frames = this.#frames;
    return this.#attempt(() => frames.at(address), undefined);
  }

  #named(offset: number) {
    const units = this.units;
    const unit = units[firstIndex(units.length, (index) => (units[index]?.end ?? 0) > offset)];
    return unit && this.#functionsOf(unit).named.get(offset);
  }

  #functionsOf(unit: Unit): UnitFunctions {
    const known = this.#functions.get(unit);
    if (known) return known;
    const read = this.#attempt(() => readFunctions(this.#sections, unit), { functions: [], named: new Map() });
    this.#functions.set(unit, read);
    return read;
  }

  #readTable(unit: Unit, offset: number): LineTable {
    const table = readLineTable(this.#sections, offset, {
      compilationDirectory: unit.text(unit.root.get(attributes.compilationDirectory)) ?? '',
      name: unit.text(unit.root.get(attributes.name)) ?? '',
      text: (value) => unit.text(value) ?? '',
    });
    let rows: readonly LineRow[] | undefined;
    return {
      files: table.files,
      rows: () => {
        rows ??= this.#attempt(() => table.rows(), []);
        return rows;
      },
    };
  }

  #tellIfSplit(unit: Unit): void {
    const name = unit.root.get(attributes.splitName) ?? unit.root.get(attributes.oldSplitName);
    if (!name) return;
    const file = this.#attempt(() => unit.text(name), undefined);
    if (file !== undefined) this.#tell(messages.splitDebugInfo(file));
  }

  #attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      this.#tell(asElfError(error).message);
      return otherwise;
    }
  }

  #tell(problem: string): void {
    if (this.problems.length < mostProblems && !this.problems.includes(problem)) this.problems.push(problem);
  }
}
