import type { Range } from '../language.ts';
import type { Assembler, Macro, Parameter } from './assembler.ts';
import { endsValue, type Lexeme } from './lexer.ts';
import { limits } from './limits.ts';
import * as messages from './messages.ts';
import { linesOf } from './parser.ts';
import type { Line } from './syntax.ts';
import { rangeIn, Writer, type Written } from './written.ts';

/** What is written in the place of `\name`. */
export type Substitution = Range & { readonly name: string; readonly from: Written };

/** `.macro name a, b=1, c:req, d:vararg` */
export const defineMacro = (assembler: Assembler, line: Line, lines: readonly Line[]): void => {
  const [name, ...rest] = line.rest;
  if (name?.kind !== 'word') {
    assembler.problems.error(line.statement.range, 'name-expected', messages.nameExpected());
    return;
  }
  assembler.macros.set(name.text, { name: name.text, parameters: parametersIn(rest, line.source), lines });
};

/** The parameters behind a macro's name, and where each is written. */
export const parametersIn = (lexemes: readonly Lexeme[], { text }: Written): readonly (Parameter & Range)[] => {
  const found: (Parameter & Range)[] = [];
  for (let i = 0; i < lexemes.length; i++) {
    const { kind, text: name, start, end } = lexemes[i];
    if (kind !== 'word') continue;
    const isMarked = lexemes[i + 1]?.text === ':';
    const mark = isMarked ? lexemes[i + 2]?.text : undefined;
    if (isMarked) i += 2;
    let byDefault = '';
    if (lexemes[i + 1]?.text === '=') {
      const [value] = splitArguments(lexemes.slice(i + 2));
      if (value) byDefault = text.slice(value.start, value.end);
      i += 1;
      while (value && lexemes[i + 1] && lexemes[i + 1].start < value.end) i += 1;
    }
    found.push({ name, start, end, byDefault, isRequired: mark === 'req', isRest: mark === 'vararg' });
  }
  return found;
};

/** Arguments are parted by commas, and by blanks where a value ends and another begins; quotes around one are left out. */
export const splitArguments = (lexemes: readonly Lexeme[]): readonly Range[] => {
  const found: Range[] = [];
  let from = 0;
  const finish = (to: number, isLast: boolean) => {
    const first = lexemes[from];
    const last = lexemes[to - 1];
    if (first && last && to > from) {
      const isText = first === last && first.kind === 'string';
      found.push({ start: first.start + (isText ? 1 : 0), end: last.end - (isText && last.text.length > 1 ? 1 : 0) });
    } else if (!isLast) found.push({ start: lexemes[to]?.start ?? 0, end: lexemes[to]?.start ?? 0 });
    from = to;
  };
  let depth = 0;
  for (let i = 0; i < lexemes.length; i++) {
    const lexeme = lexemes[i];
    const before = lexemes[i - 1];
    if (lexeme.text === '(') depth += 1;
    else if (lexeme.text === ')') depth -= 1;
    if (lexeme.text === ',' && lexeme.kind === 'sign') {
      finish(i, false);
      from = i + 1;
    } else if (
      i > from &&
      depth <= 0 &&
      before &&
      before.end < lexeme.start &&
      endsValue(before) &&
      beginsValue(lexeme)
    )
      finish(i, true);
  }
  finish(lexemes.length, true);
  return found;
};

const beginsValue = ({ kind, text }: Lexeme) => (kind === 'sign' ? text === '\\' : kind !== 'end');

/** What a macro is given by the line that calls it; undefined where something is missing, which is a problem. */
export const argumentsFor = (assembler: Assembler, macro: Macro, line: Line): readonly Substitution[] | undefined => {
  const { parameters } = macro;
  const given = new Map<string, Substitution>();
  const from = line.source;
  const error = (code: string, message: string) => assembler.problems.error(line.statement.range, code, message);
  let next = 0;
  for (const range of splitArguments(line.rest)) {
    const [, name, value] = /^([\w.$]+)[ \t]*=[ \t]*(?!=)(.*)$/s.exec(from.text.slice(range.start, range.end)) ?? [];
    if (name !== undefined && value !== undefined && parameters.some((parameter) => parameter.name === name)) {
      given.set(name, { name, from, start: range.end - value.length, end: range.end });
      continue;
    }
    const parameter = parameters[next];
    if (!parameter) {
      error('argument-count', messages.argumentCount(macro.name, parameters.length));
      return undefined;
    }
    const known = given.get(parameter.name);
    given.set(parameter.name, { name: parameter.name, from, start: known?.start ?? range.start, end: range.end });
    if (!parameter.isRest) next += 1;
  }
  for (const { name, isRequired, byDefault } of parameters) {
    const argument = given.get(name);
    if (argument && argument.end > argument.start) continue;
    if (isRequired) {
      error('argument-missing', messages.argumentMissing(macro.name, name));
      return undefined;
    }
    given.set(name, {
      name,
      from: { text: byDefault, pieces: [], whole: line.statement.range },
      start: 0,
      end: byDefault.length,
    });
  }
  return [...given.values()];
};

const uses = /\\(@|\(\)|[A-Za-z_.$][\w.$]*)/g;

/** The lines with arguments in the place of parameters; undefined if they grow too large. */
export const expand = (
  assembler: Assembler,
  lines: readonly Line[],
  substitutions: readonly Substitution[],
  use?: number,
): readonly Line[] | undefined => {
  const byName = new Map(substitutions.map((each) => [each.name, each]));
  const result: Line[] = [];
  for (const line of lines) {
    const { source, start, end, statement } = line;
    const text = source.text.slice(start, end);
    if (!text.includes('\\')) {
      result.push(line);
      continue;
    }
    const writer = new Writer(statement.range);
    let at = 0;
    for (const { 0: written, 1: name = '', index } of text.matchAll(uses)) {
      const substitution = byName.get(name);
      if (!substitution && !(use !== undefined && (name === '@' || name === '()'))) continue;
      writer.copy(source, start + at, start + index);
      at = index + written.length;
      if (substitution) writer.copy(substitution.from, substitution.start, substitution.end);
      else if (name === '@') writer.add(String(use), rangeIn(source, start + index, start + at));
    }
    writer.copy(source, start + at, end);
    const expanded = writer.written;
    if (expanded.text.length > limits.text) {
      assembler.stop(statement.range, 'too-large', messages.macroTooLarge(limits.text));
      return undefined;
    }
    for (const each of linesOf(assembler.dialect, expanded, assembler.problems, statement)) result.push(each);
  }
  return result;
};
