import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../tools/paths.ts';

/** A language that nobody speaks; Windows calls its own by this name too. */
export const pseudoLocale = 'qps-ploc';

/** The extension in that language: each of its texts stands in white brackets, by which texts are seen that were forgotten. */
export type PseudoExtension = { readonly folder: string; remove(): Promise<void> };

export async function makePseudoExtension(): Promise<PseudoExtension> {
  const folder = await mkdtemp(join(tmpdir(), 'gaslamp-pseudo-'));
  // Copies: by the path behind a link, VS Code would not know whose code it runs.
  for (const part of ['dist', 'media', 'samples', 'syntaxes', 'package.json', 'package.nls.json']) {
    await cp(join(root, part), join(folder, part), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }
  await mkdir(join(folder, 'l10n'));
  await bracketed('package.nls.json', join(folder, `package.nls.${pseudoLocale}.json`));
  await bracketed('l10n/bundle.l10n.json', join(folder, 'l10n', `bundle.l10n.${pseudoLocale}.json`));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function bracketed(from: string, to: string): Promise<void> {
  const texts: Record<string, string> = JSON.parse(await readFile(join(root, from), 'utf8'));
  const inBrackets = Object.entries(texts).map(([key, text]) => [key, `⟦${text}⟧`]);
  await writeFile(to, JSON.stringify(Object.fromEntries(inBrackets)));
}

/** What of a text stands in no brackets. */
export const outsideBrackets = (text: string): string => {
  const shorter = text.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  return shorter === text ? text.trim() : outsideBrackets(shorter);
};
