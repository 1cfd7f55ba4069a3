import { type Engine, type InputFile, LoadError, type LoadOptions, type OwnVersion } from './engine.ts';
import * as messages from './messages.ts';

/** By which version a program runs. */
export type ChosenVersion = {
  readonly version: string;
  /** What the program says of it, where that decides. */
  readonly own: OwnVersion | undefined;
};

/** A version that a person wants, and the property or setting that says so. */
export type WantedVersion = { readonly version: unknown; readonly property: string };

/**
 * The version without which the program means nothing, or else the first that a person wants, the one that the program asks for,
 * and the engine's own choice. @param wanted by the launch configuration @param set by the settings @throws LoadError
 */
export const chooseVersion = (
  engine: Engine,
  file: InputFile,
  options: Omit<LoadOptions, 'version'>,
  { wanted, set }: { readonly wanted?: string; readonly set?: WantedVersion },
): ChosenVersion => {
  const chosen = wanted === undefined ? set : { version: wanted, property: 'version' };
  const known = engine.versions.map(({ id }) => id);
  if (chosen && !(typeof chosen.version === 'string' && known.includes(chosen.version)))
    throw new LoadError(
      messages.unknownVersion(engine.name, String(chosen.version), known, chosen.property),
      chosen.property,
    );
  const own = engine.versionFor?.(file, options);
  if (own?.isFixed && wanted !== undefined && wanted !== own.version)
    throw new LoadError(messages.otherVersion(own.reason, wanted), 'version');
  if (own && (own.isFixed || !chosen)) return { version: own.version, own };
  return { version: chosen ? String(chosen.version) : engine.defaultVersion, own: undefined };
};
