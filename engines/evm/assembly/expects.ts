import type { Expectation } from '../../language.ts';
import { type Lexeme, Lexer } from './lexer.ts';
import { findRow, immediateSize } from './vocabulary.ts';

const operandSigns = new Set(['=', '+', '-', '*', '/', '&', '|', '^', '<<', '>>', '(', ',', '@', '$']);

/** What may be written at `offset`, judged by the line up to there. */
export const expectsAt = (text: string, offset: number): Expectation => {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  let inComment = false;
  const lexer = new Lexer(text.slice(start, offset), () => {
    inComment = true;
  });
  const line: Lexeme[] = [];
  for (let lexeme = lexer.next(); lexeme.kind !== 'end'; lexeme = lexer.next()) line.push(lexeme);
  if (inComment || inString(line.at(-1))) return 'nothing';
  // What is being typed does not say what belongs there.
  const typed = line.at(-1);
  if (typed && typed.end === offset - start && ['word', 'number', 'directive'].includes(typed.kind)) line.pop();
  return after(line);
};

const inString = (last: Lexeme | undefined) =>
  last?.kind === 'string' && (last.text.length === 1 || last.text.at(-1) !== last.text[0]);

const after = (line: readonly Lexeme[]): Expectation => {
  const last = line.at(-1);
  const defines = line.some(({ kind, text }) => kind === 'directive' && text.toLowerCase() === '#define');
  const opened = line.some(({ text }) => text === '=' || text === '{');
  if (defines && !opened) return 'nothing';
  if (!last) return 'instruction';
  if (last.kind === 'sign') {
    if (last.text === '%') return line.length > 1 && endsValue(line.at(-2)) ? 'operand' : 'instruction';
    return operandSigns.has(last.text) ? 'operand' : 'instruction';
  }
  if (last.kind === 'directive') return last.text.toLowerCase() === '#bytes' ? 'operand' : 'nothing';
  return last.kind === 'word' && takesOperand(last.text) ? 'operand' : 'instruction';
};

const endsValue = (lexeme: Lexeme | undefined) =>
  lexeme?.kind === 'number' || lexeme?.text === ')' || (lexeme?.kind === 'word' && findRow(lexeme.text) === undefined);

const takesOperand = (word: string) => {
  const row = findRow(word);
  if (!row) return word.toLowerCase() === 'push';
  return immediateSize(row) > 0 || row.flow === 'jump' || row.flow === 'branch';
};
