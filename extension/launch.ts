import { isScenario, scenarioEnding } from '../engines/claim.ts';
import { parseListingUri } from '../engines/listing.ts';

/** As in `"type": "gaslamp"`. */
export const debugType = 'gaslamp';

/** What VS Code replaces by the path of the active editor's file. */
export const fileVariable = '${file}';

/** A launch configuration, as a person wrote it or as VS Code made it up. Without `type` there is no launch.json. */
export type Configuration = Readonly<Record<string, unknown>>;

/** What a launch configuration needs of an address: a path where there is one, and the URI as text. */
export type Address = { readonly scheme: string; readonly fsPath: string; toString(): string };

/** How `program` names a file: by its path, or by its URI where it is on no disk. */
export const programOf = (uri: Address): string => (uri.scheme === 'file' ? uri.fsPath : uri.toString());

/** The configuration that debugs a file when nobody says how; so a person is asked, if there is something to ask. */
export const launchOf = (name: string, program: string, part?: string) => ({
  type: debugType,
  request: 'launch',
  name,
  program,
  ...(part !== undefined && { part }),
  ask: true,
});

/**
 * Makes a configuration whole: without one, the active editor's file is debugged, and `${file}` means it too
 * where it is on no disk, which VS Code does not know how to put into a path. Undefined if there is nothing to debug.
 */
export const withProgram = (
  configuration: Configuration,
  active: Address | undefined,
  name: string,
): Configuration | undefined => {
  const { type, program } = configuration;
  if (type === undefined) return active && { ...configuration, ...launchOf(name, programOf(active)) };
  if (program === fileVariable && active && active.scheme !== 'file')
    return { ...configuration, program: active.toString() };
  return program === undefined && !active ? undefined : { program: active && programOf(active), ...configuration };
};

/**
 * Adds what the settings say where the configuration says nothing. The version of every engine is told,
 * because which engine takes the file is not known here.
 */
export const withSettings = <C extends Configuration>(
  configuration: C,
  settings: Readonly<Record<string, unknown>>,
) => {
  const { limits } = configuration;
  const limitsOfSettings = { steps: settings['gaslamp.limits.steps'], memory: settings['gaslamp.limits.memory'] };
  return {
    ...configuration,
    versions: Object.fromEntries(Object.entries(settings).filter(([, value]) => typeof value === 'string')),
    // Anything but an object is left for the adapter to refuse.
    limits: limits === undefined || isObject(limits) ? { ...limitsOfSettings, ...limits } : limits,
  };
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether files beside the program belong to a launch. */
export const hasScenario = ({ program, scenario }: Configuration): boolean =>
  typeof scenario === 'string' || (typeof program === 'string' && isScenario(program));

/** The part that a configuration says to run: its own, or that of the listing it names. */
export const partOf = ({ program, part }: Configuration): string | undefined => {
  if (typeof part === 'string') return part;
  const listing = typeof program === 'string' ? parseListingUri(program) : undefined;
  return listing?.kind === 'file' ? listing.part : undefined;
};

/** A path as it is written in a file at `from`: `../lib/Token.json`. */
export const relativeTo = (from: string, path: string): string => {
  const folder = from.split('/').slice(0, -1);
  const segments = path.split('/');
  let same = 0;
  while (same < folder.length && same < segments.length - 1 && folder[same] === segments[same]) same += 1;
  return [...folder.slice(same).map(() => '..'), ...segments.slice(same)].join('/');
};

/** How the scenario of a call is called: `Token.transfer.gaslamp.json`. */
export const scenarioName = (program: string, call: string): string => {
  const words = [program.replace(/\.[^.]+$/, ''), ...(call.match(/[\w$]+/g) ?? [])];
  return `${words.join('.')}${scenarioEnding}`;
};
