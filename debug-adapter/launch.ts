import { shareable } from '../engines/companions.ts';
import type { Engine, HostLimits, InputFile, JsonSchema, Part, Program } from '../engines/engine.ts';
import { LoadError } from '../engines/engine.ts';
import { findTarget, generalSchema, loadOptions, type ReadFile } from '../engines/scenario.ts';
import { keyOf, nameOf } from '../engines/uri.ts';
import { chooseVersion } from '../engines/version.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';

/** What the adapter needs of the machine it runs on. */
export type Host = {
  /** Bytes of the file of a URI. Rejects with a reason for a person. */
  readFile(uri: string): Promise<Uint8Array>;
};

/** What stands in a launch configuration for every engine; properties of the engine's own stand beside them. */
export type LaunchArguments = {
  /** A path, a `file:` URI, any other URI that the host can read, the URI of a listing, or a scenario. Absent where `scenario` names it. */
  readonly program?: string;
  /** What surrounds the program, in a file. */
  readonly scenario?: string;
  /** Id of an engine; absent for the one that claims the file. */
  readonly vm?: string;
  /** Absent for the file's first. */
  readonly part?: string;
  /** Version of the instruction set; absent for the one in `versions`, or else the engine's default. */
  readonly version?: string;
  /** What a person chose in the settings that choose an engine's version, by key. Set by clients, not by people. */
  readonly versions?: Readonly<Record<string, unknown>>;
  /** Absent to stop at the first step only where no breakpoint would. */
  readonly stopOnEntry?: boolean;
  /** Whether to find where the cost of the run went, when it ends. */
  readonly profile?: boolean;
  /** The launch configuration of an earlier run to compare the profile with. Set by clients, not by people. */
  readonly against?: Readonly<Record<string, unknown>>;
  /** Set by clients for "run without debugging". */
  readonly noDebug?: boolean;
  readonly limits?: Partial<HostLimits>;
  /** Files as they stand in the client's editors, which overrule what the host reads. Set by clients, not by people. */
  readonly files?: readonly { readonly uri: string; readonly languageId?: string; readonly base64: string }[];
};

export const defaultLimits: HostLimits = { steps: 1_000_000_000, memory: 64 * 2 ** 20 };

/** Schema of the properties that a person writes, for the manifest; `vm` and `version` depend on the engines there are. */
export const launchSchema = (engines: readonly Engine[]): Readonly<Record<string, JsonSchema>> => ({
  ...generalSchema(engines),
  stopOnEntry: {
    type: 'boolean',
    description: 'Stop before the first instruction. If left out, only where no breakpoint is set.',
  },
  ask: {
    type: 'boolean',
    description: 'Ask what to call before the program runs, where it has functions. If left out, nothing is asked.',
  },
  profile: {
    type: 'boolean',
    description: 'Show where the cost of the run went, when it ends.',
  },
  limits: {
    type: 'object',
    description: 'What one run may use on this computer. If left out, what the settings "gaslamp.limits" say.',
    additionalProperties: false,
    properties: {
      steps: { type: 'integer', minimum: 1, default: defaultLimits.steps, description: 'Steps in one run.' },
      memory: {
        type: 'integer',
        minimum: 1,
        default: defaultLimits.memory,
        description: 'Bytes of memory that one program may hold.',
      },
    },
  },
});

/** A launch configuration whose common properties have the right types. */
export type Launch = {
  readonly arguments: LaunchArguments;
  readonly limits: HostLimits;
  /** Reads a file as the client's editor shows it, or else as the host has it. @throws LoadError */
  readonly read: ReadFile;
  /** Everything, for scenarios and engines to find their own in. */
  readonly all: Readonly<Record<string, unknown>>;
};

