import { grouped } from '../engines/digits.ts';
import type { Engine } from '../engines/engine.ts';
import {
  type Cost,
  costAt,
  extraCostAt,
  formOf,
  type Instruction,
  inForce,
  type Version,
} from '../engines/instruction.ts';
import type { Directive, SymbolEntry } from '../engines/language.ts';
import { tableText } from '../engines/translate.ts';
import { type Snapshot, textOf } from './documents.ts';
import * as messages from './messages.ts';

/** Markdown for a person who points at something: what hover shows, and the documentation of a completion. */

export const fence = (languageId: string, text: string) => `\`\`\`${languageId}\n${text}\n\`\`\``;

export const link = (engine: Engine, source: string) => {
  const page = engine.link(source);
  return page === undefined ? source : `[${source}](${page})`;
};

/** What looks like the number of a specification: `EIP-2929`, `RFC 0009`. */
export const specification = /\b[A-Z]{3,}[- ]\d+\b/g;

/** Links specifications that the engine knows a page for. */
export const linkSources = (engine: Engine, prose: string) =>
  prose.replace(specification, (source) => link(engine, source));

/** Text in which Markdown finds nothing to format. */
export const plain = (text: string) => text.replace(/[\\`*_{}[\]()#+!|<>~&-]/g, '\\$&');

export const nameOf = (versions: readonly Version[], id: string) =>
  versions.find((version) => version.id === id)?.name ?? id;

const hasRegisters = (engine: Engine) =>
  engine.instructions.some((row) => row.operands.some((operand) => operand.kind === 'register'));

/**
 * What an instruction takes and leaves: `[key] → [value]`, the top of the stack first;
 * on a register machine `reads rs1, rs2 · writes rd`. Empty for an instruction that does neither.
 */
export const effect = (engine: Engine, { takes, leaves }: Instruction): string => {
  if (takes.length === 0 && leaves.length === 0) return '';
  if (!hasRegisters(engine)) return `[${takes.join(', ')}] → [${leaves.join(', ')}]`;
  return [
    ...(takes.length > 0 ? [messages.reads(takes.join(', '))] : []),
    ...(leaves.length > 0 ? [messages.writes(leaves.join(', '))] : []),
  ].join(' · ');
};

const signature = (engine: Engine, row: Instruction) => {
  const [language] = engine.languages;
  const comment = effect(engine, row);
  return fence(language.id, comment === '' ? formOf(row) : `${formOf(row)}  ${language.lineComment} ${comment}`);
};

export const unitOf = ({ costUnit }: Engine) => costUnit.charAt(0).toUpperCase() + costUnit.slice(1);

const costLine = (engine: Engine, row: Instruction, amount: number, version: string) => {
  const extraCost = extraCostAt(row, engine.versions, version);
  const extra = extraCost === undefined ? '' : ` + ${linkSources(engine, tableText(extraCost))}`;
  return `${unitOf(engine)}: **${grouped(amount)}**${extra}`;
};

/** What each version made of the cost: `50 in Frontier → … → **100 in Berlin** (EIP-2929)`. */
const costHistory = (engine: Engine, { costs }: Instruction, now: Cost | undefined) =>
  costs
    .map((cost) => {
      const { amount, source } = cost;
      const version = nameOf(engine.versions, cost.since);
      const entry = amount === undefined ? messages.removedIn(version) : messages.costIn(grouped(amount), version);
      const reason = source === undefined ? '' : ` (${link(engine, source)})`;
      return `${cost === now ? `**${entry}**` : entry}${reason}`;
    })
    .join(' → ');

/** What an instruction does; where versions differ in that, what each of them made of it. */
export const meaningLines = (engine: Engine, { doc, meanings = [] }: Instruction) => {
  const { versions } = engine;
  if (meanings.length < 2) return [{ meaning: undefined, line: linkSources(engine, tableText(doc)) }];
  return meanings.map((meaning, index) => {
    const { since, text } = meaning;
    const earlier = meanings.slice(0, index).find((each) => each.text === text);
    const name = nameOf(versions, since);
    const does = linkSources(engine, tableText(text));
    const line = earlier
      ? messages.againAs(name, nameOf(versions, earlier.since), does)
      : messages.sinceThen(name, does);
    return { meaning, line };
  });
};

/** The same in Markdown, with that of `version` in bold. */
const meaningText = (engine: Engine, row: Instruction, version: string): string => {
  const now = inForce(row.meanings ?? [], engine.versions, version);
  return meaningLines(engine, row)
    .map(({ meaning, line }) => (meaning ? `- ${meaning === now ? `**${line}**` : line}` : line))
    .join('\n');
};

/** What to write where a version lacks an instruction; versions that have the same are named together. */
const insteadParagraphs = ({ versions }: Engine, { instead = {} }: Instruction): string[] => {
  const byText = new Map<string, string[]>();
  for (const { id, name } of versions) {
    const text = instead[id]?.map((line) => `\`${line}\``).join(', ');
    if (text !== undefined) byText.set(text, [...(byText.get(text) ?? []), name]);
  }
  return [...byText].map(([text, names]) => messages.insteadIn(names.join(', '), text));
};

