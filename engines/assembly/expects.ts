import type { Expectation } from '../language.ts';
import type { Dialect } from './dialect.ts';
import type { Lexeme } from './lexer.ts';

/** Directives behind which no name of the program helps. */
const plain = new Set(['.section', '.option', '.macro', '.ascii', '.asciz', '.attribute', '.file']);

/** What may be written at `offset`, judged by the line up to there. */
export const expectsAt = ({ lexer, directives, findRow }: Dialect, text: string, offset: number): Expectation => {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  let inComment = false;
  const lexemes = lexer(text.slice(start, offset), ({ end }) => {
    inComment = end === offset - start;
  });
  if (inComment) return 'nothing';
  const last = lexemes.at(-1);
  if (last?.kind === 'string' && !/^"(?:[^"\\]|\\.)*"$/s.test(last.text)) return 'nothing';
  // What is being typed does not say what belongs there.
  const isTyping = last?.end === offset - start && (last.kind === 'word' || last.kind === 'number');
  const line = statementOf(isTyping ? lexemes.slice(0, -1) : lexemes);
  const [word] = line;
  if (!word) return 'instruction';
  const directive = directives.find(word.text);
  if (directive) return plain.has(directive.word) || directive.form === directive.word ? 'nothing' : 'operand';
  return findRow(word.text)?.operands.length === 0 ? 'nothing' : 'operand';
};

/** The lexemes behind the last separator, without labels. */
const statementOf = (lexemes: readonly Lexeme[]): readonly Lexeme[] => {
  let from = lexemes.findLastIndex(({ kind }) => kind === 'end') + 1;
  while (lexemes[from + 1]?.text === ':') from += 2;
  return lexemes.slice(from);
};
