import { relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { root } from './paths.ts';

/** How many tests of a part ended how. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** How a part's files are run. */
export type Running = {
  /** How many files run at the same time. */
  readonly concurrency: number;
  /** Given to each file. */
  readonly argv?: string[];
  /** How often a file is run until it passes; one by default. Every failure is shown, the last attempt counts. */
  readonly attempts?: number;
};

/** How long one file may take, in milliseconds, before it counts as failed. */
const timeout = 10 * 60_000;

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function sum(...all: readonly Counts[]): Counts {
  const add = (a: Counts, b: Counts) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  });
  return all.reduce(add, none);
}

/** `N passed, N failed, N skipped`: the last line of every test run. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * Runs test files, each in a process of its own, and shows what failed and what was skipped, with reasons.
 * A file that cannot be run counts as one failed test.
 * @param files their paths from the project's root.
 */
export async function runTests(files: string[], running: Running): Promise<Counts> {
  const { attempts = 1 } = running;
  const results = await runOnce(files, running);
  const failed = files.filter((file) => (results.get(file)?.failed ?? 0) > 0);
  if (attempts <= 1 || failed.length === 0) return sum(...results.values());
  console.log(`Once more: ${failed.join(', ')}`);
  for (const file of failed) results.delete(file);
  return sum(...results.values(), await runTests(failed, { ...running, attempts: attempts - 1 }));
}

/** Runs files and returns how tests ended, by the file that they are written in: one of these, or one that it shares. */
async function runOnce(files: string[], { concurrency, argv = [] }: Running): Promise<Map<string, Counts>> {
  const results = new Map<string, Counts>();
  const count = (file: string, one: Partial<Counts>) =>
    results.set(file, sum(results.get(file) ?? none, { ...none, ...one }));
  if (files.length === 0) return results;
  for await (const { type, data } of run({ files, concurrency, timeout, cwd: root, argv })) {
    if (type === 'test:stderr' || type === 'test:stdout') process.stdout.write(data.message);
    const where = 'file' in data && data.file ? relative(root, data.file).replaceAll('\\', '/') : '';
    // What a test tells of itself: the seed with which it can be repeated, how much it compared.
    if (type === 'test:diagnostic' && where) console.log(`  ${where}: ${data.message}`);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A suite only holds tests; its failure is theirs, unless one of its hooks failed.
    const error = type === 'test:fail' ? (data.details.error as TestError) : undefined;
    if (error?.failureType === 'subtestsFailed') continue;
    if (data.details.type === 'suite' && !error) continue;
    // A file without tests passes as if it were one.
    if (data.name === data.file && !error) continue;

    if (error) {
      count(where, { failed: 1 });
      console.log(`FAILED ${where}:${data.line} ${data.name}\n${indent(explain(error.cause ?? error))}\n`);
    } else if (data.skip !== undefined || data.todo !== undefined) {
      count(where, { skipped: 1 });
      console.log(`skipped ${where}: ${data.name} (${reason(data.skip ?? data.todo)})`);
    } else {
      count(where, { passed: 1 });
    }
  }
  return results;
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
