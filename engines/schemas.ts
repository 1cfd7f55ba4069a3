import type { Engine, JsonSchema } from './engine.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;

/**
 * The launch properties of all engines. Of a name that several of them use, each says in turn what it means by it, and what any
 * of them takes is allowed: which of them runs is not known before the program is.
 */
export const launchSchemas = (engines: readonly Pick<Engine, 'name' | 'launch'>[]): Schemas => {
  const all = new Map<string, { readonly engine: string; readonly schema: JsonSchema }[]>();
  for (const { name: engine, launch } of engines) {
    for (const [name, schema] of Object.entries(launch)) {
      const known = all.get(name);
      if (known) known.push({ engine, schema });
      else all.set(name, [{ engine, schema }]);
    }
  }
  return Object.fromEntries(
    [...all].map(([name, uses]) => {
      const [first, ...others] = uses.map(({ schema }) => schema);
      const joined = others.reduce(either, first);
      const description = uses.map(({ engine, schema }) => `${engine}: ${schema.description ?? ''}`).join(' ');
      return [name, others.length === 0 ? first : { ...joined, description }];
    }),
  );
};

const typesOf = ({ type }: JsonSchema): readonly string[] => (typeof type === 'string' ? [type] : (type ?? []));

/** Takes what either takes; what only one of them says of a value is left out, for the other may not hold to it. */
const either = (a: JsonSchema, b: JsonSchema): JsonSchema => ({
  type: [...new Set([...typesOf(a), ...typesOf(b)])],
  ...((a.properties || b.properties) && { properties: { ...a.properties, ...b.properties } }),
});
