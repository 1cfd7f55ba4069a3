import { join } from 'node:path';
import { type BuildOptions, build as bundle, type Metafile, type Plugin } from 'esbuild';
import { root } from './paths.ts';
import { buildSamples } from './samples.ts';

/** Leaves our files that are imported dynamically where they are: files of their own, which are read when they are needed. */
const lazyParts: Plugin = {
  name: 'lazy parts',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/.*\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import' ? { path: path.replace(/\.ts$/, '.cjs'), external: true } : undefined,
    ),
};

/** VS Code loads CommonJS fastest and in every version; the others are ordinary Node programs. */
const programs: BuildOptions[] = [
  {
    entryPoints: [
      { in: 'extension/node/main.ts', out: 'extension' },
      { in: 'extension/node/language-client.ts', out: 'language-client' },
    ],
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    plugins: [lazyParts],
    // Written as a require, because VS Code provides `vscode` to nothing else.
    supported: { 'dynamic-import': false },
  },
  // In a browser VS Code loads one file, and the others are workers.
  {
    entryPoints: [{ in: 'extension/browser/main.ts', out: 'browser/extension' }],
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    platform: 'browser',
    external: ['vscode'],
  },
  {
    entryPoints: [
      { in: 'server/worker.ts', out: 'browser/server' },
      { in: 'debug-adapter/worker.ts', out: 'browser/debug-adapter' },
    ],
    format: 'iife',
    platform: 'browser',
  },
  {
    entryPoints: [
      { in: 'extension/execution/page/page.ts', out: 'execution-page' },
      { in: 'extension/execution/page/page.css', out: 'execution-page' },
      { in: 'extension/profile/page/page.ts', out: 'profile-page' },
      { in: 'extension/profile/page/page.css', out: 'profile-page' },
    ],
    format: 'iife',
    platform: 'browser',
  },
  {
    entryPoints: [
      { in: 'server/main.ts', out: 'server' },
      { in: 'debug-adapter/main.ts', out: 'debug-adapter' },
      { in: 'cli/main.ts', out: 'gaslamp' },
    ],
    format: 'esm',
    // The protocol libraries are CommonJS and ask for Node's modules by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  },
];

/**
 * Bundles what runs into a folder, and compiles the samples that need it. For a release it is minified, else it has
 * source maps. Returns what went into each bundle.
 */
export async function build({ release = false, outdir = join(root, 'dist') } = {}): Promise<Metafile[]> {
  const shared: BuildOptions = {
    absWorkingDir: root,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node22',
    minify: release,
    sourcemap: !release,
    metafile: true,
    logLevel: 'warning',
  };
  const results = await Promise.all(programs.map((program) => bundle({ ...shared, ...program })));
  await buildSamples();
  return results.flatMap(({ metafile }) => metafile ?? []);
}

if (import.meta.main) {
  // esbuild has said by then what is wrong.
  await build({ release: process.argv.includes('--release') }).catch(() => process.exit(1));
}
