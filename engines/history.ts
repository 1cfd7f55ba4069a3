import type { Location, Machine, Output, Save, Stop, Until } from './machine.ts';

export type HistoryOptions = {
  /** Checkpoints kept at most; beyond that every second one is dropped. */
  readonly checkpoints?: number;
  /** Bytes that all checkpoints may hold together, by their own account. */
  readonly bytes?: number;
  /** Steps between the first checkpoints; the distance doubles whenever checkpoints are dropped. */
  readonly interval?: number;
};

/** A value changed by a person, before the step of that number. */
export type Edit = { readonly step: number; readonly location: Location; readonly value: Uint8Array };

type Wanted = { readonly until: Omit<Until, 'step'>; readonly counts: (stop: Stop) => boolean };

/** Progress of a journey through time, for somebody who waits: steps made of steps to make, at most. */
export type Progress = { readonly done: number; readonly of: number };

/**
 * The past of one machine. Going back loads the checkpoint before and runs forward again, which is exact because a machine
 * is deterministic; edits are replayed at the step at which they were made. Output is heard once: what is run again is silent.
 */
export class History {
  readonly machine: Machine;
  /** Steps known: the furthest that was run since the last edit. */
  furthest: number;
  readonly #options: Required<HistoryOptions>;
  /** In the order of their steps; the first is the start and is never dropped. */
  #checkpoints: Save[];
  #edits: Edit[] = [];
  #interval: number;
  #revision = 0;
  #complete = false;
  /** Output of steps before this one has been told. */
  #toldBefore: number;

  constructor(machine: Machine, output: (output: Output) => void, options: HistoryOptions = {}) {
    this.machine = machine;
    this.#options = { checkpoints: 256, bytes: 256 * 2 ** 20, interval: 8192, ...options };
    this.#interval = this.#options.interval;
    this.furthest = machine.steps;
    this.#toldBefore = machine.steps;
    this.#checkpoints = [machine.save()];
    machine.observer = {
      ...machine.observer,
      output: (said) => {
        if (said.step >= this.#toldBefore) output(said);
      },
    };
  }

  /** Edits made so far. What was learnt of the run when they were fewer may not hold any more. */
  get revision(): number {
    return this.#revision;
  }

  /** In the order of their steps. */
  get edits(): readonly Edit[] {
    return this.#edits;
  }

  /** Whether the program has ended as far as it is known. */
  get isComplete(): boolean {
    return this.#complete;
  }

  get start(): number {
    return this.#checkpoints[0]?.steps ?? 0;
  }

  get #newest(): number {
    return this.#checkpoints.at(-1)?.steps ?? this.start;
  }

