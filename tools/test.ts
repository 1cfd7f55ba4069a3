import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { sharedSuites } from '../test/conformance/suites.ts';
import { build } from './build.ts';
import { obtainChromium } from './chromium.ts';
import { evmConformance } from './conformance.ts';
import { root } from './paths.ts';
import { type Counts, none, runTests, sum, summary } from './run-tests.ts';
import { obtainVSCode } from './vscode.ts';

/** The tests that lie beside the sources, and those of the house as a whole: quick. */
export async function unitTests(filter = ''): Promise<Counts> {
  return runTests(matching(testFiles().filter(isUnit), filter), { concurrency: availableParallelism() });
}

/** The tests of engines by harness and oracle, and of the programs through their protocols. */
async function systemTests(filter: string): Promise<Counts> {
  const files = testFiles().filter((file) => !isUnit(file) && !inVSCode(file));
  return runTests(matching(files, filter), { concurrency: availableParallelism() });
}

/** A window waits half of its time, so two are open at once; more would keep each other waiting for the screen. */
const windows = Math.min(2, availableParallelism());

/**
 * The tests in a real VS Code; what it needs is fetched first, so that no test waits for it. A window answers to
 * whatever else the machine does, so a file that fails gets a fresh window, twice at most; the output shows all.
 * @param argv says where the extension runs; see the driver.
 */
async function vscodeTests(filter: string, argv: string[] = []): Promise<Counts> {
  const files = matching(testFiles().filter(inVSCode), filter);
  if (files.length > 0) {
    await obtainVSCode();
    await obtainChromium();
  }
  return runTests(files, { concurrency: windows, argv, attempts: 3 });
}

function testFiles(): string[] {
  const files = globSync('**/*.test.ts', { cwd: root, exclude: ['node_modules', 'dist'] });
  return files.map((file) => file.replaceAll('\\', '/')).sort();
}

function isUnit(file: string): boolean {
  return !/^test\/.+\//.test(file);
}

function inVSCode(file: string): boolean {
  return file.startsWith('test/vscode/');
}

function matching(files: string[], filter: string): string[] {
  return files.filter((file) => file.includes(filter));
}

/** The state tests of Ethereum: every tenth case, or all. */
async function stateTests(all: boolean): Promise<Counts> {
  const { own, suites } = await evmConformance({ folder: sharedSuites('evm'), every: all ? 1 : 10 });
  return sum(own, suites);
}

/**
 * `npm test` runs everything but nine tenths of the state tests, which `--all` runs too; `npm test -- TEXT` only the files
 * whose path contains the text.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { all: { type: 'boolean' } }, allowPositionals: true });
  const [filter = ''] = positionals;
  const parts: (readonly [string, () => Promise<Counts>])[] = [
    ['Bundles', () => build().then(() => none)],
    ['Units', () => unitTests(filter)],
    ['Harness, oracles and protocols', () => systemTests(filter)],
    ...(filter === '' ? [['State tests of Ethereum', () => stateTests(values.all ?? false)] as const] : []),
    ['A real VS Code', () => vscodeTests(filter)],
    ['A real VS Code, with the extension in the browser', () => vscodeTests(filter, ['--web'])],
  ];
  let total = none;
  for (const [name, part] of parts) {
    console.log(`— ${name}`);
    const start = performance.now();
    total = sum(total, await part().catch(failure));
    console.log(`  in ${Math.round((performance.now() - start) / 1000)} s`);
  }
  if (total.failed > 0) process.exitCode = 1;
  console.log(summary(total));
}

/** A part that could not be run counts as one failed test. */
function failure(error: unknown): Counts {
  console.log(`FAILED ${error instanceof Error ? error.message : error}`);
  return { ...none, failed: 1 };
}

if (import.meta.main) await main();
