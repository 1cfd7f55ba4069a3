import type { Range } from '../language.ts';
import { nearest } from '../nearest.ts';
import { replace } from '../problems.ts';
import type { Assembler } from './assembler.ts';
import { conditionHolds, isCondition } from './conditions.ts';
import { limits } from './limits.ts';
import { argumentsFor, defineMacro, expand, type Substitution, splitArguments } from './macros.ts';
import * as messages from './messages.ts';
import type { Origin } from './section.ts';
import type { Line } from './syntax.ts';
import { rangeIn } from './written.ts';

/** Where lines stand: in the document itself, or in a macro that others called. */
type Frame = { readonly callers: readonly Range[]; readonly depth: number };

/** Assembles lines one after the other, following conditions and macros. False if `.exitm` ended them. */
export const assembleLines = (
  assembler: Assembler,
  lines: readonly Line[],
  frame: Frame = { callers: [], depth: 0 },
): boolean => {
  /** For each open condition, whether one of its parts was assembled. */
  const conditions: { readonly line: Line; taken: boolean }[] = [];
  for (let i = 0; i < lines.length && !assembler.isStopped; i++) {
    const line = lines[i];
    if (!assembler.count(line.statement.range)) break;
    if (line.kind === 'label') {
      assembler.label(line);
      continue;
    }
    const word = line.word.text.toLowerCase();
    if (!word.startsWith('.')) statement(assembler, line, word, frame);
    else if (isCondition(word)) {
      const taken = conditionHolds(assembler, line, word);
      conditions.push({ line, taken });
      if (!taken) i = nextPart(lines, i);
    } else if (word === '.else' || word === '.elseif') {
      const condition = conditions.at(-1);
      if (!condition) unmatched(assembler, line);
      else if (condition.taken) i = endOfCondition(lines, i);
      else if (word === '.else' || conditionHolds(assembler, line, '.if')) condition.taken = true;
      else i = nextPart(lines, i);
    } else if (word === '.endif') {
      if (!conditions.pop()) unmatched(assembler, line);
    } else if (blockEnds[word] !== undefined) {
      const end = endOfBlock(lines, i);
      if (end === lines.length)
        assembler.problems.error(
          line.statement.range,
          'unclosed-block',
          messages.unclosedBlock(word, blockEnds[word][0]),
        );
      else block(assembler, line, lines.slice(i + 1, end), frame);
      i = end;
    } else if (word === '.exitm') return false;
    else statement(assembler, line, word, frame);
  }
  const open = conditions.at(-1);
  if (open && !assembler.isStopped)
    assembler.problems.error(
      open.line.statement.range,
      'unclosed-block',
      messages.unclosedBlock(open.line.word.text, '.endif'),
    );
  return true;
};

const unmatched = ({ problems }: Assembler, { statement, word }: Line) =>
  problems.error(statement.range, 'nothing-open', messages.nothingOpen(word.text));

/** The words that end a block, by those that begin it. */
export const blockEnds: Readonly<Record<string, readonly string[]>> = {
  '.macro': ['.endm', '.endmacro'],
  '.rept': ['.endr'],
  '.rep': ['.endr'],
  '.irp': ['.endr'],
  '.irpc': ['.endr'],
};

/** Index of the line that ends the block which line `from` begins; their number if none does. */
const endOfBlock = (lines: readonly Line[], from: number): number => {
  const ends = blockEnds[lines[from].word.text.toLowerCase()] ?? [];
  let depth = 0;
  for (let i = from + 1; i < lines.length; i++) {
    const word = lines[i].kind === 'label' ? '' : lines[i].word.text.toLowerCase();
    if (blockEnds[word]?.[0] === ends[0]) depth += 1;
    else if (ends.includes(word) && depth-- === 0) return i;
  }
  return lines.length;
};

/** Index of the line before `.else`, `.elseif` or `.endif` of the condition whose part begins at `from`. */
const nextPart = (
  lines: readonly Line[],
  from: number,
  parts: readonly string[] = ['.else', '.elseif', '.endif'],
): number => {
  let depth = 0;
  for (let i = from + 1; i < lines.length; i++) {
    if (lines[i].kind === 'label') continue;
    const word = lines[i].word.text.toLowerCase();
    if (isCondition(word)) depth += 1;
    else if (depth === 0 && parts.includes(word)) return i - 1;
    else if (word === '.endif') depth -= 1;
  }
  return lines.length;
};

const endOfCondition = (lines: readonly Line[], from: number): number => nextPart(lines, from, ['.endif']);

