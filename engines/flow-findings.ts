import type { Block, Finding } from './flow.ts';
import type { Blocks } from './flow-blocks.ts';
import type { Paths } from './flow-paths.ts';
import { endlessGrowth, stackTooHigh, stackTooLow } from './messages.ts';

/** What is wrong on the paths that were followed, in the order of the code. `blockOf` gives a block by its index. */
export const findingsOf = (blocks: Blocks, paths: Paths, blockOf: (index: number) => Block): readonly Finding[] =>
  [
    ...[...paths.tooLow].flatMap(([block, height]) => underflow(blocks, block, height)),
    ...[...paths.tooHigh].flatMap((block) => overflow(blocks, block, paths.height(block))),
    ...[...paths.badJumps].map(([block, target]) => badJump(blocks, block, target)),
    ...growingLoops(blocks, paths, blockOf),
  ].sort((a, b) => a.offset - b.offset);

/** The instructions of a block, each with the height before it, given that at the start of the block. */
function* heightsIn(blocks: Blocks, block: number, height: number) {
  const { model } = blocks;
  const end = blocks.endOf(block);
  for (let offset = blocks.starts[block]!; offset < end; offset += model.sizeAt(offset)) {
    const row = model.rowAt(offset);
    const growth = blocks.growthBefore(offset);
    if (!row || growth === undefined) return;
    yield { offset, row, before: height + growth };
  }
}

const underflow = (blocks: Blocks, block: number, height: number): readonly Finding[] => {
  for (const { offset, row, before } of heightsIn(blocks, block, height)) {
    if (before >= row.takes.length) continue;
    return [{ offset, code: 'stack-underflow', message: stackTooLow(row.mnemonic, row.takes.length, before) }];
  }
  return [];
};

/** Nothing where the height is different each time: a recursion that ends in practice is followed as if it did not. */
const overflow = (blocks: Blocks, block: number, height: number): readonly Finding[] => {
  const limit = blocks.model.stack?.limit ?? Number.POSITIVE_INFINITY;
  for (const { offset, row, before } of heightsIn(blocks, block, height)) {
    if (!(before - row.takes.length + row.leaves.length > limit)) continue;
    return [{ offset, code: 'stack-overflow', message: stackTooHigh(row.mnemonic, limit) }];
  }
  return [];
};

const badJump = (blocks: Blocks, block: number, target: bigint): Finding => {
  const offset = blocks.lasts[block]!;
  const message = blocks.model.badTarget(offset, blocks.model.rowAt(offset)!, target);
  return { offset, code: 'bad-jump', message, ...(target < BigInt(blocks.end) && { target: Number(target) }) };
};

/** Loops that nothing leaves and that leave more on the stack each time. */
const growingLoops = (blocks: Blocks, paths: Paths, blockOf: (index: number) => Block): readonly Finding[] => {
  const limit = blocks.model.stack?.limit;
  if (limit === undefined) return [];
  /** Where a block leads, if there is only one way. */
  const onlyWay = (index: number): number | undefined => {
    const { successors, open } = blockOf(index);
    return successors.length === 1 && !open ? blocks.startingAt(successors[0]!.to) : undefined;
  };
  const findings: Finding[] = [];
  /** By block: 1 more than the block from which a walk first came to it. */
  const walks = new Uint32Array(blocks.starts.length);
  for (let first = 0; first < walks.length; first++) {
    let at: number | undefined = paths.isReached(first) ? first : undefined;
    for (; at !== undefined && walks[at] === 0; at = onlyWay(at)) walks[at] = first + 1;
    if (at === undefined || walks[at] !== first + 1) continue;
    const loop = [at];
    for (let next = onlyWay(at); next !== at && next !== undefined; next = onlyWay(next)) loop.push(next);
    const growth = loop.reduce((sum, block) => {
      const { items, needs, lost } = blocks.effect(block);
      return lost ? Number.NaN : sum + items.length - needs;
    }, 0);
    if (!(growth > 0)) continue;
    const head = Math.min(...loop.map((block) => blocks.starts[block]!));
    const back = Math.max(...loop.map((block) => blocks.lasts[block]!));
    findings.push({ offset: back, code: 'stack-overflow', message: endlessGrowth(head, growth, limit) });
  }
  return findings;
};
