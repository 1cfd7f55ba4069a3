import { isClear } from '../../blocks.ts';
import type { Stop, Until } from '../../machine.ts';
import { HostLimit } from '../../run.ts';
import { Fault } from '../isa/fault.ts';
import type { CkbBlock } from './blocks.ts';
import type { CkbCode } from './code.ts';
import type { CkbMachine } from './machine.ts';

/** As `drive`, for what needs no look at each single step: makes steps by blocks, and one by one where a block does too much. */
export const runOn = (
  machine: CkbMachine,
  { places, depth, knownCodes, step: lastStep = Number.POSITIVE_INFINITY }: Until,
  budget: number,
): Stop => {
  const { steps: limit } = machine.setup.limits;
  const end = machine.steps + budget;
  const lastOfBlocks = Math.min(end, lastStep, limit);
  const isBack = () =>
    depth !== undefined &&
    ((machine.unit === depth.unit && machine.depth <= depth.frames) || machine.hasEnded(depth.unit));
  try {
    let code = machine.vm.codeAt(machine.offset);
    let stops = stopsIn(code, places);
    while (!machine.outcome) {
      const before = machine.steps;
      const mayStopHere = isBack() || (code && knownCodes?.has(code.id) === false);
      if (code && !mayStopHere && machine.vm.process.debts.length === 0) {
        runBlocks(machine, code, stops, lastOfBlocks, depth?.frames);
      }
      if (!machine.outcome && machine.steps === before) machine.step();
      if (machine.outcome) break;
      const last = code;
      code = machine.vm.codeAt(machine.offset);
      if (code !== last) {
        stops = stopsIn(code, places);
        if (code && knownCodes?.has(code.id) === false) return { kind: 'code', code: code.id };
      }
      if (stops?.has(machine.offset)) return { kind: 'place' };
      if (isBack()) return { kind: 'depth' };
      if (machine.steps >= lastStep) return { kind: 'step' };
      if (machine.steps >= end) return { kind: 'budget' };
    }
    return { kind: 'ended', outcome: machine.outcome };
  } catch (error) {
    if (error instanceof HostLimit) return { kind: 'limit', message: error.message };
    throw error;
  }
};

/** A copy, so that a block that was found clear of it stays so. */
const stopsIn = (code: CkbCode | undefined, places: Until['places']): ReadonlySet<number> | undefined => {
  const offsets = code && places?.get(code.id);
  return offsets && new Set(offsets);
};

/**
 * Runs whole blocks of one code, up to step number `end`, a place to stop at, or a call stack of at most `frames`; ends before a
 * block in which there is more to look at, such as the end of the cycles.
 */
const runBlocks = (
  machine: CkbMachine,
  code: CkbCode,
  stops: ReadonlySet<number> | undefined,
  end: number,
  frames = 0,
): void => {
  const { vm, limit, reporter } = machine;
  const { hart } = vm;
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
