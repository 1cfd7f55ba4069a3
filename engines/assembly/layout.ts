import { lebOf, paddingAt } from './directives/data.ts';
import { evaluate, type Scope } from './evaluator.ts';
import type { Item, Section } from './section.ts';

/**
 * Jumps may keep changing when each makes another longer and shorter. After so many passes they only grow, and after twice as
 * many each takes the most it can, so that a layout ends soon whatever the text.
 */
const passes = 100;

/**
 * Finds the place of every item in its section: pass by pass each jump gets the length that its target asks for, until nothing
 * moves. Where several layouts would do, it is that of GNU as (`relax_segment`), because places are looked up as there: behind
 * the item at hand, those of the pass before. If jumps only grow, it is the shortest of them, as listings need it.
 */
export const layOut = (section: Section, scope: Scope, onlyGrows: boolean): void => {
  if (!onlyGrows) placeByFragments(section);
  for (let pass = 0; ; pass++) {
    let changed = pass === 0;
    let offset = 0;
    for (const item of section.items) {
      changed ||= offset !== item.offset;
      item.offset = offset;
      const wanted = sizeOf(item, offset, section, scope, pass >= 2 * passes);
      const varies = item.content.kind === 'code' && item.content.sizeAt !== undefined;
      const keeps = varies && (onlyGrows || pass >= passes);
      const size = keeps ? Math.max(wanted, item.size) : wanted;
      changed ||= size !== item.size;
      item.size = size;
      offset += size;
    }
    section.size = offset;
    if (!changed) return;
  }
};

/** Before the first pass of GNU as, each fragment lies at 0: what stands between two items that may vary in length. */
const placeByFragments = (section: Section): void => {
  let offset = 0;
  for (const item of section.items) {
    item.offset = offset;
    offset = isFixed(item.content) ? offset + item.size : 0;
  }
  section.size = offset;
};

const isFixed = (content: Item['content']): boolean =>
  content.kind === 'bytes' || content.kind === 'numbers' || (content.kind === 'code' && !content.sizeAt);

const sizeOf = (item: Item, offset: number, section: Section, scope: Scope, isLate: boolean): number => {
  const { content } = item;
  switch (content.kind) {
    case 'align':
      return paddingAt(offset, content.boundary, content.most);
    case 'place': {
      const to = evaluate(content.to, scope);
      return to && (!to.section || to.section === section) ? Math.max(0, Number(to.number) - offset) : item.size;
    }
    case 'leb':
      return Math.max(item.size, lebOf(evaluate(content.value, scope)?.number ?? 0n, content.isSigned).length);
    case 'code':
      return content.sizeAt?.(offset, section, scope, isLate) ?? item.size;
    default:
      return item.size;
  }
};
