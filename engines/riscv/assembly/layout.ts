import { paddingAt } from './directives/data.ts';
import { extentOf, fieldNamed } from './encoder.ts';
import { evaluate, type Scope } from './evaluator.ts';
import type { Item, Jump, Section } from './section.ts';

/** After this many passes every jump takes the most it can, so that a layout ends soon whatever the text. */
const passes = 100;

/** Finds the place of every item in its section. Jumps start with the least size and grow until all reach their targets. */
export const layOut = (section: Section, scope: Scope): void => {
  for (let pass = 0; ; pass++) {
    let changed = false;
    let offset = 0;
    for (const item of section.items) {
      const size = sizeOf(item, offset, section, scope, pass >= passes);
      changed ||= size !== item.size || offset !== item.offset;
      item.offset = offset;
      item.size = size;
      offset += size;
    }
    section.size = offset;
    if (!changed) return;
  }
};

const sizeOf = (item: Item, offset: number, section: Section, scope: Scope, isLate: boolean): number => {
  const { content } = item;
  switch (content.kind) {
    case 'align':
      return paddingAt(offset, content.boundary, content.most);
    case 'place': {
      const to = evaluate(content.to, scope);
      return to && (!to.section || to.section === section) ? Math.max(0, Number(to.number) - offset) : item.size;
    }
    case 'jump':
      return Math.max(
        item.size,
        isLate ? (content.row.flow === 'branch' ? 8 : 4) : lengthOf(content, offset, section, scope),
      );
    default:
      return item.size;
  }
};

/** Bytes of a jump (GNU as, `relaxed_branch_length`): a branch that does not reach its target goes around a jump that does. */
const lengthOf = ({ row, short, target }: Jump, offset: number, section: Section, scope: Scope): number => {
  const isBranch = row.flow === 'branch';
  const to = evaluate(target, scope);
  if (to?.section !== section) return isBranch ? 8 : 4;
  const distance = Number(to.number) - offset;
  if (short && reaches(short.row, distance)) return 2;
  if (!isBranch || reaches(row, distance)) return 4;
  return short ? 6 : 8;
};

const reaches = (row: Jump['row'], distance: number): boolean => {
  const field = fieldNamed(row, 'target');
  if (!field) return false;
  const { least, most, step } = extentOf(field);
  return distance >= least && distance <= most + step - 1;
};
