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
  if (statement?.row) {
    const { row, word } = statement;
    return touches(word, offset) ? show(word, instructionCard(engine, row, version)) : null;
  }
  const token = document.tokens().find(({ kind, range }) => kind === 'directive' && touches(range, offset));
  const word = token && textOf(snapshot, token.range).toLowerCase();
  const directive = language.directives.find((entry) => entry.word.toLowerCase() === word);
  return token && directive ? show(token.range, directiveCard(language.id, directive)) : null;
};
