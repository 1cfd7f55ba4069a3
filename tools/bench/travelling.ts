import { History } from '../../engines/history.ts';
import type { Machine, Until } from '../../engines/machine.ts';
import { heldBytes } from '../../test/harness/memory.ts';
import { cpuTime, type Row, row } from './rows.ts';

export type Travels = {
  /** How rows begin: `EVM`. */
  readonly name: string;
  readonly steps: number;
  /** A machine before its first step, which makes that many steps at least. */
  start(): Machine;
  /** A breakpoint that is come to now and then. */
  marked(machine: Machine): Until['places'];
};

/** A long run with a history, and journeys through it, against making its steps. */
export async function travels({ name, steps, start, marked }: Travels): Promise<readonly Row[]> {
  const forward = await timeOfSteps(start(), steps);
  const machine = start();
  const before = heldBytes();
  const history = new History(machine, () => {});
  const recorded = await cpuTime(() => history.run({}, steps));
  const held = Math.max(1, heldBytes() - before);
  const journeys: readonly (readonly [name: string, journey: () => void])[] = [
    ['one step back', () => exhaust(history.goTo(machine.steps - 1))],
    ['back to the last breakpoint', () => exhaust(history.backTo({ places: marked(machine) }))],
    ['to a step in the middle', () => exhaust(history.goTo(Math.floor(steps / 2) + 7))],
  ];
  const length = `${steps.toLocaleString('en')} steps`;
  const rows = [
    row(`${name}: ${length} with a history`, recorded, 'the plain run', forward, 'ms'),
    row(`${name}: memory for a history of ${length}`, held / 2 ** 20, 'what a history may hold', 256, 'MiB'),
  ];
  for (const [journey, go] of journeys) {
    exhaust(history.goTo(steps));
    const time = await cpuTime(go);
    rows.push(row(`${name}: ${journey} at ${length}`, time, 'running them forward', forward, 'ms'));
  }
  return rows;
}

async function timeOfSteps(machine: Machine, steps: number): Promise<number> {
  const time = await cpuTime(() => machine.run({}, steps));
  if (machine.steps !== steps) throw new Error(`The run ended after ${machine.steps} steps.`);
  return time;
}

const exhaust = (journey: Iterable<unknown>): void => {
  for (const _ of journey);
};
