import type { Engine } from '../../engines/engine.ts';
import { tableText } from '../../engines/translate.ts';
import { findLanguage } from '../languages.ts';
import type { VersionsResult } from '../protocol.ts';

/** What can be chosen for the texts of a language. */
export const versions = (engines: readonly Engine[], languageId: string): VersionsResult => {
  const { engine } = findLanguage(engines, languageId) ?? {};
  if (!engine) return null;
  const { key, description } = engine.versionSetting;
  const all = engine.versions.map(({ id, name }) => ({ id, name }));
  return { setting: key, description: tableText(description), versions: all };
};
