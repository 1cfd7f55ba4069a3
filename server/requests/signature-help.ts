import { MarkupKind, type SignatureHelp, type SignatureInformation } from 'vscode-languageserver';
import { docAt, partsOf } from '../../engines/instruction.ts';
import type { Directive, SymbolEntry, Token } from '../../engines/language.ts';
import { tableText } from '../../engines/translate.ts';
import { effect } from '../cards.ts';
import { type Snapshot, textOf } from '../documents.ts';
import { parametersOf } from '../macro-card.ts';
import { operandDirective, statementBefore, symbolAt } from '../symbols.ts';

/** What the statement or the call around the cursor takes, and which part of it the cursor is in. */
export const signatureHelp = (snapshot: Snapshot, offset: number): SignatureHelp | null => {
  if (snapshot.document.expects(offset) === 'nothing' && !inString(snapshot, offset)) return null;
  const call = callAround(snapshot, offset);
  if (call) return ofCall(snapshot, call);
  return ofStatement(snapshot, offset);
};

type Call = { readonly callee: Token; readonly argument: number };

const inString = ({ document }: Snapshot, offset: number) =>
  document.tokens({ start: offset, end: offset }).some(({ kind, range }) => kind === 'string' && range.start < offset);

/** The innermost call whose parentheses the cursor is in, on its line. */
const callAround = (snapshot: Snapshot, offset: number): Call | undefined => {
  const { document, text } = snapshot;
  const start = text.offsetAt({ line: text.positionAt(offset).line, character: 0 });
  const open: { callee: Token | undefined; argument: number }[] = [];
  let before: Token | undefined;
  for (const token of document.tokens({ start, end: offset })) {
    if (token.range.end > offset) break;
    const sign = token.kind === 'operator' ? textOf(snapshot, token.range) : '';
    const innermost = open.at(-1);
    if (sign === '(') open.push({ callee: before?.kind === 'macro' ? before : undefined, argument: 0 });
    else if (sign === ')') open.pop();
    else if (sign === ',' && innermost) innermost.argument += 1;
    before = token;
  }
  const found = open.findLast(({ callee }) => callee);
  return found?.callee && !found.callee.definition ? { callee: found.callee, argument: found.argument } : undefined;
};

const ofCall = (snapshot: Snapshot, { callee, argument }: Call): SignatureHelp | null => {
  const { document, language } = snapshot;
  const macro = symbolAt(document, callee.range.start + 1)?.symbol;
  if (macro?.kind === 'macro') return help(macroSignature(snapshot, macro), argument);
  const word = textOf(snapshot, callee.range);
  const builtin = language.directives.find((entry) => entry.word === word && entry.position === 'operand');
  return builtin ? help(directiveSignature(builtin), argument) : null;
};

const ofStatement = (snapshot: Snapshot, offset: number): SignatureHelp | null => {
  const { document, engine, language, text, version } = snapshot;
  const statement = statementBefore(document, offset);
  if (!statement || text.positionAt(statement.word.start).line !== text.positionAt(offset).line) return null;
  const { row, operands, word } = statement;
  const argument = operands.filter(({ end }) => end < offset).length;
  const written = textOf(snapshot, word).toLowerCase();
  const directive = language.directives.find((entry) => entry.word === written && entry.position !== 'operand');
  // Behind the blank that follows an operand another statement may begin.
  const over = argument > 0 && argument === operands.length && document.expects(offset) !== 'operand';
  if (directive) return over ? null : help(directiveSignature(directive), argument);
  const part = row && partsOf(row)[argument];
  if (!row || !part) return null;
  const asked = part.operands.some(({ kind }) => kind === 'symbol') ? operands[argument] : undefined;
  const symbol = asked && operandDirective(snapshot, asked);
  if (symbol) return help(directiveSignature(symbol), 0);
  const names = partsOf(row).map(({ text }) => text);
  const does = effect(engine, row);
  const label = signatureLabel(`${row.mnemonic} `, names, '');
  return help(
    {
      ...label,
      documentation: markdown([
        ...(does === '' ? [] : [`\`${does}\``]),
        tableText(docAt(row, engine.versions, version)),
      ]),
    },
    argument,
  );
};

const help = (signature: SignatureInformation, argument: number): SignatureHelp => ({
  signatures: [signature],
  activeSignature: 0,
  activeParameter: Math.min(argument, Math.max(0, (signature.parameters?.length ?? 0) - 1)),
});

const markdown = (paragraphs: readonly string[]) => ({ kind: MarkupKind.Markdown, value: paragraphs.join('\n\n') });

/** A label and where in it the names stand. */
const signatureLabel = (head: string, names: readonly string[], tail: string): SignatureInformation => {
  let at = head.length;
  const parameters = names.map((name) => {
    const label: [number, number] = [at, at + name.length];
    at += name.length + ', '.length;
    return { label };
  });
  return { label: `${head}${names.join(', ')}${tail}`, parameters };
};

const macroSignature = ({ document, language }: Snapshot, macro: SymbolEntry): SignatureInformation => {
  const names = parametersOf(document.symbols, macro).map(({ name }) => name);
  return signatureLabel(`${language.sigils?.macro ?? ''}${macro.name}(`, names, ')');
};

/** What stands in the parentheses of a form is one parameter, and so is what follows the word of one that has none. */
const directiveSignature = ({ form, word, doc }: Directive): SignatureInformation => {
  const open = form.indexOf('(');
  const start = open === word.length ? open + 1 : word.length + 1;
  const end = open === word.length ? form.lastIndexOf(')') : form.length;
  const parameters = start < end ? [{ label: [start, end] as [number, number] }] : [];
  return { label: form, documentation: markdown([tableText(doc)]), parameters };
};
