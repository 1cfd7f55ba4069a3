import type { Range } from '../../language.ts';
import { nearest } from '../../nearest.ts';
import { type Problems, replace } from '../../problems.ts';
import { builtins } from './builtins.ts';
import * as messages from './messages.ts';
import type { Body, Constant, Label, Macro, Parameter } from './syntax.ts';
import { findRow } from './vocabulary.ts';

type Use<Found> = { readonly name: string; readonly range: Range; readonly found: (definition: Found) => void };

/**
 * Joins names with their definitions once the whole text is read, so that the order of definitions does not matter.
 * A name in a macro means the macro's own label or parameter, then what the file defines; never what its caller has.
 */
export class Names {
  readonly #problems: Problems;
  readonly #file: Body;
  readonly #labels: Map<Body, Map<string, Label>>;
  readonly #constants: Map<string, Constant>;
  readonly #macros: Map<string, Macro>;
  readonly #parameters: Map<Macro, Map<string, Parameter>>;
  readonly #usedLabels: (Use<Label> & { readonly body: Body })[] = [];
  readonly #usedConstants: Use<Constant>[] = [];
  readonly #usedMacros: (Use<Macro> & { readonly given: number })[] = [];
  readonly #unknownFunctions: { readonly name: string; readonly range: Range }[] = [];
  /** By the start of a word right behind a "%": what lies between it and the operand before. */
  readonly #behindPercent = new Map<number, Range>();
  readonly #unknown: { readonly name: string; readonly range: Range; readonly meant: () => string | undefined }[] = [];

  /** @param known gives what is defined already, where only some lines of a text are read. */
  constructor(problems: Problems, file: Body, known?: Names) {
    this.#problems = problems;
    this.#file = known ? known.#file : file;
    this.#labels = known ? known.#labels : new Map();
    this.#constants = known ? known.#constants : new Map();
    this.#macros = known ? known.#macros : new Map();
    this.#parameters = known ? known.#parameters : new Map();
  }

  defineLabel(body: Body, name: string, at: Range, emits: boolean): Label {
    const known = this.#labelsOf(body);
    const label: Label = { name, range: rangeOf(at), references: [], body, index: body.labels.length, emits };
    body.labels.push(label);
    this.#define(known, label, '');
    return label;
  }

  defineConstant(name: string, at: Range): Constant {
    const constant: Constant = { name, range: rangeOf(at), references: [], value: undefined };
    if (findRow(name)) this.#problems.error(constant.range, 'reserved-name', messages.reservedName(name));
    this.#define(this.#constants, constant, '');
    return constant;
  }

  defineMacro(name: string, at: Range, start: number): Macro {
    const body: Body = { macro: undefined, items: [], labels: [] };
    const macro: Macro = {
      name,
      range: rangeOf(at),
      references: [],
      parameters: [],
      scope: { start, end: at.end },
      body,
    };
    body.macro = macro;
    this.#define(this.#macros, macro, '%');
    return macro;
  }

  defineParameter(macro: Macro, name: string, at: Range): void {
    const parameter: Parameter = { name, range: rangeOf(at), references: [], index: macro.parameters.length };
    macro.parameters.push(parameter);
    let known = this.#parameters.get(macro);
    if (!known) {
      known = new Map();
      this.#parameters.set(macro, known);
    }
    this.#define(known, parameter, '$');
  }

  useLabel(body: Body, name: string, range: Range, found: (label: Label) => void): void {
    this.#usedLabels.push({ body, name, range, found });
  }

  useConstant(name: string, range: Range, found: (constant: Constant) => void): void {
    this.#usedConstants.push({ name, range, found });
  }

  useMacro(name: string, range: Range, given: number, found: (macro: Macro) => void): void {
    this.#usedMacros.push({ name, range, given, found });
  }

  /** Parameters are defined before they can be used. */
  useParameter(body: Body, name: string, range: Range): Parameter | undefined {
    if (!body.macro) {
      this.#problems.error(range, 'undefined-parameter', messages.parameterOutsideMacro(name));
      return undefined;
    }
    const known = this.#parameters.get(body.macro);
    const parameter = known?.get(name);
    if (parameter) parameter.references.push(range);
    else this.#undefined(range, 'undefined-parameter', messages.parameterWord(), `$${name}`, known?.keys() ?? [], '$');
    return parameter;
  }

  /** A word where an instruction belongs; `meant` finds an instruction that is written alike. */
  useUnknown(name: string, range: Range, meant: () => string | undefined): void {
    this.#unknown.push({ name, range, meant });
  }

  /** A call of a function that is not builtin. */
  useUnknownFunction(name: string, range: Range): void {
    this.#unknownFunctions.push({ name, range });
  }

  /** Tells of a word right behind a "%", which divides unless it was meant as a macro's sign. */
  mayBeMacro({ start }: Range, gap: Range): void {
    this.#behindPercent.set(start, gap);
  }

