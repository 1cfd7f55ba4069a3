import { type Claimed, choosePart, claimFile, isScenario } from './claim.ts';
import type { Companion, Elements } from './companions.ts';
import {
  type Engine,
  type HostLimits,
  type InputFile,
  type JsonSchema,
  type LaunchProperties,
  LoadError,
  type Part,
} from './engine.ts';
import { parseListingUri } from './listing.ts';
import * as messages from './messages.ts';
import { nearest } from './nearest.ts';
import { launchSchemas } from './schemas.ts';
import { isAbsolute, keyOf, nameOf, resolve, toUri } from './uri.ts';

/** What a launch configuration leads to, by way of the scenarios that it names. */
export type Target = Claimed & {
  readonly file: InputFile;
  /** The part that is asked for, or else the first. */
  readonly part: Part;
  /** Whether `part` was asked for. */
  readonly isPartAsked: boolean;
  /** The listing that was named as the program, if it was one. */
  readonly listing: string | undefined;
  /** The version of the instruction set that is asked for. */
  readonly version: string | undefined;
  /** The engine's own properties, with the closest to the launch configuration in front. Files in them are named by URIs. */
  readonly launch: LaunchProperties;
  /** The files that `launch` names, and those that are named in these and in `file`. */
  readonly files: ReadonlyMap<string, InputFile>;
  /** Files around the program that the engine would like to see, as far as there are any. */
  readonly companions: readonly InputFile[];
};

/** Reads the file of a URI, of which no more is given away than `shareable` does. @throws LoadError */
export type ReadFile = (uri: string, shared?: Elements) => Promise<InputFile>;

/** Properties of scenarios and launch configurations alike, whatever the engine. */
const general = ['program', 'part', 'vm', 'version', 'scenario'] as const;
type General = (typeof general)[number];

/** Properties that only people and editors read. */
const remarks = ['$schema', 'description'];

/** Where properties were written; a launch configuration has no address. */
type Layer = { readonly uri: string | undefined; readonly properties: LaunchProperties };

/**
 * Finds what is to be run: file, engine, part, and all that is said of what surrounds it. `configuration` holds nothing
 * but general properties and those of engines. @throws LoadError
 */
export const findTarget = async (
  engines: readonly Engine[],
  configuration: LaunchProperties,
  read: ReadFile,
): Promise<Target> => {
  const layers = await readLayers(configuration, read);
  const depth = layers.findIndex(({ properties }) => {
    const { program } = properties;
    return program !== undefined && !(typeof program === 'string' && isScenario(program));
  });
  const [first] = layers;
  const layer = layers[depth] ?? layers.at(-1);
  const program = layer && depth >= 0 ? textOf(layer, 'program') : undefined;
  if (!first || !layer || (program === undefined && layer.uri === undefined))
    throw new LoadError(messages.noProgram(undefined), 'program');

  const source = program === undefined ? undefined : parseListingUri(program);
  if (source?.kind === 'code') throw new LoadError(messages.listingOfSession(), 'program');
  // A scenario that names no program may hold one.
  const uri = program === undefined ? (layer.uri ?? '') : (source?.uri ?? locate(layer, program, 'program'));
  const file = await read(uri);
  const unclaimed = program === undefined ? messages.noProgram(file.name) : undefined;
  const claimed = claimFile(engines, file, nearestText(layers, 'vm'), unclaimed);
  // What a scenario says of the part is said of its own program.
  const part = nearestText(layers.slice(0, depth + 1), 'part') ?? source?.part;
  const { engine } = claimed;
  const launch = layers
    .toReversed()
    .map((each) => engineProperties(engine, each))
    .reduce((below, above) => override(below, above, engine.replaces));
  // Together, so that an editor that has to ask for each file learns of all at once.
  const [files, companions] = await Promise.all([
    readNamed(engine, file, launch, read),
    readCompanions(engine.companions?.(file, launch) ?? [], read),
  ]);
  return {
    ...claimed,
    file,
    part: choosePart(file, claimed.parts, part),
    isPartAsked: part !== undefined,
    listing: source && program,
    version: nearestText(layers, 'version'),
    ...{ launch, files, companions },
  };
};

/** The launch configuration, and the scenarios behind it: the one that it names, the one which that names, and so on. */
const readLayers = async (configuration: LaunchProperties, read: ReadFile): Promise<readonly Layer[]> => {
  const layers: Layer[] = [];
  const met = new Set<string>();
  let layer: Layer = { uri: undefined, properties: configuration };
  for (;;) {
    layers.push(layer);
    const { program, scenario } = layer.properties;
    const property = scenario === undefined ? 'program' : 'scenario';
    if (property === 'program' && !(typeof program === 'string' && isScenario(program))) return layers;
    const uri = locate(layer, textOf(layer, property) ?? '', property);
    if (met.has(keyOf(uri))) throw new LoadError(messages.cyclicScenario(nameOf(uri)), property);
    met.add(keyOf(uri));
    layer = { uri, properties: parse(await read(uri)) };
  }
};

const parse = ({ name, bytes }: InputFile): LaunchProperties => {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new LoadError(
      messages.brokenScenario(name, error instanceof Error ? error.message : String(error)),
      'scenario',
    );
  }
  if (isObject(json)) return json;
  throw new LoadError(messages.scenarioForm(name), 'scenario');
};

