import type { Engine } from '../engines/engine.ts';
import type { Machine, Scope, Value } from '../engines/machine.ts';
import { tableText } from '../engines/translate.ts';
import * as messages from './messages.ts';

/** What can be written in an expression, as a table with examples that mean something in this program. */
export const help = ({ machine, engine, scopes }: HelpedWith): Value => {
  const meters = machine.meters().map(({ name }) => name);
  const rows = [
    ...scopes.filter(({ id }) => !meters.includes(id)).flatMap(scopeRows),
    ...meters.map((name) => [name, messages.helpMeter(name)] as const),
    ...engine.functions.map(({ form, doc }) => [form, tableText(doc).replaceAll('`', '').replace(/\.$/, '')] as const),
    ['explain()', messages.helpExplain()] as const,
    ['2 ** 8 - 1', messages.helpOperators()] as const,
    ['-1', messages.helpNegative()] as const,
    ['help', messages.helpItself()] as const,
  ];
  const width = Math.max(...rows.map(([example]) => example.length));
  return { name: 'help', text: rows.map(([example, says]) => `${example.padEnd(width)}  ${says}`).join('\n') };
};

type HelpedWith = { readonly machine: Machine; readonly engine: Engine; readonly scopes: readonly Scope[] };

/** Ways to write what a scope holds. */
const scopeRows = ({ id, name, at, bytes, values }: Scope): readonly (readonly [example: string, says: string])[] => {
  if (bytes) return [[`${id}[0..32]`, messages.helpBytes(name)]];
  if (at) return [[`${id}[0]`, messages.helpItem(name)]];
  const [first] = values.get(0, 1);
  return first ? [[`${id}.${first.name}`, messages.helpMember(name)]] : [];
};
