import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver';
import type { Statement } from '../../engines/language.ts';
import { type Snapshot, textOf } from '../documents.ts';
import { labelReaches } from '../outline.ts';

/** What can be folded: blocks such as macros, what follows a label, runs of comment lines and of data. At most `limit`. */
export const foldingRanges = (snapshot: Snapshot, limit: number): FoldingRange[] => {
  const { document, text } = snapshot;
  const line = (offset: number) => text.positionAt(offset).line;
  const ranges = [
    // The last line of a block closes it, and stays in sight.
    ...document.blocks.map(({ start, end }) => ({ startLine: line(start), endLine: line(end) - 1 })),
    ...labelReaches(snapshot).map(({ start, end }) => ({ startLine: line(start), endLine: line(end) })),
    ...commentRuns(snapshot),
    ...dataRuns(snapshot),
  ];
  return ranges
    .filter(({ startLine, endLine }) => endLine > startLine)
    .sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine)
    .slice(0, limit);
};

/** Comments that have their lines for themselves, two or more. Only the gaps between statements are looked at. */
const commentRuns = ({ document, text }: Snapshot): FoldingRange[] => {
  const whole = text.getText();
  const runs: FoldingRange[] = [];
  let last = 0;
  for (let index = 0; index <= document.statements.length; index += 1) {
    const next = document.statements[index]?.range ?? { start: whole.length, end: whole.length };
    const firstEnd = whole.indexOf('\n', last);
    const holdsLines = firstEnd >= 0 && firstEnd < next.start && whole.indexOf('\n', firstEnd + 1) < next.start;
    if (holdsLines || last === 0) runs.push(...runsBetween({ document, text }, last, next.start));
    last = Math.max(last, next.end);
  }
  return runs;
};

const runsBetween = ({ document, text }: Pick<Snapshot, 'document' | 'text'>, start: number, end: number) => {
  const runs: { startLine: number; endLine: number; kind: FoldingRangeKind }[] = [];
  for (const { kind, range } of document.tokens({ start, end })) {
    const { line } = text.positionAt(range.start);
    const before = text.getText().slice(text.offsetAt({ line, character: 0 }), range.start);
    if (kind !== 'comment' || range.start < start || before.trim() !== '') continue;
    const run = runs.at(-1);
    const endLine = text.positionAt(range.end).line;
    if (run && run.endLine + 1 === line) run.endLine = endLine;
    else runs.push({ startLine: line, endLine, kind: FoldingRangeKind.Comment });
  }
  return runs;
};

/** Directives that make bytes, on lines that follow one another. */
const dataRuns = (snapshot: Snapshot): FoldingRange[] => {
  const { document, language, text } = snapshot;
  const words = new Set(language.directives.map(({ word }) => word));
  const isData = ({ row, places, word }: Statement) =>
    !row && places.length > 0 && words.has(textOf(snapshot, word).toLowerCase());
  const runs: { startLine: number; endLine: number }[] = [];
  let before = false;
  for (const statement of document.statements) {
    const data = isData(statement);
    if (data) {
      const { line } = text.positionAt(statement.range.start);
      const run = runs.at(-1);
      if (before && run && line <= run.endLine + 1) run.endLine = line;
      else runs.push({ startLine: line, endLine: line });
    }
    before = data;
  }
  return runs;
};
