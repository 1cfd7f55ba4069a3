import type { Assembler } from '../../assembly/assembler.ts';
import { replaceBy } from '../../assembly/messages.ts';
import type { Origin } from '../../assembly/section.ts';
import type { Line } from '../../assembly/syntax.ts';
import { rangeIn } from '../../assembly/written.ts';
import type { Problem, Range } from '../../language.ts';
import { replace } from '../../problems.ts';
import { slotSize } from '../isa/decoder.ts';
import { slotsOf } from '../isa/encoder.ts';
import { formAt, type Row } from '../isa/row.ts';
import type { VersionId } from '../isa/versions.ts';
import { Instruction, nothing } from './code.ts';
import { isInfix, readInfix } from './infix.ts';
import * as messages from './messages.ts';
import { type Operand, operandsOf } from './operands.ts';
import { findRow, formOf, mnemonics, type Place, placesOf, rowNamed } from './vocabulary.ts';

/** Assembles a statement that is neither a directive nor a macro. @param syscalls by name */
export const assembleInstruction =
  (syscalls: ReadonlySet<string>) =>
  (assembler: Assembler, line: Line, origin: Origin): void => {
    const word = rangeIn(line.source, line.word.start, line.word.end);
    const { problems, section, version } = assembler;
    const read = isInfix(line) ? readFormula(assembler, line, word) : readNamed(assembler, line, word);
    if (!read) {
      leaveRoom(assembler, origin, 1);
      return;
    }
    const { row, operands } = read;
    origin.statement.row ??= row;
    if (!formAt(row, version)) {
      const fix = insteadFix(assembler, row, origin, operands);
      problems.error(word, 'not-in-version', messages.notInVersion(row, version), fix);
      leaveRoom(assembler, origin, slotsOf(row));
      return;
    }
    if (!section.isExecutable) {
      problems.error(word, 'code-in-data', messages.codeInData(section.name));
      return;
    }
    if (section.size % slotSize !== 0) problems.error(word, 'misaligned-code', messages.misalignedCode());
    if (check({ assembler, origin, row, word, operands }))
      assembler.add(origin, slotsOf(row) * slotSize, new Instruction(row, operands, syscalls));
    else leaveRoom(assembler, origin, slotsOf(row));
  };

type Read = { readonly row: Row; readonly operands: readonly Operand[] };

/** `add64 r1, 2`; undefined where there is no such instruction, which is a problem. */
const readNamed = (assembler: Assembler, line: Line, word: Range): Read | undefined => {
  const row = findRow(line.word.text);
  if (row) return { row, operands: operandsOf(assembler.reader(line)) };
  const meant = assembler.meant(line.word.text, [...mnemonics, ...assembler.macros.keys()]);
  const fix = meant === undefined ? undefined : replace(word, meant, replaceBy(meant));
  assembler.problems.error(word, 'unknown-instruction', messages.unknownInstruction(line.word.text, meant), fix);
  return undefined;
};

/** `r1 += 2`; undefined where it cannot be read, which is a problem. */
const readFormula = (assembler: Assembler, line: Line, word: Range): Read | undefined => {
  const reader = assembler.reader(line);
  const found = readInfix(reader, line, word);
  if (!found) return undefined;
  const extra = reader.next;
  if (extra) assembler.problems.error(reader.rangeOf(extra), 'infix-form', messages.infixForm(extra.text));
  const rows = found.names.map(rowNamed);
  const row = rows.find((each) => formAt(each, assembler.version)) ?? rows[0];
  return row && { row, operands: found.operands };
};

/** What is wrong takes the room that it will take once it is right, so that it makes nothing else wrong. */
const leaveRoom = (assembler: Assembler, origin: Origin, slots: number): void => {
  if (assembler.section.isExecutable) assembler.add(origin, slots * slotSize, { kind: 'fill', bytes: nothing });
};

type Use = {
  readonly assembler: Assembler;
  readonly origin: Origin;
  readonly row: Row;
  readonly word: Range;
  readonly operands: readonly Operand[];
};

/** Whether the operands are such as the row takes; if not, that is a problem. */
const check = ({ assembler, origin, row, word, operands }: Use): boolean => {
  if (operands.some(({ kind }) => kind === 'unreadable')) return false;
  const { problems } = assembler;
  const places = placesOf(row);
  if (places.length !== operands.length) {
    const last = operands.at(-1)?.range ?? word;
    const range = { start: Math.min(word.start, last.start), end: Math.max(word.end, last.end) };
    problems.error(range, 'operand-count', messages.operandCount(formOf(row), places.length, operands.length));
    return false;
  }
  const wrong = places.findIndex((place, i) => !takes(place, operands[i]));
  const [place, operand] = [places[wrong], operands[wrong]];
  if (!place || !operand) return true;
  const isPointer = place.kind === 'called' && operand.kind === 'register' && origin.callers.length === 0;
  const fix = isPointer ? replace(word, 'callx', replaceBy('callx')) : undefined;
  problems.error(operand.range, `${place.kind}-expected`, messages.expected(formOf(row), place, operand.text), fix);
  return false;
};

const takes = ({ kind }: Place, operand: Operand | undefined): boolean => {
  if (kind === 'register' || kind === 'memory') return operand?.kind === kind;
  return operand?.kind === 'value' || (kind === 'either' && operand?.kind === 'register');
};

/** The nearest instructions that the version has, with the same operands. */
const insteadFix = ({ version }: Assembler, row: Row, origin: Origin, operands: readonly Operand[]): Problem['fix'] => {
  const lines = row.instead[version as VersionId];
  const places = placesOf(row);
  if (!lines || origin.callers.length > 0 || places.length !== operands.length) return undefined;
  const texts = new Map(places.map(({ name }, i) => [name, operands[i]?.text ?? '']));
  const text = lines.map((line) => line.replace(/\b(?:dst|value|imm)\b/g, (name) => texts.get(name) ?? name));
  return replace(origin.statement.range, text.join('\n    '), replaceBy(text.join(', ')));
};
