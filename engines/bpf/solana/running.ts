import type { CodeId } from '../../code.ts';
import type { Stop, Until } from '../../machine.ts';
import { HostLimit } from '../../run.ts';
import { Fault } from '../isa/fault.ts';
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
    while (!machine.outcome) {
      const before = machine.steps;
      const run = machine.shown?.run;
      // What happened before the first step is told in it.
      const isPlain = before > 0 && run && !isBack() && (code === undefined || knownCodes?.has(code) !== false);
      if (isPlain)
        runPlain(machine, run, code === undefined ? undefined : places?.get(code), last, depth !== undefined);
      if (!machine.outcome && machine.steps === before) machine.step();
      if (machine.outcome) break;
      const earlier = code;
      code = machine.code;
      if (code !== earlier && code !== undefined && knownCodes?.has(code) === false) return { kind: 'code', code };
      if (code !== undefined && places?.get(code)?.has(machine.offset)) return { kind: 'place' };
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

/**
 * Makes steps within one program, up to step number `end` or a place to stop at; ends before a step that asks the chain, or ends
 * the program, and after one that changes the call stack if that is looked at.
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
  const { cpu, program } = vm;
  const { isMetered } = reporter;
  const code = machine.codeOf(run);
  let { steps } = machine;
  let { remaining } = runtime;
  let fault: Fault | undefined;
  try {
    while (steps < end && remaining > 0) {
      const { pc } = cpu;
      const instruction = program.at(pc);
      if (!instruction || instruction.effect === 'syscall') break;
      if (instruction.effect === 'frame') {
        if (!vm.frame && instruction.row.flow === 'halt') break;
        vm.now = steps + 1;
      }
      remaining -= 1;
      steps += 1;
      run.site = pc;
      if (isMetered)
        reporter.chargeInstruction(vm.frame?.id ?? shown?.id ?? 0, { code: code.id, offset: code.offsetOf(pc) });
      cpu.next = pc + instruction.slots;
      instruction.execute(cpu, instruction);
      cpu.pc = cpu.next;
      if (looksAtFrames && instruction.effect === 'frame') break;
      if (stops?.has(code.offsetOf(cpu.pc))) break;
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error;
  }
  runtime.remaining = remaining;
  // What a step that fails says is said in it.
  machine.steps = fault ? steps - 1 : steps;
  if (!fault) return;
  runtime.fail(fault);
  machine.steps = steps;
  machine.look();
};
