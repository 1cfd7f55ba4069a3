import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { GivenProgram, Verdict } from './judge.ts';

/**
 * What Agave makes of programs, each on a chain of its own.
 * @param traces folder for registers, for which a loader looks at the names in a file
 */
export const judged = (programs: readonly GivenProgram[], traces?: string): readonly Verdict[] => {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('judge.ts', import.meta.url))],
    {
      ...{ input: JSON.stringify(programs), encoding: 'utf8', timeout: 120_000, maxBuffer: 2 ** 26 },
      env: { ...process.env, ...(traces !== undefined && { SBF_TRACE_DIR: traces }) },
    },
  );
  assert.equal(status, 0, `the oracle ended with ${status ?? signal}: ${stderr}`);
  return JSON.parse(stdout);
};
