import type { Place } from '../code.ts';
import type { PlaceCost, ProfileNode } from '../profile.ts';

/** The same while it is made. */
type Growing = Omit<ProfileNode, 'places' | 'children'> & {
  readonly places: Map<string, Map<number, PlaceCost>>;
  readonly children: ProfileNode[];
  readonly inlined: Map<string, Growing>;
};

/**
 * A run by call path in which functions that a compiler inlined stand like those that are called. The node of one has no site, and
 * nobody knows how often it was entered.
 * @param inlinedAt their names at a place, innermost first.
 */
export const withInlined = (node: ProfileNode, inlinedAt: (place: Place) => readonly string[]): ProfileNode => {
  const made = growing(node);
  const at = (place: Place | undefined): Growing => {
    let found = made;
    for (const name of place ? inlinedAt(place).toReversed() : []) found = inlinedIn(found, name, place);
    return found;
  };
  for (const [code, offsets] of node.places) {
    for (const [offset, cost] of offsets) {
      const { places } = at({ code, offset });
      const known = places.get(code) ?? new Map<number, PlaceCost>();
      places.set(code, known.set(offset, cost));
    }
  }
  for (const child of node.children) at(child.site).children.push(withInlined(child, inlinedAt));
  return made;
};

const growing = (node: Omit<ProfileNode, 'places' | 'children'>): Growing => ({
  ...node,
  places: new Map(),
  children: [],
  inlined: new Map(),
});

const inlinedIn = (node: Growing, name: string, entry: Place | undefined): Growing => {
  const known = node.inlined.get(name);
  if (known) return known;
  const made = growing({
    ...{ name, kind: 'inlined', code: entry?.code, entry, site: undefined },
    ...{ calls: 0, apart: new Map() },
  });
  node.inlined.set(name, made);
  node.children.push(made);
  return made;
};
