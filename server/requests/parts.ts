import { claimFile } from '../../engines/claim.ts';
import type { Engine, InputFile } from '../../engines/engine.ts';
import type { PartsResult } from '../protocol.ts';

/** Who takes the file, and what is in it. @throws LoadError */
export const parts = (engines: readonly Engine[], file: InputFile, vm: string | undefined): PartsResult => {
  const { engine, parts } = claimFile(engines, file, vm);
  const [assembly] = engine.languages;
  return {
    engine: { id: engine.id, name: engine.name },
    parts,
    languageId: assembly.id,
    extension: assembly.extensions[0] ?? '',
  };
};
