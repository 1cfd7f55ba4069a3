import { Fault } from '../../isa/fault.ts';
import { transferCycles } from '../cycles.ts';
import type { CkbMachine } from '../machine.ts';
import * as messages from '../messages.ts';
import { indexOutOfBound, wrongFormat } from '../results.ts';
import type { Vm } from '../vm.ts';
import { argumentsOf, clippedPart, holdsPieces, type Piece, partOf, pieceAt, startProgram } from './programs.ts';
import { exactSource, sourceOf } from './sources.ts';
import { a0, a1, a2, a3, a4, a5, type Result } from './syscall.ts';

const mostArgumentBytes = 1 << 20;
const version2Cycles = 75_000;

/** A process in the place of another: the same to all others, with nothing in its registers and its memory. */
const successor = (machine: CkbMachine, vm: Vm): Vm => {
  const next = machine.newVm(vm.id);
  next.process = { ...vm.process, loaded: [] };
  return next;
};

const replace = (machine: CkbMachine, next: Vm, name: string): void => {
  machine.put(next);
  machine.reporter.write(`vm${next.id}/registers`, 0, 32);
  machine.reporter.write(`vm${next.id}/memory`, 0, next.hart.memory.size);
  machine.raise({ id: 'exec', text: messages.programReplaced(next.id, name) });
};

/** Of version 1 (RFC 0034): the program is replaced at once, and where it cannot be, what is left goes on behind the ECALL. */
export const execVersion1 = (machine: CkbMachine): Result => {
  const { hart, vm, setup } = machine;
  const source = sourceOf(hart.u[a1]);
  const place = hart.u[a2];
  if (place > 1n) throw new Fault('External', messages.badPlace(place));
  const piece = partOf(pieceAt(setup.context, source, hart.u[a0], place), hart.u[a3]);
  if (typeof piece === 'number') return piece;
  const args = [];
  let argumentBytes = 0;
  for (const each of argumentsOf(vm, hart.u[a4], hart.address(a5, 0))) {
    args.push(each);
    argumentBytes += 8 + each.length;
    if (argumentBytes > mostArgumentBytes) throw new Fault('Unexpected', messages.argumentsOverLimit());
  }
  const next = successor(machine, vm);
  next.hart.pc = hart.next;
  const isPlaced = placeAndPush(machine, next, piece, args);
  replace(machine, next, piece.name);
  return isPlaced ? undefined : wrongFormat;
};

const placeAndPush = (machine: CkbMachine, vm: Vm, { bytes, name }: Piece, args: readonly Uint8Array[]): boolean => {
  try {
    machine.charge(transferCycles(vm.place(bytes, name)), 'program load');
    machine.charge(transferCycles(vm.pushArguments(args)), 'program load');
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
};

/**
 * Of version 2 (RFC 0050): the scheduler replaces the program. It looks only at the source by itself; where nothing stands there,
 * or no program, the script ends.
 */
export const execVersion2 = (machine: CkbMachine): Result => {
  const { hart, vm, setup } = machine;
  const [index, source, place, bounds] = [hart.u[a0], exactSource(hart.u[a1]), hart.u[a2], hart.u[a3]];
  if (!source || index >= 2n ** 32n || !holdsPieces(source, place)) return indexOutOfBound;
  const [count, from] = [hart.u[a4], hart.address(a5, 0)];
  return machine.yield(() => {
    const piece = clippedPart(pieceAt(setup.context, source, index, place), bounds);
    if (!piece) throw new Fault('SnapshotDataLoadError', messages.noPiece());
    const next = successor(machine, vm);
    next.owe(version2Cycles, 'exec');
    next.owe(transferCycles(startProgram(next, piece, argumentsOf(vm, count, from))), 'program load');
    replace(machine, next, piece.name);
    return undefined;
  });
};
