import { test } from 'node:test';
import { listFiles, PackageManager } from '@vscode/vsce';
import { root } from '../tools/paths.ts';
import { golden } from './golden.ts';

test('the .vsix holds exactly the files it should', async (t) => {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const names = files.map((path) => path.replaceAll('\\', '/'));
  golden(t, new URL('golden/package-files.txt', import.meta.url), names.sort().join('\n'));
});
