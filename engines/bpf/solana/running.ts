import { isClear, tellCharges } from '../../blocks.ts';
import type { CodeId } from '../../code.ts';
import type { Stop, Until } from '../../machine.ts';
import { HostLimit } from '../../run.ts';
import { Fault } from '../isa/fault.ts';
import type { SbpfBlock } from './blocks.ts';
import type { ProgramRun } from './invocation.ts';
import type { SolanaMachine } from './machine.ts';

/** As `drive`, for what needs no look at each single step: makes plain instructions in one loop, and what is left one by one. */
export const runOn = (
  machine: SolanaMachine,
  { places, depth, knownCodes, step: lastStep = Number.POSITIVE_INFINITY }: Until,
  budget: number,
): Stop => {
  const end = machine.steps + budget;
  const last = Math.min(end, lastStep, machine.setup.limits.steps);
  const isBack = () =>
    depth !== undefined && ((machine.unit === depth.unit && machine.depth <= depth.frames) || machine.hasEnded());
  try {
    let code: CodeId | undefined = machine.code;
    let stops = stopsIn(code, places);
    while (!machine.outcome) {
      const before = machine.steps;
      const run = machine.shown?.run;
      // What happened before the first step is told in it.
      const isPlain = before > 0 && run && !isBack() && (code === undefined || knownCodes?.has(code) !== false);
      if (isPlain) runPlain(machine, run, stops, last, depth !== undefined);
      if (!machine.outcome && machine.steps === before) machine.step();
      if (machine.outcome) break;
      const earlier = code;
      code = machine.code;
      if (code !== earlier) stops = stopsIn(code, places);
      if (code !== earlier && code !== undefined && knownCodes?.has(code) === false) return { kind: 'code', code };
      if (code !== undefined && stops?.has(machine.offset)) return { kind: 'place' };
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
const stopsIn = (code: CodeId | undefined, places: Until['places']): ReadonlySet<number> | undefined => {
  const offsets = code === undefined ? undefined : places?.get(code);
  return offsets && new Set(offsets);
};

/**
 * Makes steps within one program, block by block, up to step number `end` or a place to stop at; ends before a step that asks the
 * chain, or ends the program, and after one that changes the call stack if that is looked at.
 */
const runPlain = (
  machine: SolanaMachine,
  run: ProgramRun,
  stops: ReadonlySet<number> | undefined,
  end: number,
  looksAtFrames: boolean,
): void => {
  const { runtime, reporter, shown } = machine;
  const { vm } = run;
  const { cpu } = vm;
  const { isMetered, observer } = reporter;
  const code = machine.codeOf(run);
  const { blocks } = code;
  const first = machine.steps;
  const most = Math.min(end - first, runtime.remaining);
  /** Steps, each of which takes a compute unit. */
  let made = 0;
  let block: SbpfBlock | undefined;
  let count = 0;
  let frame = 0;
  let at = 0;
  let fault: Fault | undefined;
  try {
    while (made < most) {
      block = blocks.at(cpu.pc);
      if (!block) break;
      const { steps, changesFrame } = block;
      count = Math.min(steps.length, most - made);
      if (stops && count > 1 && !isClear(block, stops)) count = 1;
      if (changesFrame && count === steps.length) {
        if (!vm.frame && steps[count - 1].row.flow === 'halt') count -= 1;
        else vm.now = first + made + count;
        if (count === 0) break;
      }
      frame = vm.frame?.id ?? shown?.id ?? 0;
      const last = count - 1;
      let { pc } = cpu;
      for (at = 0; at < last; at++) {
        const step = steps[at];
        step.execute(cpu, step);
        pc += step.slots;
      }
      const step = steps[last];
      cpu.pc = pc;
      cpu.next = pc + step.slots;
      step.execute(cpu, step);
      run.site = pc;
      cpu.pc = cpu.next;
      if (isMetered) tellCharges(observer, block, count, frame);
      made += count;
      if (looksAtFrames && step.effect === 'frame') break;
      if (stops?.has(code.offsetOf(cpu.pc))) break;
    }
  } catch (error) {
    if (!(error instanceof Fault) || !block) throw error;
    fault = error;
    if (isMetered) tellCharges(observer, block, at + 1, frame);
    cpu.pc = code.slotOf(block.stretch.costs[at].offset);
    run.site = cpu.pc;
    made += at + 1;
  }
  runtime.remaining -= made;
  // What a step that fails says is said in it.
  machine.steps = first + (fault ? made - 1 : made);
  if (!fault) return;
  runtime.fail(fault);
  machine.steps = first + made;
  machine.look();
};
