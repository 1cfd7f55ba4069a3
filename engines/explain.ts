import type { Place } from './code.ts';
import type { Access, Charge, Machine, Outcome } from './machine.ts';

/** What the next step will do. */
export type Ahead = {
  readonly charges: readonly Charge[];
  readonly accesses: readonly Access[];
  /** Where the frame that makes the step goes on; undefined where it does not. */
  readonly place: Place | undefined;
  /** Set if the step ends the run. */
  readonly outcome: Outcome | undefined;
};

/** Makes the next step on a saved machine and goes back, so nothing that a step does is stated twice. Undefined where no step is made. */
export const lookAhead = (machine: Machine): Ahead | undefined => {
  if (machine.outcome) return undefined;
  const saved = machine.save();
  const { observer, unit } = machine;
  const frame = machine.frames(unit)[0]?.id;
  const charges: Charge[] = [];
  const accesses: Access[] = [];
  machine.observer = { charge: (charge) => charges.push(charge), access: (access) => accesses.push(access) };
  try {
    if (machine.run({}, 1).kind === 'limit') return undefined;
    const place = machine.outcome ? undefined : machine.frames(unit).find(({ id }) => id === frame)?.place;
    return { charges, accesses, place, outcome: machine.outcome };
  } finally {
    machine.observer = observer;
    machine.load(saved);
  }
};

/** What the next step will charge, and why; nothing where no step is made. */
export const explainStep = (machine: Machine): readonly Charge[] => lookAhead(machine)?.charges ?? [];
