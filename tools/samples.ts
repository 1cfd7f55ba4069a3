import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { samples } from './paths.ts';
import { compile } from './solc.ts';

const folder = join(samples, 'erc20');
const source = join(folder, 'Token.sol');
const artifact = join(folder, 'Token.json');

const changed = async (path: string) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

/** Makes samples/erc20/Token.json, unless it is newer than its source. */
export async function buildSamples(): Promise<void> {
  if ((await changed(artifact)) > (await changed(source))) return;
  const token = compile(await readFile(source, 'utf8'), 'Token');
  await writeFile(artifact, `${JSON.stringify(token, undefined, 2)}\n`);
}

if (import.meta.main) await buildSamples();
