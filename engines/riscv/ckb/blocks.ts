import { type Block, Blocks, mostSteps } from '../../blocks.ts';
import { type CkbCode, type Effect, isOdd, type Step } from './code.ts';

export type CkbBlock = Block<Step> & {
  /** Of all of its steps. */
  readonly cycles: number;
  /** Of the last one; the others have none. */
  readonly effect: Effect;
};

/** The blocks of one code. */
export class CkbBlocks {
  readonly #base: number;
  /** By half words. */
  readonly #blocks: Blocks<CkbBlock>;

  constructor(code: CkbCode) {
    this.#base = code.base;
    this.#blocks = new Blocks(code.bytes.length >>> 1, (index) => blockAt(code, code.base + 2 * index));
  }

  /** The block that begins at an address in the code; undefined where no step stands, one that calls the environment, or an odd one. */
  at(address: number): CkbBlock | undefined {
    return isOdd(address) ? undefined : this.#blocks.at((address - this.#base) >> 1);
  }
}

const blockAt = (code: CkbCode, start: number): CkbBlock | undefined => {
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
