import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { root } from './paths.ts';
import { solanaPrograms } from './solana-programs.ts';

/** Packages whose code is in a sample that the build compiles. */
const inSamples = ['node_modules/@openzeppelin/contracts'];

export type Notice = {
  readonly name: string;
  readonly version: string;
  /** As an SPDX expression. */
  readonly licence: string;
  readonly text: string;
};

/** The innermost package folder that a bundled file lies in: `node_modules/a/node_modules/@b/c`. */
const packageOf = (path: string): string | undefined =>
  /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path.replaceAll('\\', '/'))?.[0];

async function noticeOf(folder: string): Promise<Notice> {
  const {
    name,
    version,
    license: licence,
    homepage,
  } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const file = (await readdir(join(root, folder))).find((each) => /^licen[cs]e/i.test(each));
  const text = file
    ? await readFile(join(root, folder, file), 'utf8')
    : `The package holds no licence text. See ${homepage}.`;
  return { name, version, licence, text };
}

/** Programs of a chain among the samples. No package says their licence; its text is taken from one that has the same. */
async function programNotices(): Promise<readonly Notice[]> {
  const file = await readFile(join(root, 'node_modules/@biomejs/biome/LICENSE-APACHE'), 'utf8');
  // Behind its terms the file says whose package it came with.
  const [licence] = file.split(/(?<=END OF TERMS AND CONDITIONS)/);
  return Object.values(solanaPrograms).map(({ name, source }) => ({
    ...{ name, version: 'as deployed on mainnet', licence: 'Apache-2.0' },
    text: `Its source: ${source}\n\n${licence}`,
  }));
}

/** The licence of every package and program that has code in the bundles or the samples, by name. */
export async function noticesOf(bundles: readonly Metafile[]): Promise<readonly Notice[]> {
  const bundled = bundles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap((path) => packageOf(path) ?? []);
  const folders = [...new Set([...bundled, ...inSamples])];
  const found = [...(await Promise.all(folders.map(noticeOf))), ...(await programNotices())];
  const byName = new Map(found.map((notice) => [`${notice.name} ${notice.version}`, notice]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The file that goes into the package. */
export async function notices(bundles: readonly Metafile[]): Promise<string> {
  const each = (await noticesOf(bundles)).map(
    ({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text.trim()}\n`,
  );
  return ['Gaslamp contains code of these packages, each under its own licence.\n', ...each].join(
    `\n${'-'.repeat(80)}\n\n`,
  );
}
