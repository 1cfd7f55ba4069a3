import type { Engine } from '../../engines/engine.ts';
import { tableText } from '../../engines/translate.ts';
import type { Snapshot } from '../documents.ts';
import { findLanguage } from '../languages.ts';
import type { VersionsResult } from '../protocol.ts';

/** What can be chosen for the texts of a language. @param snapshot of the text, if it is open */
export const versions = (
  engines: readonly Engine[],
  languageId: string,
  snapshot: Snapshot | undefined,
): VersionsResult => {
  const { engine } = findLanguage(engines, languageId) ?? {};
  if (!engine) return null;
  const { key, description } = engine.versionSetting;
  const all = engine.versions.map(({ id, name }) => ({ id, name }));
  const own = snapshot?.document.ownVersion;
  return { setting: key, description: tableText(description), versions: all, ...(own !== undefined && { own }) };
};
