import { relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { root } from './paths.ts';

/** How many tests of a part ended how. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** How long one file may take, in milliseconds, before it counts as failed. */
const timeout = 10 * 60_000;

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function sum(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** `N passed, N failed, N skipped`: the last line of every test run. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * Runs test files, each in a process of its own, and shows what failed and what was skipped, with reasons.
 * A file that cannot be run counts as one failed test.
 * @param concurrency how many files run at the same time.
 * @param argv given to each file.
 */
export async function runTests(files: string[], concurrency: number, argv: string[] = []): Promise<Counts> {
  const counts = { ...none };
  if (files.length === 0) return counts;
  for await (const { type, data } of run({ files, concurrency, timeout, cwd: root, argv })) {
    if (type === 'test:stderr' || type === 'test:stdout') process.stdout.write(data.message);
    // What a test tells of itself: the seed with which it can be repeated, how much it compared.
    if (type === 'test:diagnostic' && data.file) console.log(`  ${relative(root, data.file)}: ${data.message}`);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A suite only holds tests; its failure is theirs, unless one of its hooks failed.
    const error = type === 'test:fail' ? (data.details.error as TestError) : undefined;
    if (error?.failureType === 'subtestsFailed') continue;
    if (data.details.type === 'suite' && !error) continue;
    // A file without tests passes as if it were one.
    if (data.name === data.file && !error) continue;

    const where = data.file ? relative(root, data.file) : '';
    if (error) {
      counts.failed++;
      console.log(`FAILED ${where}:${data.line} ${data.name}\n${indent(explain(error.cause ?? error))}\n`);
    } else if (data.skip !== undefined || data.todo !== undefined) {
      counts.skipped++;
      console.log(`skipped ${where}: ${data.name} (${reason(data.skip ?? data.todo)})`);
    } else {
      counts.passed++;
    }
  }
  return counts;
}

type TestError = Error & { failureType?: string };

function reason(given: string | boolean | undefined): string {
  return typeof given === 'string' && given !== '' ? given : 'without a reason';
}

/** What was thrown, without the frames of Node's own files. */
function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown === 'string' ? thrown : inspect(thrown);
  const stack = (thrown.stack ?? String(thrown)).split('\n').filter((line) => !/^\s+at .*node:/.test(line));
  return [...stack, ...(thrown.cause === undefined ? [] : [`because: ${explain(thrown.cause)}`])].join('\n');
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
