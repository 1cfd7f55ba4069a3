import type { Engine, InputFile, Part } from './engine.ts';
import { LoadError } from './engine.ts';
import type { Language } from './language.ts';
import { isNoProgram, nobodyClaims, unknownPart, unknownVm } from './messages.ts';

/** How the names of scenarios end: JSON files that say what surrounds a program, as launch properties do. */
export const scenarioEnding = '.gaslamp.json';

/** Takes a name, a path or a URI. */
export const isScenario = (name: string): boolean => name.toLowerCase().endsWith(scenarioEnding);

/** The language of a file: by what the editor says, where that means something, or else by the ending of its name. */
export const languageOf = <Known extends Pick<Language, 'id' | 'extensions'>>(
  languages: readonly Known[],
  { name, languageId }: Pick<InputFile, 'name' | 'languageId'>,
): Known | undefined =>
  languageId === undefined || languageId === 'plaintext'
    ? languages.find(({ extensions }) => extensions.some((ending) => name.toLowerCase().endsWith(ending)))
    : languages.find(({ id }) => id === languageId);

export type Claimed = { readonly engine: Engine; readonly parts: readonly Part[] };

/**
 * The engine that takes `file`, or the one named `vm`.
 * @param unclaimed the sentence where nobody takes it and nobody says why.
 * @throws LoadError with the reason of each engine that had one.
 */
export const claimFile = (engines: readonly Engine[], file: InputFile, vm?: string, unclaimed?: string): Claimed => {
  const asked = vm === undefined ? engines : engines.filter((engine) => engine.id === vm);
  if (asked.length === 0)
    throw new LoadError(
      unknownVm(
        vm ?? '',
        engines.map((e) => e.id),
      ),
      'vm',
    );
  const refusals: string[] = [];
  let nearly: string | undefined;
  for (const engine of asked) {
    const claim = engine.claim(file);
    if (claim.claimed) return { engine, parts: claim.parts };
    if (claim.reason && claim.nearly) nearly ??= claim.reason;
    else if (claim.reason) refusals.push(claim.reason);
  }
  const nobody = unclaimed ?? (isScenario(file.name) ? isNoProgram(file.name) : nobodyClaims(file.name, refusals));
  throw new LoadError(nearly ?? nobody, 'program');
};

/** The part of that id, or the first if none is asked for. @throws LoadError */
export const choosePart = (file: InputFile, parts: readonly Part[], id: string | undefined): Part => {
  const part = id === undefined ? parts[0] : parts.find((p) => p.id === id);
  if (!part)
    throw new LoadError(
      unknownPart(
        file.name,
        id ?? '',
        parts.map((p) => p.id),
      ),
      'part',
    );
  return part;
};
