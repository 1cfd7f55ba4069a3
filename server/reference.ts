import { grouped } from '../engines/digits.ts';
import type { Engine } from '../engines/engine.ts';
import { costAt, extraCostAt, formOf, type Instruction, type Version } from '../engines/instruction.ts';
import { tableText } from '../engines/translate.ts';
import { effect, link, linkSources, meaningLines, nameOf, unitOf } from './cards.ts';
import { findLanguage } from './languages.ts';
import * as messages from './messages.ts';
import type { ReferenceResult } from './protocol.ts';

/** The reference page of the engine that has a language, or of the first engine. */
export const referenceOf = (engines: readonly Engine[], languageId: string | undefined): ReferenceResult => {
  const engine = findLanguage(engines, languageId)?.engine ?? engines[0];
  return engine
    ? { title: messages.referenceTitle(engine.name), text: referencePage(engine) }
    : { title: '', text: '' };
};

/** The reference page of an engine, in Markdown: what each of its instructions does, and what it costs in each version. */
export const referencePage = (engine: Engine): string => {
  const { name, versions, instructions } = engine;
  const [oldest, newest] = [versions[0], versions.at(-1)];
  const dearer = instructions.filter(({ extraCosts }) => extraCosts.length > 0);
  return [
    `# ${messages.referenceTitle(name)}`,
    messages.referenceIntro(instructions.length, versions.length, oldest?.name ?? '', newest?.name ?? ''),
    `## ${messages.referenceMeaning()}`,
    table(
      [messages.encoding(), messages.instruction(), messages.effect(), messages.meaning(), messages.specified()],
      instructions.map((row) => meaning(engine, row)),
    ),
    `## ${messages.referenceCosts(unitOf(engine))}`,
    messages.referenceSigns(),
    costTable(engine),
    ...(dearer.length === 0 ? [] : [`## ${messages.referenceExtra()}`]),
    ...dearer.flatMap((row) => [`### ${row.mnemonic}`, extraCosts(engine, row)]),
  ].join('\n\n');
};

const meaning = (engine: Engine, row: Instruction): readonly string[] => {
  const [first] = row.costs;
  return [
    code(row.encoding),
    code(formOf(row)),
    code(effect(engine, row)),
    meaningLines(engine, row)
      .map(({ line }) => line)
      .join('<br>'),
    [...(first ? [nameOf(engine.versions, first.since)] : []), link(engine, row.source)].join(', '),
  ];
};

/** Versions in which every instruction costs the same share a column. */
const costTable = (engine: Engine): string => {
  const { versions, instructions } = engine;
  const columns: { readonly names: string[]; readonly cells: readonly string[] }[] = [];
  for (const version of versions) {
    const cells = instructions.map((row) => costCell(engine, row, version));
    const last = columns.at(-1);
    if (last?.cells.every((cell, index) => cell === cells[index]) && isAlike(engine, version))
      last.names.push(version.name);
    else columns.push({ names: [version.name], cells });
  }
  return table(
    [messages.instruction(), ...columns.map(({ names }) => names.join('<br>'))],
    instructions.map(({ mnemonic }, index) => [code(mnemonic), ...columns.map(({ cells }) => cells[index] ?? '')]),
    ['---', ...columns.map(() => '--:')],
  );
};

/** Whether what is charged on top is the same in a version as in the one before. */
const isAlike = ({ instructions }: Engine, { id }: Version): boolean =>
  instructions.every(({ extraCosts }) => extraCosts.every(({ since }) => since !== id));

const costCell = ({ versions }: Engine, row: Instruction, { id }: Version): string => {
  const amount = costAt(row, versions, id)?.amount;
  if (amount === undefined) return '·';
  return `${grouped(amount)}${extraCostAt(row, versions, id) === undefined ? '' : ' +'}`;
};

const extraCosts = (engine: Engine, { extraCosts: all }: Instruction): string =>
  all
    .map(({ since, text }) => `- ${nameOf(engine.versions, since)}: ${linkSources(engine, tableText(text))}`)
    .join('\n');

const code = (text: string) => (text === '' ? '' : `\`${text}\``);

const table = (head: readonly string[], rows: readonly (readonly string[])[], rule = head.map(() => '---')): string => {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [head, rule, ...rows].map(line).join('\n');
};
