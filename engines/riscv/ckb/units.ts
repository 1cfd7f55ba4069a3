import { hex } from '../../digits.ts';
import type { Frame, FrameId, Unit } from '../../machine.ts';
import type { CkbMachine } from './machine.ts';
import * as messages from './messages.ts';
import type { CallFrame, Vm } from './vm.ts';

/** The processes of a machine, those that have ended too, in the order of their ids. */
export const unitsOf = (machine: CkbMachine): readonly Unit[] => {
  const { vms, scheduler, vm: current } = machine;
  const units: Unit[] = vms.map((vm) => ({ id: vm.id, name: messages.threadName(vm.id), state: stateOf(machine, vm) }));
  for (let each = scheduler.ended; each; each = each.before) {
    if (each.id !== current.id)
      units.push({ id: each.id, name: messages.threadName(each.id), state: { kind: 'ended' } });
  }
  return units.sort((a, b) => a.id - b.id);
};

const stateOf = ({ outcome, vm: current }: CkbMachine, vm: Vm): Unit['state'] => {
  if (outcome) return { kind: 'ended' };
  const { wait } = vm.process;
  if (wait) return { kind: 'waiting', why: messages.waitingFor(wait) };
  return { kind: vm === current ? 'running' : 'ready' };
};

/** The functions that a process is in, innermost first; of one that has ended, the one that it ended in. */
export const framesOf = ({ vms, scheduler, setup }: CkbMachine, unit: number): readonly Frame[] => {
  const vm = vms.find(({ id }) => id === unit);
  if (!vm) {
    for (let each = scheduler.ended; each; each = each.before) if (each.id === unit) return [each.frame];
    return [];
  }
  const frames: Frame[] = [];
  let at = vm.hart.pc;
  for (let frame: CallFrame | undefined = vm.frame; frame; frame = frame.caller) {
    const code = vm.codeAt(at);
    const name = code && setup.names?.nameAt(code, frame.caller ? frame.entry : at)?.name;
    frames.push({
      id: frame.id,
      name: name ?? hex(frame.entry),
      kind: 'function',
      place: code && { code: code.id, offset: at },
      ...(name === undefined && { guessed: true }),
    });
    at = frame.site;
  }
  return frames;
};

/** The process that a frame belongs to. */
export const ownerOf = ({ vms }: CkbMachine, id: FrameId): Vm | undefined =>
  vms.find(({ frame }) => {
    for (let each: CallFrame | undefined = frame; each; each = each.caller) if (each.id === id) return true;
    return false;
  });
