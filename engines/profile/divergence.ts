import type { Place } from '../code.ts';
import type { Edit } from '../history.ts';
import type { Machine } from '../machine.ts';
import type { Amount } from './amount.ts';
import { type Subject, textsOf, whereIs } from './texts.ts';
import { wordAt } from './words.ts';

/** The first step that two runs do not make alike; a run without it has ended by then. */
export type Divergence = { readonly step: number; readonly before?: Moment; readonly after?: Moment };

/** A step: what it did, and what it cost in the meter that the run is paid by. */
export type Moment = {
  readonly uri?: string;
  readonly line?: number;
  /** Of the text that shows it. */
  readonly name?: string;
  readonly instruction: string;
  readonly cost: Amount;
};

/**
 * Runs two programs side by side, and finds where they part: where another instruction runs, where it costs something else, where
 * one is called into another depth, or, in the same code, where it stands elsewhere.
 */
export class Parting {
  /** Undefined until it is known; `never` for runs that are alike to their end. */
  found: Divergence | 'never' | undefined;
  readonly #before: Walker;
  readonly #after: Walker;

  /** @param edits values that a person changed in the run `after`, in the order of their steps. */
  constructor(before: Subject, after: Subject, edits: readonly Edit[] = []) {
    this.#before = new Walker(before, []);
    this.#after = new Walker(after, edits);
  }

  /** Steps looked at so far. */
  get steps(): number {
    return this.#after.machine.steps;
  }

  /** Looks at up to `steps` more. */
  look(steps: number): void {
    for (let i = 0; i < steps && this.found === undefined; i++) {
      const step = this.#after.machine.steps;
      const before = this.#before.step();
      const after = this.#after.step();
      if (!before && !after) this.found = 'never';
      else if (!before || !after || !isAlike(before, after)) {
        this.found = { step, ...this.#moments(before, after) };
      }
    }
  }

  #moments(before: Step | undefined, after: Step | undefined): Pick<Divergence, 'before' | 'after'> {
    return {
      ...(before && { before: this.#before.tell(before) }),
      ...(after && { after: this.#after.tell(after) }),
    };
  }
}

type Step = {
  readonly place: Place | undefined;
  readonly instruction: string;
  readonly depth: number;
  readonly cost: bigint;
};

const isAlike = (a: Step, b: Step): boolean =>
  a.instruction === b.instruction &&
  a.cost === b.cost &&
  a.depth === b.depth &&
  (a.place?.code !== b.place?.code || a.place?.offset === b.place?.offset);

/** Makes one step after the other, and says what each was. */
class Walker {
  readonly machine: Machine;
  readonly #subject: Subject;
  readonly #edits: readonly Edit[];
  #cost = 0n;

  constructor(subject: Subject, edits: readonly Edit[]) {
    const machine = subject.program.start();
    this.machine = machine;
    this.#subject = subject;
    this.#edits = edits;
    machine.observer = {
      charge: ({ dimension, amount }) => {
        if (dimension === 0) this.#cost += BigInt(amount);
      },
    };
  }

  /** Undefined where there is no further step. */
  step(): Step | undefined {
    const { machine } = this;
    if (machine.outcome) return undefined;
    for (const edit of this.#edits) if (edit.step === machine.steps) machine.write(edit.location, edit.value);
    const { place, depth, unit } = machine;
    const instruction = place ? wordAt(machine.codes, place) : (machine.frames(unit)[0]?.name ?? '');
    this.#cost = 0n;
    if (machine.run({}, 1).kind === 'limit') return undefined;
    return { place, instruction, depth, cost: this.#cost };
  }

  tell({ place, instruction, cost }: Step): Moment {
    const line = textsOf(this.#subject, this.machine.codes).lineOf(place);
    const shown = line && { ...whereIs(line), name: this.#subject.nameOf(line.uri) };
    return { ...shown, instruction, cost: String(cost) };
  }
}