/** What a launch configuration leads to. */
export type Launched = {
  readonly engine: Engine;
  readonly version: string;
  /** Sentences on how it was loaded, for the console. */
  readonly remarks: readonly string[];
  readonly file: InputFile;
  /** All codes of the file, and the one that runs. */
  readonly parts: readonly Part[];
  readonly part: Part;
  /** The listing that was named as the program, if it was one: it is shown rather than the source. */
  readonly listing: string | undefined;
  readonly program: Program;
  /** Every file that was read for it, by the key of its URI. */
  readonly files: ReadonlyMap<string, InputFile>;
  readonly read: ReadFile;
};

/** @throws RequestError */
export const readLaunch = (param: Param, host: Host): Launch => {
  const text = (key: string) => param.at(key).optional((p) => p.string());
  const truth = (key: string) => param.at(key).optional((p) => p.boolean());
  const limit = (key: keyof HostLimits) =>
    param
      .at('limits')
      .at(key)
      .optional((p) => p.integer(1));
  const all = param.object();
  param.at('limits').optional((limits) => limits.object());
  if (text('scenario') === undefined) param.at('program').string();
  const files = param.at('files').optional((list) => list.list().map(readFile)) ?? [];
  return {
    arguments: {
      program: text('program'),
      scenario: text('scenario'),
      vm: text('vm'),
      part: text('part'),
      version: text('version'),
      versions: param.at('versions').optional((p) => p.object()),
      stopOnEntry: truth('stopOnEntry'),
      profile: truth('profile'),
      against: param.at('against').optional((p) => p.object()),
      noDebug: truth('noDebug'),
    },
    limits: { steps: limit('steps') ?? defaultLimits.steps, memory: limit('memory') ?? defaultLimits.memory },
    read: overlay(files, host),
    all,
  };
};

const readFile = (file: Param): InputFile => {
  const uri = file.at('uri').string();
  const languageId = file.at('languageId').optional((p) => p.string());
  return { uri, name: nameOf(uri), bytes: file.at('base64').base64(), ...(languageId && { languageId }) };
};

const overlay = (files: readonly InputFile[], host: Host): ReadFile => {
  const edited = new Map(files.map((file) => [keyOf(file.uri), file]));
  const readWhole = async (uri: string): Promise<InputFile> => {
    const file = edited.get(keyOf(uri));
    if (file) return file;
    try {
      return { uri, name: nameOf(uri), bytes: await host.readFile(uri) };
    } catch (error) {
      throw new LoadError(messages.unreadable(nameOf(uri), error), 'program');
    }
  };
  return async (uri, shared) => {
    const file = await readWhole(uri);
    return { ...file, bytes: shareable(file.bytes, shared) };
  };
};

/** Finds file, engine, part and version, and loads the program. @throws LoadError */
export const load = async (engines: readonly Engine[], launch: Launch): Promise<Launched> => {
  const files = new Map<string, InputFile>();
  const read: ReadFile = async (uri, shared) => {
    const file = await launch.read(uri, shared);
    files.set(keyOf(uri), file);
    return file;
  };
  const target = await findTarget(engines, withoutOurs(launch.all), read);
  const { engine, file, parts, part, listing } = target;
  const setting = engine.versionSetting.key;
  const options = loadOptions(target, launch.limits);
  const set = launch.arguments.versions?.[setting];
  const { version, own } = chooseVersion(engine, file, options, {
    wanted: target.version,
    ...(set !== undefined && { set: { version: set, property: setting } }),
  });
  const program = engine.load(file, { ...options, version });
  const running = parts.find(({ id }) => id === program.part) ?? part;
  const ownRemark = own && (own.isFixed ? own.reason : messages.ownVersion(own.reason, setting));
  const remarks = [...(ownRemark === undefined ? [] : [ownRemark]), ...(program.remarks ?? [])];
  return { engine, version, remarks, file, parts, part: running, listing, program, files, read: launch.read };
};

/** Properties of a launch configuration that only clients and this adapter read. */
const ours = [
  'type',
  'request',
  'name',
  'noDebug',
  'files',
  'versions',
  'stopOnEntry',
  'ask',
  'profile',
  'against',
  'limits',
];

const withoutOurs = (all: Launch['all']) =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !ours.includes(key) && !key.startsWith('__')));
