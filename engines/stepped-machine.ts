import type { CodeId, Place } from './code.ts';
import type { Access, Machine, MachineEvent, Observer, Outcome, Stop, Until } from './machine.ts';
import { drive, type Stepper } from './run.ts';

/** What is the same in all machines that make single steps and have a reporter, which tells whoever listens what happens in one. */
export abstract class SteppedMachine {
  abstract readonly reporter: Pick<Stepper, 'watching' | 'accesses' | 'events'> & Pick<Machine, 'observer'>;
  abstract readonly outcome: Outcome | undefined;
  abstract readonly code: CodeId | undefined;
  abstract readonly offset: number;

  get observer(): Observer | undefined {
    return this.reporter.observer;
  }

  set observer(observer: Observer | undefined) {
    this.reporter.observer = observer;
  }

  get watching(): boolean {
    return this.reporter.watching;
  }

  set watching(watching: boolean) {
    this.reporter.watching = watching;
  }

  get accesses(): readonly Access[] {
    return this.reporter.accesses;
  }

  get events(): readonly MachineEvent[] {
    return this.reporter.events;
  }

  get place(): Place | undefined {
    const { code, offset } = this;
    return code === undefined ? undefined : { code, offset };
  }

  /** A machine of one unit ends with it. */
  hasEnded(_unit: number): boolean {
    return this.outcome !== undefined;
  }

  run(this: Stepper, until: Until, budget: number): Stop {
    return drive(this, until, budget);
  }
}
