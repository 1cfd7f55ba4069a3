import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { build } from './build.ts';
import { obtainChromium } from './chromium.ts';
import { root } from './paths.ts';
import { type Counts, runTests, summary } from './run-tests.ts';
import { obtainVSCode } from './vscode.ts';

/** The tests of the sources and of the protocols: everything that needs no VS Code. */
export async function unitTests(filter = ''): Promise<Counts> {
  return runTests(
    matching(
      testFiles().filter((file) => !inVSCode(file)),
      filter,
    ),
    availableParallelism(),
  );
}

/** The tests in a real VS Code; what it needs is fetched now, so that no test waits for it. */
async function vscodeTests(filter: string): Promise<Counts> {
  const files = matching(testFiles().filter(inVSCode), filter);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  try {
    await obtainVSCode();
    await obtainChromium();
  } catch (error) {
    console.error(`FAILED to prepare a real VS Code: ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: files.length, skipped: 0 };
  }
  return runTests(files, 1);
}

function testFiles(): string[] {
  return globSync('**/*.test.ts', { cwd: root, exclude: ['node_modules', 'dist'] }).sort();
}

function inVSCode(file: string): boolean {
  return file.replaceAll('\\', '/').startsWith('test/vscode/');
}

function matching(files: string[], filter: string): string[] {
  return files.filter((file) => file.replaceAll('\\', '/').includes(filter));
}

/** `npm test` runs everything; `npm test -- TEXT` only the files whose path contains the text. */
if (import.meta.main) {
  const [filter = ''] = process.argv.slice(2);
  await build();
  const parts: [string, (filter: string) => Promise<Counts>][] = [
    ['Units and protocols', unitTests],
    ['A real VS Code', vscodeTests],
  ];
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, test] of parts) {
    console.log(`— ${name}`);
    const counts = await test(filter);
    console.log(`  ${summary(counts)}`);
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key];
  }
  if (total.failed > 0) process.exitCode = 1;
  console.log(summary(total));
}