  get constants(): readonly Constant[] {
    return [...this.#constants.values()];
  }

  get macros(): readonly Macro[] {
    return [...this.#macros.values()];
  }

  /** Joins every name that was used with its definition, and says which have none. Returns the labels and constants used. */
  resolve(): ReadonlySet<Label | Constant> {
    const used = new Set<Label | Constant>();
    const ofFile = this.#labelsOf(this.#file);
    for (const { body, name, range, found } of this.#usedLabels) {
      const label = this.#labels.get(body)?.get(name) ?? ofFile.get(name);
      if (label) {
        label.references.push(rangeOf(range));
        found(label);
        used.add(label);
      } else this.#undefinedLabel(name, range, ofFile, this.#labels.get(body));
    }
    for (const { name, range, found } of this.#usedConstants) {
      const constant = this.#constants.get(name);
      if (constant) {
        constant.references.push(rangeOf(range));
        found(constant);
        used.add(constant);
      } else if (!this.#misplacedMacro(name, range)) this.#undefinedConstant(name, range, ofFile);
    }
    for (const { name, range } of this.#unknownFunctions) {
      if (!this.#misplacedMacro(name, range)) this.#unknownFunction(name, range);
    }
    for (const { name, range, given, found } of this.#usedMacros) this.#resolveMacro(name, range, given, found);
    for (const { name, range, meant } of this.#unknown) this.#explainUnknown(name, range, meant);
    return used;
  }

  #labelsOf(body: Body): Map<string, Label> {
    let known = this.#labels.get(body);
    if (!known) {
      known = new Map();
      this.#labels.set(body, known);
    }
    return known;
  }

  #define<Kind extends { readonly name: string; readonly range: Range }>(
    known: Map<string, Kind>,
    definition: Kind,
    sigil: string,
  ): void {
    const { name, range } = definition;
    if (known.has(name)) this.#problems.error(range, 'duplicate-name', messages.duplicateName(`${sigil}${name}`));
    else known.set(name, definition);
  }

  #undefined(range: Range, code: string, what: string, written: string, known: Iterable<string>, sigil: string): void {
    if (this.#problems.full) return;
    const meant = nearest(written.replace(/^[@$%]/, ''), known);
    const fix = meant === undefined ? undefined : replace(range, meant, messages.replaceBy(`${sigil}${meant}`));
    this.#problems.error(range, code, messages.undefinedName(what, written, meant && `${sigil}${meant}`), fix);
  }

  #undefinedLabel(
    name: string,
    range: Range,
    ofFile: ReadonlyMap<string, Label>,
    local: ReadonlyMap<string, Label> = ofFile,
  ): void {
    if (this.#problems.full) return;
    const known = local === ofFile ? ofFile.keys() : [...local.keys(), ...ofFile.keys()];
    this.#undefined(range, 'undefined-label', messages.labelWord(), `@${name}`, known, '@');
  }

  #undefinedConstant(name: string, range: Range, labels: ReadonlyMap<string, Label>): void {
    if (labels.has(name)) {
      const fix = replace(range, `@${name}`, messages.replaceBy(`@${name}`));
      this.#problems.error(range, 'undefined-constant', messages.bareLabel(name), fix);
    } else this.#undefined(range, 'undefined-constant', messages.constantWord(), name, this.#constants.keys(), '');
  }

  #unknownFunction(name: string, range: Range): void {
    const meant = nearest(name, builtins.keys());
    const fix = meant === undefined ? undefined : replace(range, meant, messages.replaceBy(meant));
    this.#problems.error(range, 'unknown-function', messages.unknownFunction(name, meant, [...builtins.keys()]), fix);
  }

  /** Whether the name is a macro's, behind a value on the same line, where its "%" is read as an operator. */
  #misplacedMacro(name: string, range: Range): boolean {
    const gap = this.#behindPercent.get(range.start);
    const macro = gap && this.#macros.get(name);
    if (!macro) return false;
    macro.references.push(range);
    const fix = replace(gap, '\n  %', messages.onItsOwnLine());
    this.#problems.error(range, 'misplaced-macro', messages.misplacedMacro(name), fix);
    return true;
  }

  #resolveMacro(name: string, range: Range, given: number, found: (macro: Macro) => void): void {
    const macro = this.#macros.get(name);
    if (!macro) {
      this.#undefined(range, 'undefined-macro', messages.macroWord(), `%${name}`, this.#macros.keys(), '%');
      return;
    }
    macro.references.push(range);
    const wanted = macro.parameters.length;
    if (wanted === given) found(macro);
    else this.#problems.error(range, 'argument-count', messages.argumentCount(name, wanted, given));
  }

  #explainUnknown(name: string, range: Range, instruction: () => string | undefined): void {
    if (this.#problems.full) return;
    const asMacro = this.#macros.has(name) ? `%${name}` : undefined;
    const asPush = this.#constants.has(name) ? `push ${name}` : undefined;
    const asLabel = this.#labelsOf(this.#file).has(name) ? `@${name}` : undefined;
    const meant = asMacro ?? asPush ?? asLabel ?? instruction();
    const fix = meant === undefined ? undefined : replace(range, meant, messages.replaceBy(meant));
    this.#problems.error(range, 'unknown-instruction', messages.unknownInstruction(name, meant), fix);
  }

  /** Hints at whatever nothing uses. */
  reportUnused(): void {
    const hint = (
      { name, range, references }: { name: string; range: Range; references: readonly Range[] },
      sigil: string,
    ) => {
      if (references.length === 0) this.#problems.add('hint', range, 'unused', messages.unused(`${sigil}${name}`));
    };
    for (const known of this.#labels.values()) for (const label of known.values()) hint(label, '@');
    for (const constant of this.#constants.values()) hint(constant, '');
    for (const macro of this.#macros.values()) hint(macro, '%');
    for (const known of this.#parameters.values()) for (const parameter of known.values()) hint(parameter, '$');
  }
}

const rangeOf = ({ start, end }: Range): Range => ({ start, end });
