import type { Position, Range } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** Position of the `nth` occurrence (from 1) of `needle`, `inside` characters into it. */
export const at = (text: string, needle: string, nth = 1, inside = 0): Position => {
  let offset = -1;
  for (let i = 0; i < nth; i += 1) {
    offset = text.indexOf(needle, offset + 1);
    if (offset < 0) throw new Error(`The text has no occurrence ${i + 1} of ${JSON.stringify(needle)}.`);
  }
  return documentOf(text).positionAt(offset + inside);
};

export const apply = (text: string, edits: readonly { readonly range: Range; readonly newText: string }[]): string =>
  TextDocument.applyEdits(documentOf(text), [...edits]);

/** A result as text for a golden file: JSON with each range as `line:column–line:column «text»`, counted from 1. */
export const show = (text: string, result: unknown): string => {
  const document = documentOf(text);
  const place = ({ line, character }: Position) => `${line + 1}:${character + 1}`;
  return JSON.stringify(
    result,
    (_key, value) =>
      isRange(value) ? `${place(value.start)}–${place(value.end)} «${document.getText(value)}»` : value,
    2,
  );
};

const documentOf = (text: string) => TextDocument.create('untitled:text', 'text', 0, text);

const isRange = (value: unknown): value is Range =>
  typeof value === 'object' && value !== null && 'start' in value && 'end' in value && Object.keys(value).length === 2;
