import type { CkbMachine } from '../machine.ts';
import { otherEnd, type PipeWait } from '../process.ts';
import { invalidFd, maxFdsCreated, otherEndClosed, success } from '../results.ts';
import { readU64, writeU64 } from '../scheduler.ts';
import { yieldCycles } from './spawn.ts';
import { a0, a1, a2, type Result } from './syscall.ts';

/** RFC 0050 */
const mostEnds = 64;

/** `a0` where the two ends go. */
export const pipe = (machine: CkbMachine): Result => {
  const { hart, vm, scheduler } = machine;
  const endsAt = hart.address(a0, 0);
  machine.charge(yieldCycles, 'yield');
  return machine.yield(() => {
    if (scheduler.ends.size >= mostEnds) return maxFdsCreated;
    const read = scheduler.nextEnd;
    const write = otherEnd(read);
    scheduler.nextEnd = read + 2n;
    scheduler.ends = new Map([...scheduler.ends, [read, vm.id], [write, vm.id]]);
    writeU64(vm, endsAt, read);
    writeU64(vm, endsAt + 8, write);
    return success;
  });
};

/** `a0` the end, `a1` the bytes, `a2` where their number is. */
const transfer =
  (kind: PipeWait['kind'], parity: bigint) =>
  (machine: CkbMachine): Result => {
    const { hart, vm, scheduler } = machine;
    const end = hart.u[a0];
    const lengthAt = hart.address(a2, 0);
    const length = Number(readU64(vm, lengthAt));
    if ((end & 1n) !== parity) return invalidFd;
    const buffer = hart.address(a1, 0);
    machine.charge(yieldCycles, 'yield');
    return machine.yield(() => {
      if (scheduler.ends.get(end) !== vm.id) return invalidFd;
      if (!scheduler.ends.has(otherEnd(end))) return otherEndClosed;
      vm.process = { ...vm.process, wait: { kind, end, buffer, length, lengthAt, moved: 0 } };
      return undefined;
    });
  };

export const read = transfer('read', 0n);
export const write = transfer('write', 1n);

/** `a0` the end. */
export const close = (machine: CkbMachine): Result => {
  const { hart, vm, scheduler } = machine;
  const end = hart.u[a0];
  machine.charge(yieldCycles, 'yield');
  return machine.yield(() => {
    if (scheduler.ends.get(end) !== vm.id) return invalidFd;
    scheduler.ends = new Map([...scheduler.ends].filter(([each]) => each !== end));
    return success;
  });
};
