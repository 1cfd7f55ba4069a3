import type { Range, SymbolEntry } from '../engines/language.ts';
import { firstIndex } from '../engines/search.ts';
import type { Snapshot } from './documents.ts';
import { statementAfter, statementAt } from './symbols.ts';

/** A name and the text that belongs to it. */
export type Heading = { readonly entry: SymbolEntry; readonly reach: Range };

/**
 * The names of a text, in its order. A label reaches to the last statement before the next name or the end of its block,
 * so that the line one reads has a heading; a macro reaches over its block.
 */
export const headings = ({ document, text }: Snapshot): readonly Heading[] => {
  const { blocks } = document;
  const whole = { start: 0, end: text.getText().length };
  const blockFrom = (start: number) => {
    const block = blocks[firstIndex(blocks.length, (index) => (blocks[index]?.start ?? 0) >= start)];
    return block?.start === start ? block : undefined;
  };
  const entries = document.symbols
    .filter(({ kind }) => kind !== 'parameter')
    .sort((a, b) => a.definition.start - b.definition.start);
  const open: Range[] = [];
  let nextBlock = 0;
  return entries.map((entry, index) => {
    const { kind, definition } = entry;
    for (let block = blocks[nextBlock]; block && block.start <= definition.start; block = blocks[++nextBlock]) {
      open.push(block);
    }
    while ((open.at(-1) ?? whole).end <= definition.start) open.pop();
    if (kind !== 'label') {
      const { range } = statementAt(document, definition.start) ?? { range: definition };
      return { entry, reach: blockFrom(range.start) ?? range };
    }
    const limit = Math.min(entries[index + 1]?.definition.start ?? whole.end, (open.at(-1) ?? whole).end);
    const last = document.statements[statementAfter(document, limit - 1) - 1];
    const end = Math.max(Math.min(last?.range.end ?? 0, limit), definition.end);
    return { entry, reach: { start: definition.start, end } };
  });
};

export const labelReaches = (snapshot: Snapshot): readonly Range[] =>
  headings(snapshot).flatMap(({ entry, reach }) => (entry.kind === 'label' ? [reach] : []));