const isObject = (value: unknown): value is LaunchProperties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = ({ uri, properties }: Layer, key: General): string | undefined => {
  const value = properties[key];
  if (value === undefined || typeof value === 'string') return value;
  throw new LoadError(messages.textInScenario(uri && nameOf(uri), key, JSON.stringify(value)), key);
};

const nearestText = (layers: readonly Layer[], key: General): string | undefined => {
  for (const layer of layers) {
    const text = textOf(layer, key);
    if (text !== undefined) return text;
  }
  return undefined;
};

/** The URI of a file that a layer names: from the scenario's folder on, or a whole path. */
const locate = ({ uri }: Layer, path: string, property: string): string => {
  if (isAbsolute(path)) return toUri(path);
  if (uri === undefined) throw new LoadError(messages.notAbsolute(path, property), property);
  const found = resolve(uri, path);
  if (found === undefined) throw new LoadError(messages.scenarioUnsaved(nameOf(uri), path), property);
  return found;
};

const engineProperties = (engine: Engine, layer: Layer): LaunchProperties => {
  const own = Object.entries(layer.properties).filter(([key]) => !isGeneral(key));
  const names = Object.keys(engine.launch);
  const stranger = layer.uri === undefined ? undefined : own.find(([key]) => !Object.hasOwn(engine.launch, key));
  if (stranger) {
    const [key] = stranger;
    const meant = nearest(key, [...general, ...names]);
    throw new LoadError(messages.unknownInScenario(nameOf(layer.uri ?? ''), key, meant, engine.name), key);
  }
  const mapped = own.map(([key, value]): LaunchProperties => {
    const property = { [key]: value };
    return engine.mapPaths?.(property, (path) => locate(layer, path, key)) ?? property;
  });
  return Object.assign({}, ...mapped);
};

const isGeneral = (key: string) => [...general, ...remarks].some((each) => each === key);

/** The properties `below`, with those `above` put over them; objects are joined member by member. */
export const override = (
  below: LaunchProperties,
  above: LaunchProperties,
  replaces: Engine['replaces'] = {},
): LaunchProperties => {
  const gone = new Set(Object.keys(above).flatMap((key) => replaces[key] ?? []));
  const kept = Object.entries(below).filter(([key]) => !gone.has(key));
  const result: Record<string, unknown> = Object.fromEntries(kept);
  for (const [key, value] of Object.entries(above)) {
    const under = result[key];
    result[key] = isObject(value) && isObject(under) ? override(under, value) : value;
  }
  return result;
};

/** Reads what the launch properties name, then what is named in the files read. */
const readNamed = async (engine: Engine, file: InputFile, launch: LaunchProperties, read: ReadFile) => {
  const found = new Map<string, InputFile>();
  const namedIn = (each: InputFile) => engine.filesIn?.(each) ?? [];
  let uris = new Set(namedIn(file));
  engine.mapPaths?.(launch, (uri) => {
    uris.add(uri);
    return uri;
  });
  while (uris.size > 0) {
    const files = await Promise.all([...uris].map(async (uri) => [uri, await read(uri)] as const));
    for (const [uri, each] of files) found.set(uri, each);
    uris = new Set(files.flatMap(([, each]) => namedIn(each)).filter((uri) => !found.has(uri)));
  }
  return found;
};

/** One that is missing is no error. */
const readCompanions = async (companions: readonly Companion[], read: ReadFile): Promise<readonly InputFile[]> => {
  const found = await Promise.all(
    companions.map(({ uri, shared }) =>
      read(uri, shared).catch((error) => {
        if (error instanceof LoadError) return [];
        throw error;
      }),
    ),
  );
  return found.flat();
};

/** What an engine is to load, but for the version. */
export const loadOptions = ({ part, isPartAsked, launch, files, companions }: Target, limits: HostLimits) => ({
  ...{ limits, launch, files, companions },
  ...(isPartAsked && { part: part.id }),
});

/** Schema of the properties that launch configurations and scenarios share, whatever the engine. */
export const generalSchema = (engines: readonly Engine[]): Readonly<Record<General, JsonSchema>> => ({
  program: {
    type: 'string',
    description:
      'The file to debug: assembly, bytecode, an artifact of a compiler, or a scenario (*.gaslamp.json). A path or a URI.',
  },
  scenario: {
    type: 'string',
    description:
      'A scenario (*.gaslamp.json) that says what surrounds the program; what stands here comes before what it says.',
  },
  vm: {
    type: 'string',
    enum: engines.map((engine) => engine.id),
    enumDescriptions: engines.map((engine) => engine.name),
    description: 'The virtual machine to run it on. If left out, the one that claims the file.',
  },
  part: {
    type: 'string',
    description: 'Which code of the file to run, where it holds several: "Token/runtime". If left out, the first.',
  },
  version: {
    type: 'string',
    enum: engines.flatMap((engine) => engine.versions.map((version) => version.id)),
    description:
      "Version of the virtual machine, such as a fork. If left out, the one chosen in the machine's settings.",
  },
});

/** Where an editor finds the schema of scenarios in a person's language. */
export const schemaScheme = 'gaslamp-schema';

/** Schema of a whole scenario, for any of the engines. */
export const scenarioSchema = (engines: readonly Engine[]): JsonSchema => ({
  type: 'object',
  description: 'What surrounds a program: what is called, by whom, and what is there before. Paths start at this file.',
  properties: {
    $schema: { type: 'string' },
    description: { type: 'string', description: 'What this scenario shows, for people.' },
    ...generalSchema(engines),
    ...launchSchemas(engines),
  },
  additionalProperties: false,
});
