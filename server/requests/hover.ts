import { type Hover, MarkupKind } from 'vscode-languageserver';
import type { Range } from '../../engines/language.ts';
import { directiveCard, instructionCard, symbolCard } from '../cards.ts';
import { type Snapshot, textOf, toLspRange, touches } from '../documents.ts';
import { statementAt, symbolAt } from '../symbols.ts';

/** What stands under the cursor: a name, an instruction or a directive. */
export const hover = (snapshot: Snapshot, offset: number): Hover | null => {
  const { document, engine, language, version } = snapshot;
  const show = (range: Range, value: string): Hover => ({
    contents: { kind: MarkupKind.Markdown, value },
    range: toLspRange(snapshot, range),
  });
  const named = symbolAt(document, offset);
  if (named) return show(named.range, symbolCard(snapshot, named.symbol));
  const statement = statementAt(document, offset);
  if (!statement || !touches(statement.word, offset)) return null;
  const { row, word } = statement;
  if (row) return show(word, instructionCard(engine, row, version));
  const written = textOf(snapshot, word);
  const directive = language.directives.find((entry) => entry.word === written);
  return directive ? show(word, directiveCard(language.id, directive)) : null;
};
