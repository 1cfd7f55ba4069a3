import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engines } from '../engines/list.ts';
import { referencePage } from '../server/reference.ts';
import { ownSuite } from '../test/conformance/own/suite.ts';
import { bundle } from './l10n.ts';
import { contributions } from './manifest.ts';
import { root } from './paths.ts';
import { samplesReadme } from './samples.ts';
import { withSupported } from './supported.ts';

/** A file that is derived from the rest of the project: its path in the repository, and its whole text as it must be. */
export type Generated = { path: string; text: () => Promise<string> };

const { contributes, activationEvents, texts, syntaxes } = contributions(engines);

/** Everything that is generated and kept in the repository. */
export const generated: Generated[] = [
  { path: 'package.json', text: async () => json({ ...(await writtenManifest()), activationEvents, contributes }) },
  { path: 'package.nls.json', text: async () => json(texts) },
  { path: 'l10n/bundle.l10n.json', text: async () => json(await bundle(engines)) },
  { path: 'samples/README.md', text: samplesReadme },
  { path: 'README.md', text: async () => withSupported(await readFile(join(root, 'README.md'), 'utf8'), engines) },
  { path: 'test/conformance/own/own.ndjson', text: ownSuite },
  ...engines.map((engine) => ({
    path: `docs/instructions/${engine.id}.md`,
    text: async () => `${referencePage(engine)}\n`,
  })),
  ...Object.entries(syntaxes).map(([path, content]) => ({ path, text: async () => json(content) })),
];

/** package.json as it is, whose other fields are written by hand. */
async function writtenManifest(): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The generated files whose text in the repository is not what it must be. */
export async function stale(): Promise<Generated[]> {
  const checked = await Promise.all(generated.map(async (file) => ((await isCurrent(file)) ? [] : [file])));
  return checked.flat();
}

async function isCurrent({ path, text }: Generated): Promise<boolean> {
  const present = await readFile(join(root, path), 'utf8').catch(() => undefined);
  return present === (await text());
}

if (import.meta.main) {
  const outdated = await stale();
  if (process.argv.includes('--check')) {
    for (const { path } of outdated) console.error(`${path} is not what \`npm run generate\` makes. Run it.`);
    if (outdated.length > 0) process.exitCode = 1;
  } else {
    for (const { path, text } of outdated) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), await text());
      console.log(`wrote ${path}`);
    }
  }
}
