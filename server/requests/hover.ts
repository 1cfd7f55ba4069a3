import { type Hover, MarkupKind } from 'vscode-languageserver';
import { type Instruction, partsOf } from '../../engines/instruction.ts';
import type { Directive, Range, Statement, TokenKind } from '../../engines/language.ts';
import { directiveCard, instructionCard, symbolCard } from '../cards.ts';
import { type Snapshot, toLspRange, touches } from '../documents.ts';
import { flowOf } from '../flow.ts';
import { instructionFlow, labelFlow } from '../flow-card.ts';
import { argumentsCard, expansionCard } from '../macro-card.ts';
import { becomes } from '../messages.ts';
import { type Mention, operandDirective, statementAt, symbolAt } from '../symbols.ts';
import { valueCard } from '../value-card.ts';

/** What stands under the cursor: a name, an instruction or a directive. */
export const hover = (snapshot: Snapshot, offset: number): Hover | null => {
  const { document, engine, language, version } = snapshot;
  const show = (range: Range, value: string): Hover => ({
    contents: { kind: MarkupKind.Markdown, value },
    range: toLspRange(snapshot, range),
  });
  const named = symbolAt(document, offset);
  if (named) {
    return show(named.range, together(symbolCard(snapshot, named.symbol), more(snapshot, named, offset)));
  }
  const value = valueCard(snapshot, offset);
  if (value && language === engine.languages[0]) return show(value.range, value.card);
  const statement = statementAt(document, offset);
  if (statement?.row && value) {
    // In code without words, what follows an instruction is shown with it.
    return show(statement.range, together(value.card, instructionCard(engine, statement.row, version)));
  }
  const tokens = document.tokens({ start: offset, end: offset });
  const word = tokens.find(({ kind }) => wordKinds.has(kind));
  // An instruction that is written as a formula may begin with a register.
  if (statement?.row && touches(statement.word, offset) && word?.kind !== 'register') {
    const card = statementCard(snapshot, statement, statement.row);
    // A word such as `push` may stand for the instruction that fits its operand.
    const directive = directiveAt(snapshot, statement.word, 'instruction');
    return show(
      statement.word,
      directive ? `${directiveCard(language.id, directive)}\n\n${becomes()}\n\n${card}` : card,
    );
  }
  const directive =
    word && (directiveAt(snapshot, word.range, 'instruction') ?? directiveAt(snapshot, word.range, 'operand'));
  if (word && directive) return show(word.range, directiveCard(language.id, directive));
  const sign = tokens.find(({ kind }) => kind === 'instruction' || kind === 'operator');
  return sign && statement?.row ? show(sign.range, statementCard(snapshot, statement, statement.row)) : null;
};

/** What there is to say of an instruction where it stands. */
const statementCard = (snapshot: Snapshot, statement: Statement, row: Instruction): string =>
  together(
    instructionFlow(snapshot, statement),
    symbolOperand(snapshot, statement),
    instructionCard(snapshot.engine, row, snapshot.version, bytesOf(snapshot, statement)),
  );

/** What the language says of the name that an instruction asks for, a syscall say, above what is said of the instruction. */
const symbolOperand = (snapshot: Snapshot, { row, operands }: Statement): string | undefined => {
  const place = row ? partsOf(row).findIndex((part) => part.operands.some(({ kind }) => kind === 'symbol')) : -1;
  const written = operands[place];
  const directive = written && operandDirective(snapshot, written);
  return directive && `${directiveCard(snapshot.language.id, directive)}\n\n---`;
};

/** What was assembled for a statement, where it stands first. */
const bytesOf = (snapshot: Snapshot, statement: Statement): Uint8Array | undefined => {
  const { bytes, base = 0 } = snapshot.document;
  const [place] = statement.places;
  const flow = place === undefined ? undefined : flowOf(snapshot);
  const last = flow && place !== undefined ? flow.instructions(statement, place).at(-1) : undefined;
  if (!flow || place === undefined || last === undefined) return undefined;
  return bytes.subarray(place - base, last - base + (flow.code.at(last)?.size ?? 0));
};

/** What there is to say of a name beyond its definition. */
const more = (snapshot: Snapshot, { symbol, range }: Mention, offset: number): string | undefined => {
  if (symbol.kind === 'macro') return expansionCard(snapshot, symbol, range);
  if (symbol.kind === 'parameter') return argumentsCard(snapshot, symbol);
  if (symbol.kind === 'constant') {
    const value = valueCard(snapshot, offset);
    // Within an expression the value is that of the whole.
    return value?.range.start === range.start && value.range.end === range.end ? value.card : undefined;
  }
  return labelFlow(snapshot, symbol);
};

/** Paragraphs of Markdown, without those that are missing. */
const together = (...cards: readonly (string | undefined)[]) => cards.filter(Boolean).join('\n\n');

const wordKinds: ReadonlySet<TokenKind> = new Set(['directive', 'macro', 'instruction', 'register', 'label']);

/** The directive that the text has at `word`; the longest, for `#define %` may be another than `#define`. */
const directiveAt = (
  { language, text }: Snapshot,
  word: Range,
  where: Directive['position'],
): Directive | undefined => {
  const written = (entry: Directive) =>
    text.getText().slice(word.start, word.start + Math.max(entry.word.length, word.end - word.start));
  return language.directives
    .filter(({ position = 'instruction' }) => position === where)
    .filter((entry) => written(entry).toLowerCase() === entry.word.toLowerCase())
    .sort((a, b) => b.word.length - a.word.length)[0];
};
