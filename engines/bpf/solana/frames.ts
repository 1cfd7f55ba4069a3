import type { Frame, FrameId } from '../../machine.ts';
import type { CallFrame } from '../isa/vm.ts';
import type { Invocation } from './invocation.ts';
import type { SolanaMachine } from './machine.ts';
import * as messages from './messages.ts';
import { nativePrograms } from './programs/list.ts';

/** Programs and the functions that they are in, innermost first. */
export const framesOf = (machine: SolanaMachine): readonly Frame[] => {
  const frames: Frame[] = [];
  for (let each = machine.shown; each; each = each.caller) frames.push(...framesIn(machine, each));
  return frames;
};

const framesIn = (machine: SolanaMachine, invocation: Invocation): readonly Frame[] => {
  const { id, instruction, run } = invocation;
  const name = machine.setup.nameOf(instruction.program);
  if (!run) return [{ id, name, kind: nativePrograms.has(instruction.program) ? 'native' : 'call', place: undefined }];
  const code = machine.codeOf(run);
  const placeAt = (pc: number) => ({ code: code.id, offset: code.offsetOf(pc) });
  const frames: Frame[] = [];
  // A program that has called another stands at the call.
  let pc = invocation === machine.shown && !machine.outcome ? run.vm.cpu.pc : run.site;
  for (let frame: CallFrame | undefined = run.vm.frame; frame; frame = frame.caller) {
    const known = machine.setup.functionName(run.loaded, frame.entry);
    const isCode = run.vm.program.at(frame.entry) !== undefined;
    const unnamed = isCode ? `function_${frame.entry}` : messages.outsideOfCode();
    frames.push({
      ...{ id: frame.id, name: known ?? unnamed, kind: 'function', place: placeAt(pc) },
      ...(known === undefined && isCode && { guessed: true }),
    });
    pc = frame.site;
  }
  frames.push({ id, name, kind: 'call', place: placeAt(pc) });
  return frames;
};

/** The program that a frame belongs to. */
export const ownerOf = (machine: SolanaMachine, id: FrameId): Invocation | undefined => {
  for (let each = machine.shown; each; each = each.caller) {
    if (each.id === id) return each;
    for (let frame = each.run?.vm.frame; frame; frame = frame.caller) if (frame.id === id) return each;
  }
  return undefined;
};
