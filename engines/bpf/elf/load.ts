import { rulesOf } from '../isa/versions.ts';
import type { Executable, LoadRules } from './executable.ts';
import { loadLenient } from './lenient.ts';
import { loadStrict } from './strict.ts';
import { versionOf } from './structures.ts';

/** Loads a program as the chain does (`sbpf` 0.23, `elf.rs`). @throws LoaderError */
export const loadElf = (bytes: Uint8Array, rules: LoadRules): Executable => {
  const version = versionOf(bytes);
  return rulesOf(version).hasStrictElf ? loadStrict(bytes, version) : loadLenient(bytes, version, rules);
};
