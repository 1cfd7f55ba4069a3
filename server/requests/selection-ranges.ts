import type { SelectionRange } from 'vscode-languageserver';
import type { Range } from '../../engines/language.ts';
import { type Snapshot, toLspRange, touches } from '../documents.ts';
import { headings } from '../outline.ts';
import { statementAt } from '../symbols.ts';

/** What a selection at the cursor grows to: token, operand, statement, line, what its label or macro holds, the whole text. */
export const selectionRange = (snapshot: Snapshot, offset: number): SelectionRange => {
  const { document, text } = snapshot;
  const { line } = text.positionAt(offset);
  const start = text.offsetAt({ line, character: 0 });
  const written = text.getText().slice(start, text.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }));
  const statement = statementAt(document, offset);
  const around: Range[] = [
    ...document.tokens({ start: offset, end: offset }).map(({ range }) => range),
    ...(statement ? [...statement.operands, statement.range] : []),
    { start: start + written.length - written.trimStart().length, end: start + written.trimEnd().length },
    ...headings(snapshot).map(({ reach }) => reach),
    ...document.blocks,
    { start: 0, end: text.getText().length },
  ];
  const chain: Range[] = [];
  const size = ({ start, end }: Range) => end - start;
  for (const range of around.filter((each) => touches(each, offset)).sort((a, b) => size(a) - size(b))) {
    const inner = chain.at(-1) ?? { start: offset, end: offset };
    if (size(range) > size(inner) && range.start <= inner.start && range.end >= inner.end) chain.push(range);
  }
  const outermost: SelectionRange = { range: toLspRange(snapshot, chain.pop() ?? { start: offset, end: offset }) };
  return chain.reduceRight<SelectionRange>(
    (parent, range) => ({ range: toLspRange(snapshot, range), parent }),
    outermost,
  );
};
