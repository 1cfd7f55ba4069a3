import type { Range } from '../language.ts';
import { Problems } from '../problems.ts';
import { Assembler, isLocalName } from './assembler.ts';
import type { Dialect } from './dialect.ts';
import { Following, type Scope } from './evaluator.ts';
import { layOut } from './layout.ts';
import { documentText, linesOf } from './parser.ts';
import { assembleLines } from './program.ts';
import { offsetOf } from './section.ts';
import type { Line } from './syntax.ts';

/** One document, assembled as far as it can be without the others of its program. */
export type Module = {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly comments: readonly Range[];
  readonly assembler: Assembler;
  readonly problems: Problems;
  /** Names and places as distances from the start of their sections; silent where they have none. */
  readonly distances: Scope;
};

/** Reads, assembles and lays out a text. Never fails. */
export const assembleModule = (text: string, dialect: Dialect, version: string): Module => {
  const problems = new Problems();
  const comments: Range[] = [];
  const lines = linesOf(dialect, documentText(text), problems, undefined, (range) => comments.push(range));
  const assembler = new Assembler(dialect, version, problems);
  assembleLines(assembler, lines);
  const distances = layoutScope(assembler);
  for (const section of assembler.sections.values()) {
    // GNU as fills code up to its alignment; the code of a listing is as long as it is.
    if (assembler.base === undefined && section.isExecutable && section.items.length > 0)
      section.items.push({
        ...{ offset: section.size, size: 0, origin: undefined },
        content: { kind: 'align', boundary: section.align, fill: undefined, most: section.align },
      });
    layOut(section, distances, assembler.base !== undefined);
  }
  return { text, lines, comments, assembler, problems, distances };
};

/** Places are distances from the start of their section; names of other files have none. */
const layoutScope = ({ symbols }: Assembler): Scope => {
  const following = new Following();
  const scope: Scope = {
    error: () => {},
    place: (position) => ({ number: BigInt(offsetOf(position)), section: position.section, epoch: 0 }),
    symbol: (name, range) => {
      const symbol = symbols.get(name);
      if (symbol?.position) return symbol.isWeak ? undefined : scope.place(symbol.position, range);
      return symbol?.value && following.value(symbol, range, scope);
    },
  };
  return scope;
};

/** Names that only the assembler knows: `1`, `.L3`. */
export const isInternal = (name: string): boolean => isLocalName(name) || name.startsWith('.L');
