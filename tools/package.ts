import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.ts';
import { notices } from './notices.ts';
import { root } from './paths.ts';

/** What is packaged as it lies in the repository; the bundles and the notices are made for it. README shows its pictures from elsewhere. */
const parts = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'l10n',
  'media/icon.png',
  'media/walkthrough',
  'package.json',
  'package.nls.json',
  'samples',
  'syntaxes',
];

/** Lays out in a folder what the .vsix holds. */
export async function stage(folder: string): Promise<void> {
  const bundles = await build({ release: true, outdir: join(folder, 'dist') });
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true });
  await writeFile(join(folder, 'ThirdPartyNotices.txt'), await notices(bundles));
}

/** Writes `gaslamp-VERSION.vsix` into a folder and returns its path. */
export async function makePackage(into: string): Promise<string> {
  const { name, version, repository } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const packagePath = join(into, `${name}-${version}.vsix`);
  const folder = await mkdtemp(join(tmpdir(), 'gaslamp-package-'));
  try {
    await stage(folder);
    await mkdir(into, { recursive: true });
    // The bundles hold everything: the extension has no dependencies at run time.
    await createVSIX({
      cwd: folder,
      packagePath,
      dependencies: false,
      allowMissingRepository: true,
      // Where README's pictures lie is known once the manifest names the repository.
      rewriteRelativeLinks: repository !== undefined,
    });
    return packagePath;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await makePackage(root);
