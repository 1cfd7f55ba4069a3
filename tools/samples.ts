import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, samples } from './paths.ts';
import { knownProgram, solanaPrograms } from './solana-programs.ts';
import { compile } from './solc.ts';

/** The file that says what is in the folder of samples. */
export async function samplesReadme(): Promise<string> {
  const index: readonly { shows: string; files: string[] }[] = JSON.parse(
    await readFile(join(samples, 'samples.json'), 'utf8'),
  );
  const rows = index.map(({ files, shows }) => `| ${files.map((file) => `\`${file}\``).join(', ')} | ${shows} |`);
  return `# Samples

Small contracts to hover, break and step in. Each says at its top what to try: F5 debugs the file in front, or what is chosen at
the top of Run and Debug.

| files | show |
|---|---|
${rows.join('\n')}

\`Token.sol\` is compiled to \`Token.json\` when Gaslamp is built; ${Object.keys(solanaPrograms)
    .map((file) => `\`${file}\``)
    .join(' and ')}, programs of Solana's
mainnet, are copied from a package then.
`;
}

/** A sample that is not kept in the repository, because the build can make it. */
type Made = {
  /** In the folder of samples. */
  readonly file: string;
  /** If one of these is newer than the file, it is made again. */
  readonly sources: readonly string[];
  readonly make: () => Promise<string | Uint8Array>;
  /** Where not every machine can make it: what it is made of does not come from the repository. It is left out then. */
  readonly isOptional?: boolean;
};

const tokenSource = join(samples, 'erc20', 'Token.sol');

const made: readonly Made[] = [
  {
    file: 'erc20/Token.json',
    sources: [tokenSource],
    make: async () => `${JSON.stringify(compile(await readFile(tokenSource, 'utf8'), 'Token'), undefined, 2)}\n`,
  },
  ...Object.entries(solanaPrograms).map(([file, program]) => ({
    file: `solana/${file}`,
    sources: [join(root, 'node_modules', 'litesvm', 'package.json')],
    make: async () => knownProgram(program),
    isOptional: true,
  })),
];

/** Files of samples that the build makes. */
export const madeSamples: readonly string[] = made.map(({ file }) => file);

const changed = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

/** Makes the samples that are missing or older than what they are made of. */
export async function buildSamples(): Promise<void> {
  for (const { file, sources, make, isOptional } of made) {
    const path = join(samples, file);
    const newest = Math.max(...(await Promise.all(sources.map(changed))));
    if ((await changed(path)) > newest) continue;
    try {
      await writeFile(path, await make());
    } catch (error) {
      if (!isOptional || !(error instanceof Error)) throw error;
      console.warn(`samples/${file} is not made, and samples that need it do not start: ${error.message}.`);
    }
  }
}

if (import.meta.main) await buildSamples();
