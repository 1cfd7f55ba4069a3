import { isClear, tellCharges } from '../../blocks.ts';
import { Fault } from '../isa/fault.ts';
import type { SbpfBlock } from './blocks.ts';
import type { ProgramRun } from './invocation.ts';
import type { SolanaMachine } from './machine.ts';

/**
 * Makes steps within one program, block by block, up to step number `end` or a place to stop at; ends before a step that asks the
 * chain, or ends the program, and after one that changes the call stack if that is looked at.
 */
export const runBlocks = (
  machine: SolanaMachine,
  run: ProgramRun,
  end: number,
  stops: ReadonlySet<number> | undefined,
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
      // Who listens looks at the frame, which the last instruction may leave.
      if (isMetered) tellCharges(observer, block, count, frame);
      step.execute(cpu, step);
      run.site = pc;
      cpu.pc = cpu.next;
      made += count;
      if (looksAtFrames && step.effect === 'frame') break;
      if (stops?.has(code.offsetOf(cpu.pc))) break;
    }
  } catch (error) {
    if (!(error instanceof Fault) || !block) throw error;
    fault = error;
    if (isMetered && at < count - 1) tellCharges(observer, block, at + 1, frame);
    cpu.pc = code.slotOf(block.stretch.costs[at].offset);
    run.site = cpu.pc;
    made += at + 1;
  }
  runtime.remaining -= made;
  // What a step that fails says is said in it.
  machine.steps = first + (fault ? made - 1 : made);
  if (!fault) return;
  reporter.stand(frame, { code: code.id, offset: code.offsetOf(run.site) });
  runtime.fail(fault);
  machine.steps = first + made;
  machine.look();
};
