import { firstIndex } from '../search.ts';
import type { CodeRanges } from './code-ranges.ts';
import type { LineRow } from './dwarf/lines.ts';
import { type AddressRange, RangeIndex } from './range-index.ts';

/** Rows of code that lies together, by address; the last one only says where it ends. */
type Sequence = AddressRange & { readonly rows: readonly LineRow[] };

/** `hasCode` is false where another row at the same address has the code: of several only the last does. */
export type LineStartRow = { readonly row: LineRow; readonly hasCode: boolean };

/** The rows of one line table, as far as they speak of code that is there. */
export class UnitLines {
  readonly sequences: readonly Sequence[];
  readonly #index: RangeIndex<Sequence>;

  constructor(rows: readonly LineRow[], code: CodeRanges) {
    this.sequences = sequencesOf(rows).filter(({ start, end }) => start < end && code.at(start));
    this.#index = new RangeIndex(this.sequences.map((sequence) => ({ ...sequence, value: sequence })));
  }

  /**
   * The row that an address belongs to. Code that belongs to no line counts to the line before it, though not to one before
   * `from`, where its function begins. Undefined where nothing is known.
   */
  at(address: number, from: number): LineRow | undefined {
    const rows = this.#index.find(address)?.rows ?? [];
    let index = firstIndex(rows.length, (each) => (rows[each]?.address ?? 0) > address) - 1;
    while (rows[index]?.line === 0 && (rows[index]?.address ?? 0) > from) index--;
    const row = rows[index];
    return row && row.line > 0 ? row : undefined;
  }

  /** The rows within a range of code, without those that end a sequence. */
  within({ start, end }: AddressRange): readonly LineRow[] {
    const rows = this.#index.find(start)?.rows ?? [];
    const indexOf = (address: number) => firstIndex(rows.length, (index) => (rows[index]?.address ?? 0) >= address);
    return rows.slice(indexOf(start), indexOf(end)).filter(({ endSequence }) => !endSequence);
  }

  /** Rows at which code of a line begins that the one before does not have, the last first. */
  starts(): readonly LineStartRow[] {
    return this.sequences.flatMap(({ rows }) => {
      const starts: LineStartRow[] = [];
      let hasCode = false;
      for (let index = rows.length - 2; index >= 0; index--) {
        const [before, row, after] = [rows[index - 1], rows[index], rows[index + 1]];
        if (!row || !after) break;
        const sharesCode = samePosition(row, after) && row.address === after.address;
        if (!sharesCode) hasCode = row.address < after.address;
        const goesOn = before && samePosition(before, row) && (before.isStatement || !row.isStatement);
        if (row.line > 0 && !goesOn) starts.push({ row, hasCode });
      }
      return starts;
    });
  }
}

const samePosition = (a: LineRow, b: LineRow) =>
  a.file === b.file && a.line === b.line && a.column === b.column && a.endSequence === b.endSequence;

const sequencesOf = (rows: readonly LineRow[]): readonly Sequence[] => {
  const sequences: Sequence[] = [];
  let first = 0;
  for (const [index, { endSequence }] of rows.entries()) {
    if (!endSequence) continue;
    // They should ascend; sorting keeps the order of equal ones, of which the last counts.
    const sorted = rows.slice(first, index + 1).sort((a, b) => a.address - b.address);
    sequences.push({ start: sorted[0]?.address ?? 0, end: sorted.at(-1)?.address ?? 0, rows: sorted });
    first = index + 1;
  }
  return sequences;
};
