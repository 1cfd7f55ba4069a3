import { transferCycles } from '../cycles.ts';
import type { CkbMachine } from '../machine.ts';
import * as messages from '../messages.ts';
import { indexOutOfBound, invalidFd, maxVmsSpawned, success, waitFailure } from '../results.ts';
import { readU64, writeU64 } from '../scheduler.ts';
import type { Vm } from '../vm.ts';
import { argumentsOf, holdsPieces, type Piece, partOf, pieceAt, startProgram } from './programs.ts';
import { sourceOf } from './sources.ts';
import { a0, a1, a2, a3, a4, type Result } from './syscall.ts';

/** Limits and costs of RFC 0050. */
const mostVms = 16;
const spawnCycles = 100_000;
export const yieldCycles = 800;

/** The structure that `a4` points at. */
type SpawnArguments = {
  readonly argc: bigint;
  readonly argv: number;
  readonly idAt: number;
  readonly ends: readonly bigint[];
};

const spawnArguments = (vm: Vm): SpawnArguments => {
  const from = vm.hart.address(a4, 0);
  const [argc, argv, idAt, endsAt] = [0, 8, 16, 24].map((offset) => readU64(vm, from + offset));
  const ends: bigint[] = [];
  for (let at = Number(endsAt); endsAt !== 0n; at += 8) {
    const end = readU64(vm, at);
    if (end === 0n) break;
    ends.push(end);
  }
  return { argc, argv: Number(argv), idAt: Number(idAt), ends };
};

/** `a0` index, `a1` source, `a2` place, `a3` bounds, `a4` arguments. */
export const spawn = (machine: CkbMachine): Result => {
  const { hart, vm, setup } = machine;
  const source = sourceOf(hart.u[a1]);
  const [index, place] = [hart.u[a0], hart.u[a2]];
  if (index >= 2n ** 32n || !holdsPieces(source, place)) return indexOutOfBound;
  const args = spawnArguments(vm);
  const piece = partOf(pieceAt(setup.context, source, index, place), hart.u[a3]);
  if (typeof piece === 'number') return piece;
  machine.charge(spawnCycles, 'spawn');
  machine.charge(yieldCycles, 'yield');
  return machine.yield(() => startProcess(machine, vm, piece, args));
};

const startProcess = (
  machine: CkbMachine,
  parent: Vm,
  piece: Piece,
  { argc, argv, idAt, ends }: SpawnArguments,
): Result => {
  const { scheduler } = machine;
  if (ends.some((end) => scheduler.ends.get(end) !== parent.id)) return invalidFd;
  if (scheduler.vms.length > mostVms) return maxVmsSpawned;
  const child = machine.newVm(scheduler.nextId);
  child.owe(transferCycles(startProgram(child, piece, argumentsOf(parent, argc, argv))), 'program load');
  child.process = { ...child.process, inherited: ends };
  scheduler.makeRoom();
  machine.put(child);
  scheduler.ends = new Map([...scheduler.ends, ...ends.map((end) => [end, child.id] as const)]);
  machine.raise({ id: 'spawn', text: messages.processSpawned(child.id, piece.name) });
  writeU64(scheduler.take(parent), idAt, BigInt(child.id));
  return success;
};

/** `a0` process, `a1` where its exit code goes. */
export const wait = (machine: CkbMachine): Result => {
  const { hart, vm, scheduler } = machine;
  const [process, codeAt] = [hart.address(a0, 0), hart.address(a1, 0)];
  machine.charge(yieldCycles, 'yield');
  return machine.yield(() => {
    const code = scheduler.exits.get(process);
    if (code === undefined) {
      if (!scheduler.get(process)) return waitFailure;
      vm.process = { ...vm.process, wait: { kind: 'exit', process, codeAt } };
      return undefined;
    }
    vm.hart.memory.writeBytes(codeAt, Uint8Array.of(code));
    scheduler.exits = new Map([...scheduler.exits].filter(([id]) => id !== process));
    return success;
  });
};

export const processId = (machine: CkbMachine): Result => machine.vm.id;

/** `a0` where the ends go, `a1` where their number is, and how many there is room for. */
export const inheritedEnds = (machine: CkbMachine): Result => {
  const { hart, vm } = machine;
  const [endsAt, countAt] = [hart.address(a0, 0), hart.address(a1, 0)];
  machine.charge(yieldCycles, 'yield');
  return machine.yield(() => {
    const { inherited } = vm.process;
    const room = readU64(vm, countAt);
    for (const [i, end] of inherited.entries()) if (BigInt(i) < room) writeU64(vm, endsAt + 8 * i, end);
    writeU64(vm, countAt, BigInt(inherited.length));
    return success;
  });
};
