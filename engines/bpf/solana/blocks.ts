import { type Block, Blocks, mostSteps } from '../../blocks.ts';
import type { Decoded } from '../isa/decoder.ts';
import type { SbpfCode } from './code.ts';

export type SbpfBlock = Block<Decoded> & {
  /** Whether the last instruction, and no other, changes the call stack, or ends the program. */
  readonly changesFrame: boolean;
};

/** The blocks of one code, by slots; none begins where a syscall stands, or no instruction. */
export const blocksOf = (code: SbpfCode): Blocks<SbpfBlock> =>
  new Blocks(code.program.slots, (pc) => blockAt(code, pc));

const blockAt = (code: SbpfCode, start: number): SbpfBlock | undefined => {
  const steps: Decoded[] = [];
  const costs: { offset: number; amount: number }[] = [];
  for (let pc = start; steps.length < mostSteps; ) {
    const step = code.program.at(pc);
    if (!step || step.effect === 'syscall') break;
    steps.push(step);
    costs.push({ offset: code.offsetOf(pc), amount: 1 });
    pc += step.slots;
    if (step.row.flow !== 'next') break;
  }
  const last = steps.at(-1);
  if (!last) return undefined;
  const changesFrame = last.effect === 'frame';
  return { steps, changesFrame, stretch: { dimension: 0, code: code.id, costs }, clearOf: undefined };
};
