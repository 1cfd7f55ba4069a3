import { isClear } from '../../blocks.ts';
import { Fault } from '../isa/fault.ts';
import type { CkbBlock } from './blocks.ts';
import type { CkbMachine } from './machine.ts';

/**
 * Runs whole blocks of one code, up to step number `end`, a place to stop at, or a call stack of at most `frames`; ends before a
 * block in which there is more to look at, such as the end of the cycles.
 */
export const runBlocks = (
  machine: CkbMachine,
  end: number,
  stops: ReadonlySet<number> | undefined,
  frames: number,
): void => {
  const { vm, limit, reporter } = machine;
  const { hart } = vm;
  const code = vm.codeAt(hart.pc);
  if (!code || vm.process.debts.length > 0) return;
  const { isMetered } = reporter;
  let { steps, cycles } = machine;
  let block: CkbBlock | undefined;
  let made = 0;
  try {
    while (hart.pc >= code.base && hart.pc < code.end) {
      block = code.blocks.at(hart.pc);
      if (!block || steps + block.steps.length > end || cycles + block.cycles > limit) break;
      if (stops && !isClear(block, stops)) break;
      const list = block.steps;
      const last = list.length - 1;
      for (made = 0; made < last; made++) {
        const step = list[made];
        step.execute(hart, step);
        hart.pc += step.size;
      }
      const step = list[last];
      const site = hart.pc;
      hart.next = site + step.size;
      step.execute(hart, step);
      if (isMetered) reporter.chargeBlock(block, list.length, vm.frame.id);
      hart.pc = hart.next;
      steps += list.length;
      cycles += block.cycles;
      if (step.effect !== 'none') {
        machine.track(step, site, steps);
        if (vm.frame.depth <= frames) break;
      }
      if (stops?.has(hart.pc)) break;
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (!block) throw error;
    const charged = block.stretch.costs.slice(0, made + 1);
    reporter.chargeBlock(block, charged.length, vm.frame.id);
    steps += charged.length;
    cycles += charged.reduce((sum, { amount }) => sum + amount, 0);
    machine.fail(error);
  }
  machine.steps = steps;
  machine.cycles = cycles;
};
