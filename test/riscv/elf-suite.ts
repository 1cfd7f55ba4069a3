import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LoadError } from '../../engines/engine.ts';
import { newestVersion } from '../../engines/riscv/ckb/versions.ts';
import { claimFile } from '../../engines/riscv/open.ts';
import { loadProgram } from '../../engines/riscv/program.ts';

/** How one program went. */
export type ElfResult = { readonly name: string; readonly ok: boolean; readonly text: string };

/** A test that has not ended by then goes on for ever. */
const steps = 200_000_000;

/** The programs in a folder, at any depth: all files that are ELFs for this VM, by their paths from there. */
export const programsIn = (folder: string): readonly string[] =>
  globSync('**/*', { cwd: folder })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => isElfFile(join(folder, path)))
    .sort();

const elfMagic = 0x7f454c46;

const isElfFile = (path: string): boolean => {
  try {
    const bytes = readFileSync(path);
    return bytes.length > 4 && bytes.readUInt32BE(0) === elfMagic;
  } catch {
    return false;
  }
};

/**
 * Runs a program to its end: exit code 0 passes. What lies under `expect-invalid/` has to be refused, when it is loaded or
 * when it runs.
 */
export const runElf = (folder: string, name: string, version = newestVersion): ElfResult => {
  const mustFail = /(^|\/)expect-invalid\//.test(name);
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  const file = { uri: `file:///${name}`, name, bytes };
  try {
    const claim = claimFile(file);
    if (!claim.claimed) return { name, ok: mustFail, text: claim.reason ?? 'This is no ELF.' };
    const limits = { steps, memory: Number.MAX_SAFE_INTEGER };
    const machine = loadProgram(file, { version, limits, launch: { cycles: Number.MAX_SAFE_INTEGER } }).start();
    const stop = machine.run({}, steps);
    if (stop.kind !== 'ended') return { name, ok: false, text: `It has not ended after ${steps} steps.` };
    const { ok, text, data } = stop.outcome;
    const isFault = data.length === 0;
    return { name, ok: mustFail ? isFault : ok, text };
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return { name, ok: mustFail, text: error.message };
  }
};
