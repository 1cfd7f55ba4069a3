import type { Code, CodeId } from '../engines/code.ts';
import { shareable } from '../engines/companions.ts';
import type { Engine, InputFile, LaunchProperties } from '../engines/engine.ts';
import { LoadError } from '../engines/engine.ts';
import { listingName } from '../engines/listing.ts';
import { compareProfiles, isDifferent } from '../engines/profile/comparison.ts';
import { toCpuProfile } from '../engines/profile/cpuprofile.ts';
import { Parting } from '../engines/profile/divergence.ts';
import { looksLikeProfile, readProfile, stableJson } from '../engines/profile/json.ts';
import { Profiling } from '../engines/profile/profiling.ts';
import { type Profile, reportRun } from '../engines/profile/report.ts';
import { toSpeedscope } from '../engines/profile/speedscope.ts';
import { comparisonText, profileText } from '../engines/profile/text.ts';
import type { Subject } from '../engines/profile/texts.ts';
import { findTarget, loadOptions, type ReadFile, type Target } from '../engines/scenario.ts';
import { nameOf } from '../engines/uri.ts';
import { chooseVersion } from '../engines/version.ts';
import { type Asked, type Format, UsageError } from './arguments.ts';
import * as messages from './messages.ts';

/** What the command line needs of the machine it runs on. */
export type Host = {
  /** The file of a path as it was written. Rejects if it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  readUri(uri: string): Promise<Uint8Array>;
  uriOf(path: string): string;
};

export type Answer = { readonly text: string; readonly isDifferent: boolean };

const limits = { steps: 1_000_000_000, memory: 64 * 2 ** 20 };
const slice = 1_000_000;

/** Profiles a program, and compares it if that was asked for. @throws UsageError, LoadError, ProfileError */
export const profile = async (engines: readonly Engine[], asked: Asked, host: Host): Promise<Answer> => {
  const { file, launch, steps, format, other } = asked;
  const load = (path: string, properties: LaunchProperties) => subjectOf(engines, path, properties, steps, host);
  const subject = await load(file, launch);
  const after = run(subject);
  if (!other) return { text: written(after, format), isDifferent: false };
  const text = new TextDecoder().decode(await read(host, other.file));
  const isProfile = looksLikeProfile(text) || other.file.endsWith('.profile.json');
  const [extra] = other.options;
  if (isProfile && extra !== undefined) throw new UsageError(messages.onlyProgram(extra));
  const before = isProfile ? readProfile(other.file, text) : await load(other.file, other.launch);
  const comparison = isProfile
    ? compareProfiles(before as Profile, after)
    : compareProfiles(run(before as Subject), after, partingOf(before as Subject, subject));
  const told = format === 'text' ? comparisonText(comparison) : stableJson(comparison);
  return { text: told, isDifferent: isDifferent(comparison) };
};

const run = (subject: Subject): Profile => {
  const profiling = new Profiling(subject.program);
  while (!profiling.ending) profiling.run(slice);
  return reportRun(subject, profiling);
};

const partingOf = (before: Subject, after: Subject) => {
  const parting = new Parting(before, after);
  while (parting.found === undefined) parting.look(slice);
  return parting.found;
};

const written = (profile: Profile, format: Format): string => {
  const [meter] = profile.meters;
  switch (format) {
    case 'text':
      return profileText(profile);
    case 'json':
      return stableJson(profile);
    case 'speedscope':
      return stableJson(toSpeedscope(profile));
    case 'cpuprofile':
      return stableJson(meter ? toCpuProfile(meter) : {});
  }
};

const read = (host: Host, path: string): Promise<Uint8Array> =>
  host.read(path).catch((error) => {
    throw new UsageError(messages.unreadable(path, error));
  });

export const subjectOf = async (
  engines: readonly Engine[],
  path: string,
  properties: LaunchProperties,
  steps: number | undefined,
  host: Host,
): Promise<Subject> => {
  await read(host, path);
  const scenario = typeof properties.scenario === 'string' ? { scenario: host.uriOf(properties.scenario) } : {};
  const files: InputFile[] = [];
  const readUri: ReadFile = async (uri, shared) => {
    const bytes = await host.readUri(uri).catch((error) => {
      throw new LoadError(messages.unreadable(nameOf(uri), error), 'program');
    });
    const file = { uri, name: nameOf(uri), bytes: shareable(bytes, shared) };
    files.push(file);
    return file;
  };
  const target = await findTarget(engines, { ...properties, ...scenario, program: host.uriOf(path) }, readUri);
  const { engine, file } = target;
  const options = loadOptions(target, { ...limits, ...(steps && { steps }) });
  const { version } = chooseVersion(engine, file, options, { wanted: target.version });
  const program = engine.load(file, { ...options, version });
  return {
    ...{ engine, version, files, program },
    sourceUri: nameOf,
    listingUri: listingNames(target, program.codes[0]?.id),
    nameOf: (uri) => uri,
  };
};

/** Names for listings that say nothing of where this was run: two codes of one name are told apart by the hash of one. */
const listingNames = ({ engine, file, part, parts }: Target, launched: CodeId | undefined) => {
  const [extension = ''] = engine.languages[0].extensions;
  const names = new Map<string, CodeId>();
  return (code: Code): string => {
    const own = `${listingName(file.name, part.id, parts.length, extension)}${extension}`;
    const name = code.id === launched ? own : `${code.name}.listing${extension}`;
    const unique = names.has(name) && names.get(name) !== code.id ? `${code.id.slice(0, 10)}${extension}` : name;
    names.set(unique, code.id);
    return unique;
  };
};