  /** Runs forward as `Machine.run` does, through what is known already and beyond. */
  run(until: Until, budget: number): Stop {
    const machine = this.machine;
    const end = machine.steps + budget;
    for (;;) {
      const last = Math.min(end, this.#nextBoundary(), until.step ?? Number.POSITIVE_INFINITY);
      const stop = machine.run({ ...until, step: last }, last - machine.steps);
      this.#arrived();
      const asked = stop.kind !== 'step' && stop.kind !== 'budget';
      if (asked) return stop;
      if (until.step !== undefined && machine.steps >= until.step) return { kind: 'step' };
      if (machine.steps >= end) return { kind: 'budget' };
    }
  }

  /**
   * Goes to the moment before step `step`, back or forward; yields between slices of `slice` steps.
   * Answers `{ kind: 'step' }` on arrival, else what ended the run before.
   */
  *goTo(step: number, slice = 100_000): Generator<Progress, Stop> {
    const target = Math.max(step, this.start);
    if (target < this.machine.steps || this.#checkpointBefore(target).steps > this.machine.steps) {
      this.#load(this.#checkpointBefore(target));
    }
    const from = this.machine.steps;
    while (this.machine.steps < target) {
      const stop = this.run({ step: target }, slice);
      if (stop.kind === 'budget') yield { done: this.machine.steps - from, of: target - from };
      else if (this.machine.steps < target) return stop;
    }
    return { kind: 'step' };
  }

  /**
   * Goes back to the last moment before now at which a run forward would have stopped, or to the start.
   * Answers `{ kind: 'step' }` at the start. Yields between slices, so that it can be given up: the caller then goes where it likes.
   * @param counts is asked at every stop, with the machine there, whether it is one that was meant.
   */
  *backTo(
    until: Omit<Until, 'step'>,
    slice = 100_000,
    counts: (stop: Stop) => boolean = () => true,
  ): Generator<Progress, Stop> {
    const now = this.machine.steps;
    for (let bound = now; bound > this.start; ) {
      const checkpoint = this.#checkpointBefore(bound - 1);
      const found = yield* this.#lastStop(checkpoint, { until, counts }, bound, now, slice);
      if (found) {
        yield* this.goTo(found.step, slice);
        return found.stop;
      }
      bound = checkpoint.steps;
      yield { done: now - bound, of: now - this.start };
    }
    yield* this.goTo(this.start, slice);
    return { kind: 'step' };
  }

  /** The last stop between a checkpoint and `bound`, which is itself a checkpoint or where the journey began. */
  *#lastStop(checkpoint: Save, { until, counts }: Wanted, bound: number, now: number, slice: number) {
    let found: { readonly step: number; readonly stop: Stop } | undefined;
    this.#load(checkpoint);
    let pause = this.machine.steps + slice;
    while (this.machine.steps < bound) {
      const stop = this.run({ ...until, step: bound }, pause - this.machine.steps);
      if (stop.kind === 'step' || stop.kind === 'ended' || stop.kind === 'limit') break;
      const isBefore = stop.kind !== 'budget' && this.machine.steps < now;
      if (isBefore && counts(stop)) found = { step: this.machine.steps, stop };
      if (this.machine.steps >= pause) {
        yield { done: now - bound, of: now - this.start };
        pause = this.machine.steps + slice;
      }
    }
    return found;
  }

  /** Changes a value now, and drops what was known to come later. Returns true if there was something to drop. @throws MachineError */
  edit(location: Location, value: Uint8Array): boolean {
    const { steps } = this.machine;
    this.machine.write(location, value);
    this.#edits = [...this.#edits.filter((edit) => edit.step <= steps), { step: steps, location, value }];
    this.#checkpoints = this.#checkpoints.filter((save) => save.steps <= steps);
    this.#revision += 1;
    this.#complete = this.machine.outcome !== undefined;
    const dropped = this.furthest > steps;
    this.furthest = steps;
    this.#toldBefore = Math.min(this.#toldBefore, steps);
    return dropped;
  }

  /** Step before which a run has to pause: for an edit to replay, or for a checkpoint to take. */
  #nextBoundary(): number {
    const { steps } = this.machine;
    const edit = this.#edits.find((e) => e.step > steps)?.step ?? Number.POSITIVE_INFINITY;
    return Math.min(this.#newest + this.#interval, edit);
  }

  /** Called wherever the machine pauses: replays edits of this step, takes a checkpoint when one is due. */
  #arrived(): void {
    const { steps } = this.machine;
    if (steps <= this.furthest) this.#replay();
    this.furthest = Math.max(this.furthest, steps);
    this.#complete ||= this.machine.outcome !== undefined;
    this.#toldBefore = Math.max(this.#toldBefore, steps);
    if (steps >= this.#newest + this.#interval) this.#keep(this.machine.save());
  }

  #replay(): void {
    for (const edit of this.#edits) {
      if (edit.step === this.machine.steps) this.machine.write(edit.location, edit.value);
    }
  }

  #load(save: Save): void {
    this.machine.load(save);
    this.#replay();
  }

  #keep(save: Save): void {
    this.#checkpoints.push(save);
    const tooMany = () => this.#checkpoints.length > this.#options.checkpoints;
    const tooLarge = () => this.#checkpoints.reduce((sum, each) => sum + each.size, 0) > this.#options.bytes;
    while (this.#checkpoints.length > 2 && (tooMany() || tooLarge())) {
      this.#checkpoints = this.#checkpoints.filter((_, index) => index % 2 === 0);
      this.#interval *= 2;
    }
  }

  #checkpointBefore(step: number): Save {
    const found = this.#checkpoints.findLast((save) => save.steps <= step) ?? this.#checkpoints[0];
    if (!found) throw new Error('A history has at least its first checkpoint.');
    return found;
  }
}
