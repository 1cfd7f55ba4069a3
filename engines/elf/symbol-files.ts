import type { Companion } from '../companions.ts';
import type { InputFile } from '../engine.ts';
import { nameOf, resolve } from '../uri.ts';
import { ElfError } from './bytes.ts';
import { DebugInfo } from './debug-info.ts';
import { type Elf, isElf, readElf, textAt } from './elf.ts';
import * as messages from './messages.ts';
import { codeDifference } from './same-code.ts';
import { readSymbols } from './symbols.ts';

/** A file that says how a program's code is called, and from which lines it was made. */
export type SymbolFile = { readonly uri: string; readonly elf: Elf; readonly debug: DebugInfo };

/**
 * Where the symbols of a program may lie that was stripped of them; none for one that has its source lines.
 * @param places from the program's folder on, the likeliest first; `{name}` stands for the file's name and `{stem}` for that
 * without its ending. The name that the program itself gives comes before them.
 */
export const symbolFiles = ({ uri, name, bytes }: InputFile, places: readonly string[]): readonly Companion[] => {
  const elf = headersOf(bytes);
  if (!elf || hasSection(elf, '.debug_line') || hasSection(elf, '.zdebug_line')) return [];
  const stem = name.replace(/(?<=.)\.[^.]+$/, '');
  const paths = [
    ...linksOf(elf),
    ...places.map((place) => place.replaceAll('{name}', name).replaceAll('{stem}', stem)),
  ];
  const uris = paths.flatMap((path) => resolve(uri, path) ?? []);
  return [...new Set(uris)].filter((each) => each !== uri).map((each) => ({ uri: each }));
};

const headersOf = (bytes: Uint8Array): Elf | undefined => {
  try {
    return isElf(bytes) ? readElf(bytes) : undefined;
  } catch (error) {
    if (error instanceof ElfError) return undefined;
    throw error;
  }
};

const hasSection = ({ sections }: Elf, name: string) =>
  sections.some((section) => section.name === name && section.bytes.length > 0);

/** `objcopy --add-gnu-debuglink` names a file beside the program, or in a folder `.debug` beside it. */
const linksOf = ({ sections }: Elf): readonly string[] => {
  const name = textAt(sections.find((section) => section.name === '.gnu_debuglink')?.bytes, 0);
  return /^[^/\\]+$/.test(name) ? [name, `.debug/${name}`] : [];
};

/** Of a program and the files around it, the one to take names and lines from, and a sentence for each that was looked at. */
export type Choice = { readonly chosen: SymbolFile; readonly remarks: readonly string[] };

/** The program itself, unless a file of the same code knows more than it. */
export const chooseSymbols = (program: SymbolFile, files: readonly InputFile[]): Choice => {
  const remarks: string[] = [];
  let chosen = program;
  for (const { uri, bytes } of files) {
    const elf = headersOf(bytes);
    if (!elf) continue;
    const reason = codeDifference(program.elf, elf);
    const found = { uri, elf, debug: new DebugInfo(elf) };
    if (reason !== undefined) remarks.push(messages.otherProgram(nameOf(uri), reason));
    else if (knowledge(found) > knowledge(chosen)) chosen = found;
  }
  return { chosen, remarks: chosen === program ? remarks : [messages.symbolsFrom(nameOf(chosen.uri)), ...remarks] };
};

/** What a person has to know of names and lines that are missing or broken; nothing where they are whole. */
export const shortcomings = ({ uri, elf, debug }: SymbolFile): readonly string[] => {
  const name = nameOf(uri);
  const { hasLines } = debug;
  // Problems are known of what has been read.
  debug.framesAt(elf.entry);
  const [problem] = [...elf.problems.map(({ message }) => message), ...debug.problems];
  if (hasLines) return problem === undefined ? [] : [messages.brokenInPart(name, problem)];
  return [problem === undefined ? messages.noLines(name) : messages.brokenLines(name, problem)];
};

/** Lines are worth more than names, and these more than nothing. */
const knowledge = ({ elf, debug }: SymbolFile): number =>
  debug.hasLines ? 2 : readSymbols(elf, 'symbols').some(({ type }) => type === 'function') ? 1 : 0;
