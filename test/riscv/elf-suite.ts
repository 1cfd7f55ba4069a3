import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elfTypes, isElf } from '../../engines/elf/elf.ts';
import { LoadError } from '../../engines/engine.ts';
import { newestVersion } from '../../engines/riscv/ckb/versions.ts';
import { claimFile } from '../../engines/riscv/open.ts';
import { loadProgram } from '../../engines/riscv/program.ts';

/** How one program went. */
export type ElfResult = { readonly name: string; readonly ok: boolean; readonly text: string };

/** A test that has not ended by then goes on for ever. */
const steps = 200_000_000;

/**
 * The programs in a folder, at any depth: all files that are ELFs, by their paths from there. Links to folders are not followed.
 * Object files are programs only where something is to be refused.
 */
export const programsIn = (folder: string): readonly string[] =>
  filesIn(folder)
    .filter((path) => isProgram(join(folder, path), mustFail(path)))
    .sort();

const filesIn = (folder: string, inside = ''): readonly string[] =>
  readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    return entry.isDirectory() ? filesIn(folder, path) : [path];
  });

const mustFail = (name: string): boolean => /(^|\/)expect-invalid\//.test(name);

const isProgram = (path: string, withObjects: boolean): boolean => {
  try {
    const bytes = new Uint8Array(readFileSync(path));
    return isElf(bytes) && (withObjects || bytes[typeOffset] !== elfTypes.relocatable);
  } catch {
    return false;
  }
};

/** Of the low byte of `e_type`. */
const typeOffset = 16;

/**
 * Runs a program to its end: exit code 0 passes. What lies under `expect-invalid/` has to be refused, when it is loaded or
 * when it runs.
 */
export const runElf = (folder: string, name: string, version = newestVersion): ElfResult => {
  const refused = mustFail(name);
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  const file = { uri: `file:///${name}`, name, bytes };
  try {
    const claim = claimFile(file);
    if (!claim.claimed) return { name, ok: refused, text: claim.reason ?? 'This is no ELF.' };
    const limits = { steps, memory: Number.MAX_SAFE_INTEGER };
    const machine = loadProgram(file, { version, limits, launch: { cycles: Number.MAX_SAFE_INTEGER } }).start();
    const stop = machine.run({}, steps);
    if (stop.kind !== 'ended') return { name, ok: false, text: `It has not ended after ${steps} steps.` };
    const { ok, text, data } = stop.outcome;
    const isFault = data.length === 0;
    return { name, ok: refused ? isFault : ok, text };
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return { name, ok: refused, text: error.message };
  }
};
