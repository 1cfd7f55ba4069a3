import type { Engine, JsonSchema, LaunchProperties } from '../engines/engine.ts';
import { nearest } from '../engines/nearest.ts';
import { generalSchema } from '../engines/scenario.ts';
import * as messages from './messages.ts';

/** What was written cannot be done; the message is for a person. */
export class UsageError extends Error {}

export type Format = 'text' | 'json' | 'cpuprofile' | 'speedscope';

export type Asked = {
  readonly file: string;
  readonly launch: LaunchProperties;
  readonly format: Format;
  readonly steps: number | undefined;
  /** What to compare with. `launch` is what was said of both and of it alone; `options` are the words for the latter. */
  readonly other:
    | { readonly file: string; readonly launch: LaunchProperties; readonly options: readonly string[] }
    | undefined;
};

const formats = ['json', 'cpuprofile', 'speedscope'] as const;

/** Launch properties that may be written as options, by the word for each. */
export const optionsOf = (
  engines: readonly Engine[],
): ReadonlyMap<string, { readonly property: string; readonly schema: JsonSchema }> => {
  const { program: _, ...general } = generalSchema(engines);
  const all: Readonly<Record<string, JsonSchema>> = {
    ...general,
    ...Object.assign({}, ...engines.map(({ launch }) => launch)),
  };
  const options = new Map(Object.entries(all).map(([property, schema]) => [property, { property, schema }]));
  // An engine has a word of its own for its versions, as in its setting.
  for (const { versionSetting } of engines) {
    const word = versionSetting.key.split('.').at(-1) ?? '';
    if (!options.has(word)) options.set(word, { property: 'version', schema: general.version });
  }
  return options;
};

/** Reads what stands behind `gaslamp profile`. @throws UsageError */
export const readArguments = (engines: readonly Engine[], words: readonly string[]): Asked => {
  const options = optionsOf(engines);
  const files: string[] = [];
  const launches: Record<string, unknown>[] = [{}];
  const ofOther: string[] = [];
  let format: Format = 'text';
  let steps: number | undefined;
  let at = 0;
  const next = (): string | undefined => (words[at]?.startsWith('--') ? undefined : words[at++]);
  while (at < words.length) {
    const word = words[at++] ?? '';
    if (!word.startsWith('--')) {
      if (files.length > 0) throw new UsageError(messages.secondFile(word, files[0] ?? ''));
      files.push(word);
      continue;
    }
    const name = word.slice(2);
    const found = formats.find((each) => each === name);
    if (found) format = found;
    else if (name === 'steps') steps = positive(name, next());
    else if (name === 'compare') {
      const other = next();
      if (other === undefined || launches.length > 1) throw new UsageError(messages.noOther());
      files[1] = other;
      launches.push({});
    } else {
      const option = options.get(name);
      if (!option) {
        throw new UsageError(
          messages.unknownOption(word, nearest(name, [...options.keys(), ...formats, 'compare', 'steps'])),
        );
      }
      if (launches.length > 1) ofOther.push(name);
      const launch = launches.at(-1);
      if (launch) launch[option.property] = readValue(name, option.schema, next);
    }
  }
  const [file, other] = files;
  const [launch = {}, own = {}] = launches;
  if (file === undefined) throw new UsageError(messages.noFile());
  return {
    file,
    launch,
    format,
    steps,
    other: other === undefined ? undefined : { file: other, options: ofOther, launch: { ...launch, ...own } },
  };
};

const positive = (option: string, text: string | undefined): number => {
  const number = Number(text?.replaceAll(/[,_]/g, ''));
  if (text === undefined || !Number.isSafeInteger(number) || number < 1)
    throw new UsageError(messages.wrongNumber(option, text ?? ''));
  return number;
};

/** A list has each of its values as a word, or is JSON as an object is; anything else is a text, which engines understand. */
const readValue = (option: string, { type }: JsonSchema, next: () => string | undefined): unknown => {
  const is = (kind: string) =>
    type === kind || (Array.isArray(type) && type.includes(kind) && !type.includes('string'));
  if (is('array')) {
    const items: string[] = [];
    for (let item = next(); item !== undefined; item = next()) items.push(item);
    const [first] = items;
    return items.length === 1 && first?.startsWith('[') ? json(option, first) : items;
  }
  const text = next();
  if (text === undefined) {
    if (is('boolean')) return true;
    throw new UsageError(messages.noValue(option));
  }
  return is('object') || is('boolean') ? json(option, text) : text;
};

const json = (option: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(messages.wrongJson(option, text));
  }
};
