import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Value } from '../engines/machine.ts';
import { childrenOf, evaluate, fewValues, type Surroundings, textOf } from './evaluate.ts';
import { isWord, parseExpression } from './expression.ts';
import { RequestError } from './params.ts';
import { meterValue } from './variables.ts';

type Item = DebugProtocol.CompletionItem;

/** Bytes of a value that are shown beside its name. */
const shownBytes = 16;

/** What a person may write next, behind `text`, in an expression; each replaces the word that was begun. */
export const completions = (text: string, around: Surroundings): Item[] => {
  const begun = /[\w$]*$/.exec(text)?.[0] ?? '';
  const before = text.slice(0, text.length - begun.length);
  const items = before.endsWith('.')
    ? members(expressionBefore(before.slice(0, -1)), around)
    : (keys(before, around) ?? names(around));
  const [start, length] = [before.length, begun.length];
  return items
    .filter(({ label }) => label.toLowerCase().startsWith(begun.toLowerCase()))
    .map((item) => ({ ...item, start, length }));
};

/** Scopes, meters, values of small scopes, functions; the same names that an expression knows. */
const names = ({ machine, engine, scopes }: Surroundings): Item[] => {
  const small = scopes.filter(({ values }) => values.count <= fewValues);
  const values = small.flatMap(({ values }) => values.get(0, values.count).filter(({ name }) => isWord(name)));
  const items: Item[] = [
    ...scopes.map((scope): Item => ({ label: scope.id, type: 'module', detail: scope.name })),
    ...machine.meters().map((meter) => item(meterValue(meter), 'property')),
    ...values.map((value) => item(value, 'variable')),
    { label: 'explain()', type: 'function' },
    ...engine.functions.map(({ name, form }): Item => ({ label: form, text: `${name}(`, type: 'function' })),
    { label: 'help', type: 'keyword' },
  ];
  return [...new Map(items.toReversed().map((each) => [each.label, each])).values()].toReversed();
};

/** What lies in the scope behind an open bracket: `storage[`. */
const keys = (before: string, { scopes }: Surroundings): Item[] | undefined => {
  const id = /([\w$]+)\[\s*$/.exec(before)?.[1];
  const scope = scopes.find((each) => each.id === id);
  if (!scope) return undefined;
  const isKey = ({ name }: Value) => /^(?:0x[\da-f]+|\d+)$/i.test(name);
  return scope.values
    .get(0, fewValues)
    .filter(isKey)
    .map((value) => item(value, 'value'));
};

const members = (expression: string, around: Surroundings): Item[] => {
  try {
    const result = evaluate(parseExpression(expression), around);
    const children = childrenOf(result)?.get(0, fewValues) ?? [];
    return children.filter(({ name }) => isWord(name)).map((value) => item(value, 'field'));
  } catch (error) {
    if (error instanceof RequestError) return [];
    throw error;
  }
};

const item = (value: Value, type: DebugProtocol.CompletionItemType): Item => ({
  label: value.name,
  type,
  detail: textOf({ kind: 'value', value }, shownBytes),
});

/** The operand that ends a text: words, members and brackets with all that is in them. */
const expressionBefore = (text: string): string => {
  let open = 0;
  let at = text.length;
  while (at > 0) {
    const char = text[at - 1] ?? '';
    if (/[\])]/.test(char)) open += 1;
    else if (/[[(]/.test(char)) open -= 1;
    if (open < 0 || (open === 0 && !/[\w$.[\]()]/.test(char))) break;
    at -= 1;
  }
  return text.slice(at);
};
