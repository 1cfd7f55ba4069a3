/** Renders a message template, `Unknown instruction {0}.`, with its values; a host may put a translation in its place. */
export type Translate = (template: string, values: readonly (string | number | bigint)[]) => string;

const inEnglish: Translate = (template, values) =>
  template.replace(/\{(\d+)\}/g, (hole, index) => String(values[Number(index)] ?? hole));

let translate: Translate = inEnglish;

/** Set once, by the process that owns the messages; English without it. */
export const setTranslator = (translator: Translate) => {
  translate = translator;
};

/** A message for a person. Used only where a part keeps its messages. */
export const t = (template: string, ...values: readonly (string | number | bigint)[]) => translate(template, values);
