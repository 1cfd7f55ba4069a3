import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { samples } from './paths.ts';
import { compile } from './solc.ts';

const folder = join(samples, 'erc20');
const source = join(folder, 'Token.sol');
const artifact = join(folder, 'Token.json');

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

\`Token.sol\` is compiled to \`Token.json\` when Gaslamp is built.
`;
}

const changed = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

/** Makes samples/erc20/Token.json, unless it is newer than its source. */
export async function buildSamples(): Promise<void> {
  if ((await changed(artifact)) > (await changed(source))) return;
  const token = compile(await readFile(source, 'utf8'), 'Token');
  await writeFile(artifact, `${JSON.stringify(token, undefined, 2)}\n`);
}

if (import.meta.main) await buildSamples();
