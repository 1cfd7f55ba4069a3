import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Says that there is nothing to compare with, where a reader of the rows does not mistake it for one. */
export function missing(tool: string): readonly [] {
  console.error(`${tool} is not installed, so nothing is compared with it.`);
  return [];
}

export const isInstalled = (tool: string) => !spawnSync(tool, ['--version']).error;

/** Runs a tool, which must find nothing wrong. */
export function mustRun(tool: string, args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${tool} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Milliseconds that pass, other processes included. */
export function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** With a folder that is gone afterwards. */
export async function inFolder<Result>(use: (folder: string) => Result | Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'gaslamp-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