/** The cost in `version` and how it came about, or why there is none. */
const costParagraphs = (engine: Engine, row: Instruction, version: string): string[] => {
  const now = costAt(row, engine.versions, version);
  const history = costHistory(engine, row, now);
  if (now?.amount === undefined) return [absence(engine, row, version), `${unitOf(engine)}: ${history}`];
  return [costLine(engine, row, now.amount, version), ...(row.costs.length > 1 ? [history] : [])];
};

/** Why the version at hand does not have the instruction. */
const absence = ({ versions }: Engine, { costs }: Instruction, version: string) => {
  const order = (id: string) => versions.findIndex((entry) => entry.id === id);
  const here = nameOf(versions, version);
  const last = costs.findLast((cost) => order(cost.since) <= order(version));
  return last
    ? messages.gone(here, nameOf(versions, last.since))
    : messages.notYet(here, nameOf(versions, costs[0]?.since ?? ''));
};

/** All that the table says of an instruction, at one version of the set, and of its bytes if they are given. */
export const instructionCard = (engine: Engine, row: Instruction, version: string, bytes?: Uint8Array): string => {
  const first = row.costs[0];
  const picture = engine.picture?.(row, version, bytes);
  const isShown = picture !== undefined && engine.picture?.(row, version, undefined) !== undefined;
  const footer = [
    ...(isShown ? [] : [`\`${row.encoding}\``]),
    ...(first ? [messages.since(nameOf(engine.versions, first.since))] : []),
    link(engine, row.source),
  ].join(' · ');
  return [
    signature(engine, row),
    meaningText(engine, row, version),
    ...costParagraphs(engine, row, version),
    ...insteadParagraphs(engine, row),
    ...(picture === undefined ? [] : [fence('text', picture)]),
    `---\n${footer}`,
  ].join('\n\n');
};

export const directiveCard = (languageId: string, { form, doc }: Directive): string =>
  [fence(languageId, form), tableText(doc)].join('\n\n');

/** The number of the line that holds an offset of the text, as a link to it. */
export const lineLink = ({ text, uri }: Snapshot, offset: number): string => {
  const number = text.positionAt(offset).line + 1;
  // The URI of a notebook cell ends in a fragment of its own, so a line cannot be added to it.
  return uri.includes('#') ? messages.line(number) : `[${messages.line(number)}](${uri}#L${number})`;
};

/** The line that defines a symbol, what stands for it, where that line is, and how often it is used. */
export const symbolCard = (snapshot: Snapshot, { kind, detail, definition, references }: SymbolEntry): string => {
  const { line } = snapshot.text.positionAt(definition.start);
  const source = textOf(snapshot, {
    start: snapshot.text.offsetAt({ line, character: 0 }),
    end: snapshot.text.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }),
  }).trim();
  const facts = [
    messages.symbolKind(kind),
    ...(detail === '' ? [] : [plain(detail)]),
    messages.definedAt(lineLink(snapshot, definition.start)),
    messages.uses(references.length),
  ];
  return [fence(snapshot.language.id, source), facts.join(' · ')].join('\n\n');
};
