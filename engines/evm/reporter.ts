import type { Access, Charge, FrameId, MachineEvent, Observer, Stretch } from '../machine.ts';
import type { EventId } from './events.ts';
import type { Frame } from './frame.ts';
import { exactParts } from './gas.ts';
import type { Reason } from './reasons.ts';

/** Gas is the only dimension of the meter. */
export const gas = 0;

/** Tells whoever listens what happens in a step: charges, accesses, events, output. What nobody wants to know is not made. */
export class Reporter {
  /** Whether somebody wants to know of charges, and of accesses and events. */
  metered = false;
  recording = false;
  /** Whether every single instruction is to be told of. */
  isClose = false;
  /** What the last step touched and raised; filled while recording. */
  accesses: Access[] = [];
  events: MachineEvent[] = [];
  #observer: Observer | undefined;
  #watching = false;
  /** Of this step, and not told yet: a host limit may still take the step back. */
  #charges: Charge[] = [];

  get observer(): Observer | undefined {
    return this.#observer;
  }

  set observer(observer: Observer | undefined) {
    this.#observer = observer;
    this.metered = observer?.charge !== undefined;
    this.#decide();
  }

  get watching(): boolean {
    return this.#watching;
  }

  set watching(watching: boolean) {
    this.#watching = watching;
    this.#decide();
  }

  #decide(): void {
    const { charge, stretch } = this.#observer ?? {};
    this.recording = this.#watching || this.#observer?.access !== undefined || this.#observer?.event !== undefined;
    this.isClose = this.recording || (charge !== undefined && stretch === undefined);
    this.forget();
  }

  forget(): void {
    if (this.accesses.length > 0) this.accesses = [];
    if (this.events.length > 0) this.events = [];
  }

  /** The step was not made after all. */
  takeBack(): void {
    this.#charges = [];
    this.forget();
  }

  charge({ call, code, at }: Frame, amount: number, reason: Reason): void {
    if (!this.metered || amount === 0) return;
    this.#charges.push({ amount, reason, dimension: gas, frame: call.id, code: code.id, offset: at });
  }

  /** The base costs of a whole stretch of code. */
  chargeStretch(frame: FrameId, stretch: Stretch): void {
    this.#observer?.stretch?.(stretch, frame);
  }

  /** A charge that no instruction makes. */
  chargeApart(frame: FrameId, amount: bigint, reason: Reason): void {
    if (!this.metered) return;
    for (const part of exactParts(amount)) {
      this.#charges.push({ amount: part, reason, dimension: gas, frame, code: undefined, offset: 0 });
    }
  }

  tellCharges(): void {
    if (this.#charges.length === 0) return;
    const charges = this.#charges;
    this.#charges = [];
    for (const charge of charges) this.#observer?.charge?.(charge);
  }

  /** `text` is asked for only if somebody listens. */
  raise(id: EventId, text: () => string): void {
    if (!this.recording) return;
    const event = { id, text: text() };
    this.events.push(event);
    this.#observer?.event?.(event);
  }

  touch(access: Access): void {
    if (!this.recording) return;
    this.accesses.push(access);
    this.#observer?.access?.(access);
  }

  say(step: number, text: () => string): void {
    this.#observer?.output?.({ step, text: text() });
  }
}
