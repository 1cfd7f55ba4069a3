import { createVSIX } from '@vscode/vsce';
import { build } from './build.ts';
import { root } from './paths.ts';

// The bundles hold everything: the extension has no dependencies at run time.
await build({ release: true });
await createVSIX({ cwd: root, dependencies: false, allowMissingRepository: true });
