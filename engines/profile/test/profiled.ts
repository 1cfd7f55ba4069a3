import { readdirSync, readFileSync } from 'node:fs';
import { textFile } from '../../../test/harness/harness.ts';
import { toy } from '../../../test/toy/index.ts';
import { isScenario } from '../../claim.ts';
import type { Engine, LoadOptions, Program } from '../../engine.ts';
import { evm } from '../../evm/index.ts';
import { findTarget } from '../../scenario.ts';
import { nameOf } from '../../uri.ts';
import { Profiling } from '../profiling.ts';
import { type Profile, reportRun } from '../report.ts';
import type { Subject } from '../texts.ts';

const limits = { steps: 1_000_000, memory: 2 ** 24 };

type Given = Partial<LoadOptions> & { readonly engine: Engine; readonly file: ReturnType<typeof textFile> };

/** A program whose sources and listings go by their names. */
export const subjectOf = (engine: Engine, version: string, program: Program, files: Subject['files']): Subject => ({
  ...{ engine, version, program, files },
  sourceUri: nameOf,
  listingUri: (code) => `listing of ${code.name}`,
  nameOf: (uri) => uri,
});

/** Runs a program to its end, in slices of `slice` steps, and reports where its cost went. */
export const profiled = ({ engine, file, ...given }: Given, slice = 1_000_000): Profile => {
  const options = { version: engine.defaultVersion, limits, launch: {}, ...given };
  const program = engine.load(file, options);
  const profiling = new Profiling(program);
  while (!profiling.ending) profiling.run(slice);
  return reportRun(subjectOf(engine, options.version, program, [file]), profiling);
};

export const profiledToy = (text: string, given: Partial<LoadOptions> = {}): Profile =>
  profiled({ engine: toy, file: textFile('a.toy', text), ...given });

export const profiledEvm = (text: string, launch: LoadOptions['launch'] = {}): Profile =>
  profiled({ engine: evm, file: textFile('a.easm', text), launch });

const samples = new URL('../../../samples/', import.meta.url);
const read = async (uri: string) => ({ uri, name: nameOf(uri), bytes: readFileSync(new URL(uri)) });

/** Every sample run as each of its launch configurations says, and those without one as they are. */
export const samplePrograms = async (): Promise<(Given & { readonly title: string })[]> => {
  const { configurations } = JSON.parse(readFileSync(new URL('.vscode/launch.json', samples), 'utf8'));
  const launches: Readonly<Record<string, unknown>>[] = [
    ...configurations.filter(({ program }: { program: string }) => program !== `\${file}`),
    ...readdirSync(new URL('evm/', samples))
      .filter((name) => !isScenario(name))
      .map((name) => ({ name, program: `\${workspaceFolder}/evm/${name}` })),
  ];
  return Promise.all(
    launches.map(async ({ name, type, request, ask, ...launch }) => {
      const program = String(launch.program).replace(`\${workspaceFolder}/`, samples.href);
      const { engine, file, part, ...target } = await findTarget([evm], { ...launch, program }, read);
      return { title: String(name), engine, file, part: part.id, launch: target.launch, files: target.files };
    }),
  );
};

export const toySamples = [
  'push 3\n sys sqrt\n call twice\n call leaf\n halt\n twice: call leaf\n call leaf\n ret\n leaf: ret',
  'push 5\nspawn work\njoin\nhalt\nwork: call more\n halt\nmore: ret',
  'push 1\npush 40\nstore\npush 10\nfree\nhalt',
  'call deep\nhalt\ndeep: call deep',
  'halt',
];
