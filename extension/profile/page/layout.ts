import type { Stretch } from '../model.ts';

/** A stretch as it is drawn: in parts of the whole width, with its row. */
export type Box = { readonly index: number; readonly left: number; readonly width: number; readonly row: number };

type Tree = readonly Pick<Stretch, 'parent' | 'depth' | 'left' | 'width'>[];

/** Parts of the width below which a stretch is not drawn. */
const narrowest = 0.001;

/** The way from the top to a stretch, itself last. */
export const pathTo = (tree: Tree, index: number): readonly number[] => {
  const path: number[] = [];
  for (let at = index; at >= 0; at = tree[at]?.parent ?? -1) path.unshift(at);
  return path;
};

/** What is drawn where a stretch fills the whole width: what leads to it as wide as itself, and all below it. */
export const layout = (tree: Tree, zoomed: number): readonly Box[] => {
  const top = tree[zoomed];
  if (!top) return [];
  const above = new Set(pathTo(tree, zoomed));
  const scale = top.width > 0 ? 1 / top.width : 1;
  return tree.flatMap(({ left, width, depth }, index) => {
    if (above.has(index)) return [{ index, left: 0, width: 1, row: depth }];
    const box = { index, left: (left - top.left) * scale, width: width * scale, row: depth };
    const isBelow = depth > top.depth && box.left >= -1e-9 && box.left + box.width <= 1 + 1e-9;
    return isBelow && box.width >= narrowest ? [box] : [];
  });
};

/** Where an arrow key leads among the boxes that are drawn; undefined where there is nothing. */
export const neighbour = (tree: Tree, boxes: readonly Box[], from: number, key: string): number | undefined => {
  const drawn = boxes.map(({ index }) => index);
  const here = tree[from];
  if (!here) return undefined;
  if (key === 'ArrowUp') return drawn.includes(here.parent) ? here.parent : undefined;
  if (key === 'ArrowDown') return drawn.find((index) => tree[index]?.parent === from);
  const row = boxes.filter((box) => box.row === here.depth).map(({ index }) => index);
  const at = row.indexOf(from);
  if (key === 'ArrowRight') return row[at + 1];
  if (key === 'ArrowLeft') return row[at - 1];
  if (key === 'Home') return drawn[0];
  return key === 'End' ? drawn.at(-1) : undefined;
};

/** Which of the stretches found lie in none of the others: their widths can be added up. */
export const outermost = (tree: Tree, found: readonly number[]): readonly number[] => {
  const all = new Set(found);
  return found.filter(
    (index) =>
      !pathTo(tree, index)
        .slice(0, -1)
        .some((above) => all.has(above)),
  );
};
