import type { Stretch } from '../../machine.ts';
import { type CkbCode, type Effect, isOdd, type Step } from './code.ts';

/** Steps in a row of which only the last may go on elsewhere, so that they run without a look in between. */
export type Block = {
  readonly steps: readonly Step[];
  /** Of all of them. */
  readonly cycles: number;
  /** Of the last one; the others have none. */
  readonly effect: Effect;
  /** What they charge. */
  readonly stretch: Stretch;
  /** Addresses of which none was found behind the first step. */
  clearOf: ReadonlySet<number> | undefined;
};

/** Long enough that what is done once for each block counts for little. */
const mostSteps = 64;

/** The blocks of one code, each made when it is first reached. */
export class Blocks {
  readonly #code: CkbCode;
  /** By half words; null where none begins. */
  readonly #blocks: (Block | null | undefined)[];

  constructor(code: CkbCode) {
    this.#code = code;
    this.#blocks = new Array(code.bytes.length >>> 1);
  }

  /** The block that begins at an address in the code; undefined where no step stands, one that calls the environment, or an odd one. */
  at(address: number): Block | undefined {
    if (isOdd(address)) return undefined;
    const index = (address - this.#code.base) >> 1;
    const known = this.#blocks[index];
    if (known !== undefined) return known ?? undefined;
    const made = blockAt(this.#code, address);
    this.#blocks[index] = made ?? null;
    return made;
  }
}

const blockAt = (code: CkbCode, start: number): Block | undefined => {
  const steps: Step[] = [];
  const costs: { offset: number; amount: number }[] = [];
  let at = start;
  do {
    const step = code.stepAt(at);
    if (!step || step.effect === 'environment') break;
    steps.push(step);
    costs.push({ offset: at, amount: step.cycles });
    at += step.size;
  } while (steps.length < mostSteps && !steps[steps.length - 1].mayJump);
  if (steps.length === 0) return undefined;
  const cycles = costs.reduce((sum, { amount }) => sum + amount, 0);
  const { effect } = steps[steps.length - 1];
  return { steps, cycles, effect, stretch: { dimension: 0, code: code.id, costs }, clearOf: undefined };
};

/** Whether none of these addresses lies behind the first step of a block. */
export const isClear = (block: Block, addresses: ReadonlySet<number>): boolean => {
  if (block.clearOf === addresses) return true;
  if (block.stretch.costs.some(({ offset }, i) => i > 0 && addresses.has(offset))) return false;
  block.clearOf = addresses;
  return true;
};
