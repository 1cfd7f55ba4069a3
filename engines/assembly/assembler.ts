import type { Range } from '../language.ts';
import { nearest } from '../nearest.ts';
import type { Problems } from '../problems.ts';
import type { Dialect } from './dialect.ts';
import { evaluate, Following, type Scope, type Value } from './evaluator.ts';
import { Reader, type Surroundings } from './expressions.ts';
import { limits } from './limits.ts';
import * as messages from './messages.ts';
import { append, type Content, endOf, type Item, newSection, type Origin, offsetOf, type Section } from './section.ts';
import type { Expression, Line, Position } from './syntax.ts';
import { rangeIn } from './written.ts';

/** A name and what it stands for: a place, or an expression. */
export type AssemblySymbol = {
  readonly name: string;
  position?: Position;
  value?: Expression;
  /** Where it is defined; of what a macro defines, where its text stands. */
  definition?: Range;
  isGlobal: boolean;
  /** It is 0 if nobody defines it. */
  isWeak: boolean;
  /** It is known that others define it. */
  isExternal: boolean;
  type: 'none' | 'function' | 'object';
  size?: Expression;
};

/** A macro's name, and what it is made of. */
export type Macro = {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly lines: readonly Line[];
};
export type Parameter = {
  readonly name: string;
  readonly isRequired: boolean;
  /** It takes all arguments that are left. */
  readonly isRest: boolean;
  readonly byDefault: string;
};

/** What one document has become so far. Statements change it one after the other. */
export class Assembler {
  readonly dialect: Dialect;
  /** The version of the instruction set, if the text says it. */
  ownVersion: string | undefined;
  readonly problems: Problems;
  readonly sections = new Map<string, Section>();
  readonly symbols = new Map<string, AssemblySymbol>();
  readonly macros = new Map<string, Macro>();
  /** Where the code begins, if the text says so. */
  base: number | undefined;
  section: Section;
  previous: Section;
  readonly sectionStack: { readonly section: Section; readonly previous: Section }[] = [];
  /** Macros expanded so far: what `\@` stands for. */
  expansions = 0;
  readonly #version: string;
  #statements = 0;
  #bytes = 0;
  #stopped = false;
  /** Names that may still be compared with misspelt ones: in a large text that takes long. */
  #comparisons: number = limits.comparisons;
  /** How often each numeric label was defined. */
  readonly #locals = new Map<string, number>();

  constructor(dialect: Dialect, version: string, problems: Problems) {
    this.dialect = dialect;
    this.#version = version;
    this.problems = problems;
    this.section = this.sectionNamed('.text');
    this.previous = this.section;
  }

  /** Of the instruction set. */
  get version(): string {
    return this.ownVersion ?? this.#version;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Gives up, because a text grows without end. */
  stop(range: Range, code: string, message: string): void {
    if (!this.#stopped) this.problems.error(range, code, message);
    this.#stopped = true;
  }

  /** Counts a statement that is about to be assembled; false if that is one too many. */
  count(range: Range): boolean {
    this.#statements += 1;
    if (this.#statements > limits.statements)
      this.stop(range, 'too-large', messages.tooManyStatements(limits.statements));
    return !this.#stopped;
  }

  /** The name that a misspelt one was most likely meant to be, if there is one and not too much was sought already. */
  meant(name: string, candidates: readonly string[]): string | undefined {
    this.#comparisons -= candidates.length;
    return this.#comparisons > 0 ? nearest(name, candidates) : undefined;
  }

  sectionNamed(name: string): Section {
    const known = this.sections.get(name);
    if (known) return known;
    const section = newSection(name);
    Object.assign(section, this.dialect.rightsOf(name));
    this.sections.set(name, section);
    return section;
  }

  enter(section: Section): void {
    if (section !== this.section) this.previous = this.section;
    this.section = section;
  }

  symbolNamed(name: string): AssemblySymbol {
    let symbol = this.symbols.get(name);
    if (!symbol) {
      symbol = { name, isGlobal: false, isWeak: false, isExternal: false, type: 'none' };
      this.symbols.set(name, symbol);
    }
    return symbol;
  }

  /** Defines a label at the current place. */
  label(line: Line): void {
    const { text } = line.word;
    const isLocal = /^\d+$/.test(text);
    const range = rangeIn(line.source, line.word.start, line.word.end);
    const count = this.#locals.get(text) ?? 0;
    if (isLocal) this.#locals.set(text, count + 1);
    const symbol = this.symbolNamed(isLocal ? localName(text, count) : text);
    if (symbol.position || symbol.value) this.problems.error(range, 'duplicate-name', messages.duplicateName(text));
    else {
      symbol.position = endOf(this.section);
      symbol.definition = range;
    }
  }

  /** Puts something into the current section; undefined if that would be too much. */
  add(origin: Origin, size: number, content: Content): Item | undefined {
    this.#bytes += size;
    if (this.#bytes > limits.bytes || size > limits.bytes) {
      this.stop(origin.statement.range, 'too-large', messages.tooManyBytes(limits.bytes));
      return undefined;
    }
    return append(this.section, origin, size, content);
  }

  /** Reads what follows the word of a line. */
  reader(line: Line): Reader {
    return new Reader(line.rest, line.end, this.#around(line));
  }

  #around({ source }: Line): Surroundings {
    return {
      source,
      problems: this.problems,
      readNumber: this.dialect.readNumber,
      here: () => endOf(this.section),
      constant: (name) => {
        const value = this.symbols.get(name)?.value;
        return value?.kind === 'number' ? value.value : undefined;
      },
      local: (digits, direction) => localName(digits, (this.#locals.get(digits) ?? 0) - (direction === 'b' ? 1 : 0)),
    };
  }

  /** The value of an expression as far as it is known now, the place of a section's start aside; undefined where it is not. */
  now(expression: Expression): Value | undefined {
    return evaluate(
      expression,
      this.#now(() => {}),
    );
  }

  /** The number that an expression is already; if it is none, that is a problem. */
  constant(expression: Expression): bigint | undefined {
    let told = false;
    const value = evaluate(
      expression,
      this.#now((range, code, message) => {
        told = true;
        this.problems.error(range, code, message);
      }),
    );
    if (value && !value.section) return value.number;
    if (!told && expression.kind !== 'unreadable')
      this.problems.error(expression.range, 'not-known-yet', messages.notConstant());
    return undefined;
  }

  #now(error: Scope['error']): Scope {
    const following = new Following();
    const scope: Scope = {
      error,
      place: (position) => ({ number: BigInt(offsetOf(position)), section: position.section, epoch: position.epoch }),
      symbol: (name, range) => {
        const symbol = this.symbols.get(name);
        if (symbol?.position) return scope.place(symbol.position, range);
        if (symbol?.value) return following.value(symbol, range, scope);
        error(range, 'not-known-yet', messages.notKnownYet(shownName(name)));
        return undefined;
      },
    };
    return scope;
  }

  /** Gives a name a value from here on. */
  assign(name: string, definition: Range, value: Expression): void {
    const symbol = this.symbolNamed(name);
    if (symbol.position) {
      this.problems.error(definition, 'duplicate-name', messages.duplicateName(name));
      return;
    }
    const known = this.now(value);
    symbol.definition ??= definition;
    symbol.value = known && !known.section ? { kind: 'number', value: known.number, range: value.range } : value;
  }
}

/** The second use of a label `1` is another symbol than the first; none can be written so. */
const localName = (digits: string, count: number): string => `${digits} ${count}`;
/** What is written for a symbol. */
export const shownName = (name: string): string => name.replace(/ .*/, '');
export const isLocalName = (name: string): boolean => name.includes(' ');
