import type { Charge, Machine } from './machine.ts';

/** What the next step will charge, and why. Makes the step on a saved machine and goes back, so no formula is written twice. */
export const explainStep = (machine: Machine): readonly Charge[] => {
  if (machine.outcome) return [];
  const saved = machine.save();
  const listener = machine.observer;
  const charges: Charge[] = [];
  machine.observer = { charge: (charge) => charges.push(charge) };
  try {
    machine.run({}, 1);
  } finally {
    machine.observer = listener;
    machine.load(saved);
  }
  return charges;
};
