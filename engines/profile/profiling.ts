import type { Program } from '../engine.ts';
import type { Edit } from '../history.ts';
import type { Machine } from '../machine.ts';
import { ProfileRecorder } from '../profile.ts';
import type { Ending, Recorded } from './report.ts';

/** A run for the sake of its profile, on a machine of its own, in slices. */
export class Profiling {
  readonly machine: Machine;
  /** Undefined until the run is over. */
  ending: Ending | undefined;
  readonly #edits: readonly Edit[];
  readonly #recorders: readonly ProfileRecorder[];
  readonly #refunded: bigint[];
  #editsMade = 0;

  /** @param edits values that a person changed during the run, in the order of their steps. */
  constructor(program: Program, edits: readonly Edit[] = []) {
    const machine = program.start();
    this.machine = machine;
    this.#edits = edits;
    const recorders = machine.meters().map((_, dimension) => new ProfileRecorder(machine, dimension));
    const refunded = recorders.map(() => 0n);
    this.#recorders = recorders;
    this.#refunded = refunded;
    machine.observer = {
      charge: (charge) => {
        const { dimension, amount } = charge;
        recorders[dimension]?.charge(charge);
        if (amount < 0) refunded[dimension] = (refunded[dimension] ?? 0n) + BigInt(amount);
      },
      stretch: (stretch, frame) => recorders[stretch.dimension]?.stretch(stretch, frame),
    };
    this.#edit();
  }

  get recorded(): readonly Recorded[] {
    return this.#recorders.map(({ root }, dimension) => ({ root, refunded: this.#refunded[dimension] ?? 0n }));
  }

  /** Makes up to `steps` steps. */
  run(steps: number): void {
    const { machine } = this;
    const end = machine.steps + steps;
    while (!this.ending && machine.steps < end) {
      const edit = this.#edits[this.#editsMade]?.step ?? Number.POSITIVE_INFINITY;
      const stop = machine.run({ step: Math.min(end, edit) }, end - machine.steps);
      if (stop.kind === 'limit') this.ending = { kind: 'limit', ok: false, text: stop.message };
      this.#edit();
      if (machine.outcome) this.ending = { kind: 'ended', ok: machine.outcome.ok, text: machine.outcome.text };
    }
  }

  #edit(): void {
    const { machine } = this;
    for (let edit = this.#edits[this.#editsMade]; edit?.step === machine.steps; edit = this.#edits[this.#editsMade]) {
      machine.write(edit.location, edit.value);
      this.#editsMade += 1;
    }
  }
}
