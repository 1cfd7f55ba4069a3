import type { Engine } from '../engines/engine.ts';
import type { Language } from '../engines/language.ts';

/** The language of an id, and the engine whose it is; undefined where it is not ours. */
export const findLanguage = (
  engines: readonly Engine[],
  id: string | undefined,
): { readonly engine: Engine; readonly language: Language } | undefined => {
  for (const engine of engines) {
    const language = engine.languages.find((each) => each.id === id);
    if (language) return { engine, language };
  }
  return undefined;
};