const block = (assembler: Assembler, line: Line, body: readonly Line[], frame: Frame): void => {
  const word = line.word.text.toLowerCase();
  if (word === '.macro') {
    defineMacro(assembler, line, body);
    return;
  }
  const inside = deeper(assembler, line, { ...frame, depth: frame.depth + 1 });
  if (!inside) return;
  if (word === '.irp' || word === '.irpc') {
    for (const substitution of substitutionsOf(assembler, line, word)) {
      const lines = expand(assembler, body, [substitution]);
      if (!lines || !assembleLines(assembler, lines, inside)) return;
    }
    return;
  }
  const reader = assembler.reader(line);
  const count = reader.isAtEnd ? 0n : assembler.constant(reader.expression());
  if (count === undefined) return;
  if (count < 0n) assembler.problems.error(line.statement.range, 'negative-count', messages.negativeCount(count));
  for (let n = 0n; n < count && !assembler.isStopped; n++) {
    if (!assembler.count(line.statement.range) || !assembleLines(assembler, body, inside)) return;
  }
};

/** `.irp name, a, b`; `.irpc name, letters` */
const substitutionsOf = (assembler: Assembler, line: Line, word: string): readonly Substitution[] => {
  const [name, ...rest] = line.rest;
  if (name?.kind !== 'word') {
    assembler.problems.error(line.statement.range, 'name-expected', messages.nameExpected());
    return [];
  }
  const values = rest[0]?.text === ',' ? rest.slice(1) : rest;
  const from = line.source;
  if (word === '.irp') {
    const found = splitArguments(values);
    return (found.length > 0 ? found : [{ start: line.end, end: line.end }]).map((range) => ({
      name: name.text,
      from,
      ...range,
    }));
  }
  const start = values[0]?.start ?? line.end;
  const end = values.at(-1)?.end ?? line.end;
  return Array.from({ length: end - start }, (_, i) => ({
    name: name.text,
    from,
    start: start + i,
    end: start + i + 1,
  }));
};

/** The frame, unless it lies too deep. */
const deeper = (assembler: Assembler, line: Line, frame: Frame): Frame | undefined => {
  if (frame.depth <= limits.depth) return frame;
  assembler.stop(line.statement.range, 'too-deep', messages.macrosTooDeep(limits.depth));
  return undefined;
};

const statement = (assembler: Assembler, line: Line, word: string, frame: Frame): void => {
  const origin: Origin = { statement: line.statement, callers: frame.callers };
  const range = rangeIn(line.source, line.word.start, line.word.end);
  if (line.rest[0]?.text === '=' && !assembler.dialect.infix?.isOne(line)) {
    assign(assembler, line, range);
    return;
  }
  const { directives } = assembler.dialect;
  const directive = word.startsWith('.') ? directives.find(word) : undefined;
  if (directive) {
    if (directive.run) directive.run({ assembler, line, origin, reader: assembler.reader(line), word: range });
    else if (word === '.purgem') for (const { text } of line.rest) assembler.macros.delete(text);
    else unmatched(assembler, line);
    return;
  }
  const macro = assembler.macros.get(line.word.text);
  if (macro) {
    const inside = deeper(assembler, line, {
      callers: [line.statement.range, ...frame.callers],
      depth: frame.depth + 1,
    });
    const given = inside && argumentsFor(assembler, macro, line);
    if (!inside || !given) return;
    assembler.expansions += 1;
    const lines = expand(assembler, macro.lines, given, assembler.expansions - 1);
    if (lines) assembleLines(assembler, lines, inside);
    return;
  }
  if (word.startsWith('.')) {
    const meant = nearest(word, directives.words);
    const fix = meant === undefined ? undefined : replace(range, meant, messages.replaceBy(meant));
    assembler.problems.error(range, 'unknown-directive', messages.unknownDirective(line.word.text, meant), fix);
    return;
  }
  assembler.dialect.assemble(assembler, line, origin);
};

const assign = (assembler: Assembler, line: Line, range: Range): void => {
  const reader = assembler.reader(line);
  reader.skip();
  reader.take('=');
  if (reader.isAtEnd) {
    assembler.problems.error(line.statement.range, 'value-expected', messages.assignmentForm('='));
    return;
  }
  const value = reader.expression();
  const extra = reader.next;
  if (extra) assembler.problems.error(reader.rangeOf(extra), 'too-much', messages.tooMuch(extra.text));
  if (line.word.text === '.') assembler.problems.error(range, 'org-expected', messages.orgExpected());
  else assembler.assign(line.word.text, range, value);
};
