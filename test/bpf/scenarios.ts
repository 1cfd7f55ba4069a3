import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { solana } from '../../engines/bpf/index.ts';
import type { SolanaMachine } from '../../engines/bpf/solana/machine.ts';
import type { InputFile, LaunchProperties } from '../../engines/engine.ts';
import { findTarget, loadOptions, type Target } from '../../engines/scenario.ts';

const limits = { steps: 1e7, memory: 2 ** 28 };

/** Files by their URIs; those that are not there are read from the disk. */
export type Disk = ReadonlyMap<string, Uint8Array>;

const read =
  (disk: Disk) =>
  async (uri: string): Promise<InputFile> => {
    const bytes = disk.get(uri);
    if (bytes) return { uri, name: basename(uri), bytes };
    try {
      return { uri, name: basename(uri), bytes: readFileSync(fileURLToPath(uri)) };
    } catch {
      const { LoadError } = await import('../../engines/engine.ts');
      throw new LoadError(`${uri} is not there`);
    }
  };

/** What a launch configuration leads to. */
export const targetOf = (configuration: LaunchProperties, disk: Disk = new Map()): Promise<Target> =>
  findTarget([solana], configuration, read(disk));

/** Loads what a launch configuration leads to, as the debugger does. */
export const programOf = async (configuration: LaunchProperties, disk: Disk = new Map()) => {
  const target = await targetOf(configuration, disk);
  return solana.load(target.file, { ...loadOptions(target, limits), version: target.version ?? solana.defaultVersion });
};

/** A run to its end, with all that was logged. */
export const runOf = async (configuration: LaunchProperties, disk: Disk = new Map()) => {
  const program = await programOf(configuration, disk);
  const machine = program.start() as SolanaMachine;
  const logs: string[] = [];
  machine.observer = { output: ({ text }) => logs.push(text) };
  while (!machine.outcome) machine.run({}, 1e6);
  return { program, machine, logs, outcome: machine.outcome, units: Number(machine.meters()[0]?.spent) };
};
