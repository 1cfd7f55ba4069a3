import { choosePart, claimFile } from '../../engines/claim.ts';
import type { Engine, InputFile } from '../../engines/engine.ts';
import type { ListingResult } from '../protocol.ts';

export type ListingChoice = { readonly part: string | undefined; readonly vm: string | undefined };

/** The listing of one part of a file. @throws LoadError */
export const listing = (
  engines: readonly Engine[],
  file: InputFile,
  { part, vm }: ListingChoice,
  versionOf: (engine: Engine) => string,
): ListingResult => {
  const { engine, parts } = claimFile(engines, file, vm);
  const version = versionOf(engine);
  const code = engine.code(file, choosePart(file, parts, part).id, version);
  return { text: engine.listing(code, version), languageId: engine.languages[0].id };
};
