import type { Reason } from './reasons.ts';

/** Why a frame can end other than by STOP, RETURN or SELFDESTRUCT. Also the ids of the events that tell of it. */
type HaltKind =
  | 'out-of-gas'
  | 'invalid-opcode'
  | 'stack'
  | 'jump'
  | 'static-violation'
  | 'out-of-bounds'
  | 'rejected-code'
  | 'rejected-input';

/** Thrown inside a step: the frame ends, what it did is undone and its gas is burnt. Not an Error, for it needs no stack trace. */
export class Halt {
  readonly kind: HaltKind;
  readonly #text: string | (() => string);

  /** @param text made only when somebody reads it, where that is a function: most callees that fail do so unread. */
  constructor(kind: HaltKind, text: string | (() => string)) {
    this.kind = kind;
    this.#text = text;
  }

  /** One sentence. */
  get text(): string {
    return typeof this.#text === 'string' ? this.#text : this.#text();
  }
}

/** Thrown where gas does not suffice; the step knows the instruction and what it had at its start, and says so. */
export class OutOfGas {
  /** What was wanted when it ran out. */
  readonly amount: bigint;
  readonly reason: Reason;

  constructor(amount: bigint, reason: Reason) {
    this.amount = amount;
    this.reason = reason;
  }
}
