import * as messages from '../messages.ts';
import { type DirectiveRow, row } from './directive.ts';

/** Directives that choose which lines are assembled; `program.ts` does that. */
export const blockDirectives: readonly DirectiveRow[] = [
  row(
    '.macro',
    'name a, b=1',
    'Begins a macro; `\\a` is what it is given, `\\@` a number that is different in each use.',
    undefined,
    '${1:name} ${2:a}\n\t$0\n.endm',
  ),
  row('.endm .endmacro', '', 'Ends a macro.'),
  row('.exitm', '', 'Leaves the macro.'),
  row('.purgem', 'name', 'Forgets a macro.'),
  row(
    '.rept .rep',
    'count',
    'Assembles the lines up to `.endr` a number of times.',
    undefined,
    '${1:count}\n\t$0\n.endr',
  ),
  row(
    '.irp',
    'name, value, …',
    'Assembles the lines up to `.endr` for each value, which `\\name` stands for.',
    undefined,
    '${1:name}, $2\n\t$0\n.endr',
  ),
  row(
    '.irpc',
    'name, letters',
    'Assembles the lines up to `.endr` for each letter, which `\\name` stands for.',
    undefined,
    '${1:name}, $2\n\t$0\n.endr',
  ),
  row('.endr', '', 'Ends `.rept`, `.irp` or `.irpc`.'),
  row(
    '.if .ifne',
    'number',
    'Assembles the lines up to `.else` or `.endif` if the number is not 0.',
    undefined,
    '$1\n\t$0\n.endif',
  ),
  row('.ifeq', 'number', 'Assembles the lines up to `.else` or `.endif` if the number is 0.'),
  row('.ifgt', 'number', 'Assembles the lines up to `.else` or `.endif` if the number is greater than 0.'),
  row('.ifge', 'number', 'Assembles the lines up to `.else` or `.endif` if the number is 0 or greater.'),
  row('.iflt', 'number', 'Assembles the lines up to `.else` or `.endif` if the number is less than 0.'),
  row('.ifle', 'number', 'Assembles the lines up to `.else` or `.endif` if the number is 0 or less.'),
  row('.ifdef', 'name', 'Assembles the lines up to `.else` or `.endif` if the name is defined above.'),
  row('.ifndef .ifnotdef', 'name', 'Assembles the lines up to `.else` or `.endif` if the name is not defined above.'),
  row('.ifb', 'text', 'Assembles the lines up to `.else` or `.endif` if nothing follows.'),
  row('.ifnb', 'text', 'Assembles the lines up to `.else` or `.endif` if something follows.'),
  row('.ifc .ifeqs', 'text, text', 'Assembles the lines up to `.else` or `.endif` if the texts are the same.'),
  row('.ifnc .ifnes', 'text, text', 'Assembles the lines up to `.else` or `.endif` if the texts differ.'),
  row('.elseif', 'number', 'Otherwise assembles the lines that follow if the number is not 0.'),
  row('.else', '', 'Otherwise assembles the lines that follow.'),
  row('.endif', '', 'Ends what a condition began.'),
];

/** Directives that only tell something. */
export const otherDirectives: readonly DirectiveRow[] = [
  row(
    '.include .incbin',
    '"file"',
    'Files are not read here; a program of several files names them where it is run.',
    ({ assembler, word, line }) => assembler.problems.error(word, 'no-include', messages.noInclude(line.word.text)),
  ),
  row('.error .err', '"text"', 'Makes a problem of a text.', ({ assembler, origin, line }) =>
    assembler.problems.error(origin.statement.range, 'error-directive', messages.ownText(textOf(line.rest))),
  ),
  row('.warning', '"text"', 'Makes a warning of a text.', ({ assembler, origin, line }) =>
    assembler.problems.add('warning', origin.statement.range, 'warning-directive', messages.ownText(textOf(line.rest))),
  ),
];

const textOf = (lexemes: readonly { readonly text: string }[]) =>
  lexemes.map(({ text }) => text.replace(/^"|"$/g, '')).join(' ');
