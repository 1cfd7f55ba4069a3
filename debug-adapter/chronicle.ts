import type { Program } from '../engines/engine.ts';
import type { Edit } from '../engines/history.ts';
import type { Frame, Machine } from '../engines/machine.ts';
import { nameOf, scopesHere } from './data-breakpoints.ts';
import { Marks } from './marks.ts';
import type { Mark } from './protocol.ts';

/**
 * What happened in a run: calls, events, output, edits, the end. Found by running the program once more on a machine of its own,
 * so that neither an ordinary run nor the machine that is looked at knows of it.
 */
export class Chronicle {
  readonly #machine: Machine;
  readonly #edits: readonly Edit[];
  readonly #marks = new Marks();
  /** Frames by unit, outermost first. */
  readonly #frames = new Map<number, readonly Frame[]>();
  #editsMade = 0;
  #unit: number;
  /** The moment after the step under way. */
  #after = 0;
  /** Whether a limit of the host lets it go no further. */
  #isStuck = false;

  /** @param edits those that were made in the run so far. With another edit, it is another run. */
  constructor(program: Program, edits: readonly Edit[]) {
    this.#machine = program.start();
    this.#edits = edits;
    this.#unit = this.#machine.unit;
    this.#machine.observer = {
      event: ({ text }) => this.#marks.add(this.#after, 'event', text),
      output: ({ text }) => this.#marks.add(this.#after, 'output', text),
    };
    this.#arrived();
  }

  get marks(): readonly Mark[] {
    return this.#marks.list;
  }

  /** Steps looked at so far. */
  get steps(): number {
    return this.#machine.steps;
  }

  /** Whether there is more to see before step `last`. */
  canSee(last: number): boolean {
    return this.#machine.steps < last && !this.#machine.outcome && !this.#isStuck;
  }

  /** Looks at `steps` more, but not beyond step `last`. */
  look(last: number, steps: number): void {
    const machine = this.#machine;
    const end = Math.min(last, machine.steps + steps);
    while (this.canSee(end)) {
      this.#after = machine.steps + 1;
      this.#isStuck = machine.run({}, 1).kind === 'limit';
      this.#arrived();
      if (machine.outcome) this.#marks.add(machine.steps, 'end', machine.outcome.text);
    }
  }

  #arrived(): void {
    const { unit, depth, steps } = this.#machine;
    if (unit !== this.#unit) this.#left();
    if (depth !== this.#frames.get(unit)?.length) this.#compare(unit);
    for (let edit = this.#edits[this.#editsMade]; edit?.step === steps; edit = this.#edits[this.#editsMade]) {
      this.#marks.add(steps, 'edit', nameOf(edit.location, scopesHere(this.#machine)));
      this.#machine.write(edit.location, edit.value);
      this.#editsMade += 1;
    }
  }

  /** Another unit runs than before; that one may have ended. */
  #left(): void {
    const unit = this.#machine.units().find(({ id }) => id === this.#unit);
    if (unit?.state.kind === 'ended') this.#tell(this.#unit, []);
    this.#unit = this.#machine.unit;
  }

  #compare(unit: number): void {
    this.#tell(unit, this.#machine.frames(unit).toReversed());
  }

  /** Tells the frames that were left, innermost first, and those that were entered. */
  #tell(unit: number, now: readonly Frame[]): void {
    const before = this.#frames.get(unit) ?? [];
    const common = before.findIndex((frame, index) => frame.id !== now[index]?.id);
    const kept = common < 0 ? before.length : common;
    for (const { name } of before.slice(kept).reverse()) this.#marks.add(this.#machine.steps, 'leave', name);
    for (const { name } of now.slice(kept)) this.#marks.add(this.#machine.steps, 'enter', name);
    this.#frames.set(unit, now);
  }
}
