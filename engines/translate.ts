let translations: ReadonlyMap<string, unknown> = new Map();

/**
 * Puts texts in another language in the place of the English templates that are their keys. Called once, by the process
 * that shows them. They may come from outside: what is no object, or no text in it, is passed over.
 */
export const setTranslations = (texts: unknown) => {
  translations = new Map(Object.entries(texts ?? {}));
};

/**
 * A text that stands in a table, such as what an instruction does or why something is charged: English there, and
 * translated where it is shown.
 */
export const tableText = (english: string): string => {
  const text = translations.get(english);
  return typeof text === 'string' ? text : english;
};

/** A message for a person, from a template and its values: `Unknown instruction {0}.` Used only where a part keeps its messages. */
export const t = (template: string, ...values: readonly (string | number | bigint)[]): string =>
  tableText(template).replace(/\{(\d+)\}/g, (hole, index) => String(values[Number(index)] ?? hole));
