import { join } from 'node:path';
import { root } from './paths.ts';
import { exitCode } from './processes.ts';
import { summary } from './run-tests.ts';
import { unitTests } from './test.ts';

/** Runs a Node program of ours or of a development dependency. */
async function program(script: string, ...args: string[]): Promise<boolean> {
  return (await exitCode(process.execPath, [join(root, script), ...args], { cwd: root })) === 0;
}

const checks: [string, () => Promise<boolean>][] = [
  ['types', () => program('node_modules/typescript/bin/tsc')],
  ['types for browsers', typesForBrowsers],
  ['lint and format', () => program('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings')],
  ['generated files', () => program('tools/generate.ts', '--check')],
  ['bundles', () => program('tools/build.ts')],
  ['unit tests', testUnits],
];

async function typesForBrowsers(): Promise<boolean> {
  const folders = ['extension/browser', 'extension/execution/page', 'extension/profile/page'];
  const results = await Promise.all(folders.map((folder) => program('node_modules/typescript/bin/tsc', '-p', folder)));
  return results.every(Boolean);
}

async function testUnits(): Promise<boolean> {
  const counts = await unitTests();
  console.log(summary(counts));
  return counts.failed === 0;
}

for (const [name, passes] of checks) {
  const start = performance.now();
  const verdict = (await passes()) ? 'ok' : 'FAILED';
  if (verdict === 'FAILED') process.exitCode = 1;
  console.log(`${verdict.padEnd(6)} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
