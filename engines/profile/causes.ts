import type { CodeId } from '../code.ts';
import type { Engine } from '../engine.ts';
import { costAt, type Instruction } from '../instruction.ts';
import type { PlaceCost, ProfileNode } from '../profile.ts';
import type { Codes } from './words.ts';

/** What the cost of a run was for, and what was saved because instructions ran as one: 0 or below. */
export type Causes = { readonly causes: ReadonlyMap<string, bigint>; readonly saved: bigint };

/**
 * Sums a run up by its causes, which come to what it cost: the work that instructions do, each reason for which more than a base
 * cost was charged, and each for which no instruction was.
 */
export const causesOf = (
  root: ProfileNode,
  codes: Codes,
  { versions }: Pick<Engine, 'versions'>,
  version: string,
): Causes => {
  const causes = new Map<string, bigint>();
  let saved = 0n;
  const add = (cause: string, cost: bigint) => {
    if (cost !== 0n) causes.set(cause, (causes.get(cause) ?? 0n) + cost);
  };
  const alone = (row: Instruction): number => costAt(row, versions, version)?.amount ?? 0;

  const addPlace = (code: CodeId, offset: number, { total, times, extras }: PlaceCost): void => {
    let base = total;
    for (const [reason, sum] of extras) {
      add(reason, sum.total);
      base -= sum.total;
    }
    const of = codes.get(code);
    const row = of?.decode(offset)?.row;
    const group = of?.group?.(offset);
    // A group does the work of its dearest part.
    const dearest = group?.reduce((a, b) => (alone(b) > alone(a) ? b : a)) ?? row;
    add(dearest?.work ?? 'base', base);
    const apart = group?.reduce((sum, part) => sum + alone(part), 0);
    if (apart !== undefined) saved += base - BigInt(apart) * BigInt(times);
  };

  const visit = ({ places, apart, children }: ProfileNode): void => {
    for (const [reason, { total }] of apart) add(reason, total);
    for (const [code, offsets] of places) for (const [offset, cost] of offsets) addPlace(code, offset, cost);
    children.forEach(visit);
  };
  visit(root);
  return { causes, saved };
};
