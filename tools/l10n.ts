import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine, JsonSchema } from '../engines/engine.ts';
import { scenarioSchema } from '../engines/scenario.ts';
import { root } from './paths.ts';

/** What a person may be shown is told in these folders. */
const folders = ['engines', 'server', 'debug-adapter', 'extension', 'network'];

/** A message where it is told: `t('…', …)`, `l10n.t('…', …)`. */
const told = /(?<![\w.$])(?:l10n\.)?t\(\s*(?:('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\s*[,)])?/g;

/** The templates of the messages in a source. @throws Error on one that is not written out where it is told. */
export function templatesIn(path: string, source: string): string[] {
  return [...source.matchAll(told)].map(({ 1: literal, index }) => {
    if (literal !== undefined) return textOf(literal);
    const line = source.slice(0, index).split('\n').length;
    throw new Error(
      `${path}:${line} tells a message whose text is not a plain literal; write it out, or use tableText.`,
    );
  });
}

/** What a literal of TypeScript says. */
export const textOf = (literal: string): string => {
  const written = literal
    .slice(1, -1)
    .replace(/\\.|"/g, (found) => (found === '"' ? '\\"' : found === "\\'" ? "'" : found));
  return JSON.parse(`"${written}"`);
};

/** The sources of ours that run in VS Code, by path. */
export async function shownSources(): Promise<[path: string, source: string][]> {
  const listed = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true })).map((path) => join(folder, path)),
    ),
  );
  const paths = listed
    .flat()
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|[\\/](test|fixtures)[\\/]/.test(path));
  return Promise.all(paths.sort().map(async (path) => [path, await readFile(join(root, path), 'utf8')]));
}

/** The texts in the tables of an engine that are shown while it is used. */
export function tableTexts({ instructions, languages, events, functions, reasons, texts = [] }: Engine): string[] {
  return [
    ...instructions.flatMap(({ doc, meanings = [], extraCosts }) => [
      doc,
      ...[...meanings, ...extraCosts].map(({ text }) => text),
    ]),
    ...languages.flatMap(({ directives }) => directives.map(({ doc }) => doc)),
    ...events.flatMap(({ text, description }) => [text, description]),
    ...functions.map(({ doc }) => doc),
    ...reasons,
    ...texts,
  ];
}

/** The texts of a schema that an editor shows. */
function schemaTexts(schema: JsonSchema): string[] {
  const { description, markdownDescription, patternErrorMessage, enumDescriptions = [], additionalProperties } = schema;
  const inside = [...Object.values(schema.properties ?? {}), schema.items, additionalProperties];
  return [
    ...[description, markdownDescription, patternErrorMessage].flatMap((text) => text ?? []),
    ...enumDescriptions,
    ...inside.flatMap((each) => (typeof each === 'object' ? schemaTexts(each) : [])),
  ];
}

/** Every text that is shown while the extension runs, by itself: what a translation begins with. */
export async function bundle(engines: readonly Engine[]): Promise<Record<string, string>> {
  const samples: { title: string; shows: string }[] = JSON.parse(
    await readFile(join(root, 'samples', 'samples.json'), 'utf8'),
  );
  const texts = [
    ...(await shownSources()).flatMap(([path, source]) => templatesIn(path, source)),
    ...engines.flatMap(tableTexts),
    ...schemaTexts(scenarioSchema(engines)),
    ...samples.flatMap(({ title, shows }) => [title, shows]),
  ].filter((text) => text !== '');
  return Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text]));
}
