import type { Code, CodeId, Place } from './code.ts';

/** A contract call, process or thread. One unit runs at a time; steps are counted over all of them. */
export type Unit = {
  readonly id: number;
  readonly name: string;
  readonly state:
    | { readonly kind: 'running' | 'ready' | 'ended' }
    /** `why` ends the sentence "waiting for …". */
    | { readonly kind: 'waiting'; readonly why: string };
};

/** The step at which the frame was entered, made unique among frames of one step by a fraction. Stable across time travel. */
export type FrameId = number;

export type Frame = {
  readonly id: FrameId;
  readonly name: string;
  /** `native` frames (precompiles, built-in programs) have no instructions and no place. */
  readonly kind: 'call' | 'function' | 'native';
  /** The next step of the innermost frame; the call still under way in the others. */
  readonly place: Place | undefined;
  /** True for a function found by a heuristic, not by debug information. */
  readonly guessed?: boolean;
};

/**
 * Something that can be read, written or watched. `space` names its kind and its owner (`storage:0x5fbd…`, `memory#12`)
 * and is stable across sessions and time; an owner behind a `#` is a frame or a unit, which another run may not have.
 * `at` and `size` count in the units of the space: bytes of a memory, one slot of a storage.
 */
export type Location = { readonly space: string; readonly at: bigint; readonly size: number };

/** A value as a person sees it, with what it is made of. Valid until the machine moves. */
export type Value = {
  readonly name: string;
  readonly type?: string;
  readonly text: string;
  /** What it is in a calculation, exactly and unsigned, where it is a number. */
  readonly number?: bigint;
  /** Where it can be written and watched; absent for what is computed. */
  readonly location?: Location;
  /** Why it cannot be changed, in a sentence, where there is more to say than that it is computed. */
  readonly fixed?: string;
  readonly children?: Children;
};

/** Children are made when asked for, so that a large memory costs nothing until it is opened. */
export type Children = {
  readonly count: number;
  /** True if they are numbered, so that a client may page through them. */
  readonly indexed: boolean;
  get(start: number, count: number): readonly Value[];
};

export type Scope = {
  /** The word for it in expressions: `stack` in `stack[0]`. */
  readonly id: string;
  readonly name: string;
  readonly values: Children;
  /** The value that `id[key]` means; undefined if there is none. */
  at?(key: bigint): Value | undefined;
  /** What a name means in expressions that none of the values is listed by: a second name, or a place in the program. */
  named?(name: string): Value | undefined;
  /** The location space that `id[from..to]` means, for scopes that hold bytes. */
  readonly bytes?: { readonly space: string; readonly length: number };
};

/** One dimension of the meter: gas, cycles, compute units. */
export type Meter = {
  readonly name: string;
  readonly spent: bigint;
  readonly limit: bigint;
};

/**
 * Something charged to the meter. `amount` is exact: what exceeds 2^53 - 1 arrives as several charges.
 * Negative amounts are refunds. A charge without a `code` belongs to no instruction (intrinsic gas, program load).
 */
export type Charge = {
  readonly amount: number;
  /** In a few words, of those that the engine lists: `cold storage slot`. The base cost of an instruction has the reason `base`. */
  readonly reason: string;
  /** Index into the engine's meters. */
  readonly dimension: number;
  readonly frame: FrameId;
  readonly code: CodeId | undefined;
  readonly offset: number;
};

/**
 * Instructions in a row of which each is charged its base cost and nothing else. One stretch of code is the same object each time
 * that it runs, so that a listener can count stretches instead of instructions.
 */
export type Stretch = {
  readonly dimension: number;
  readonly code: CodeId;
  readonly costs: readonly { readonly offset: number; readonly amount: number }[];
};

/** What the program says to the world: a log, a debug syscall. `step` counts the steps made before the one that says it. */
export type Output = { readonly step: number; readonly text: string };

export type Access = { readonly location: Location; readonly write: boolean };

/** Something that happened in a step and that a person may want to stop at. `id` is among the engine's `events`. */
export type MachineEvent = { readonly id: string; readonly text: string };

/**
 * Told of what happens while the machine runs. Every part is optional, and what nobody listens to costs nothing.
 * It hears only of steps that are made, not of one that a limit of the host refuses, and while the frame concerned is
 * still among the machine's frames. What is charged before the first instruction is charged in the first step.
 */
export type Observer = {
  charge?(charge: Charge): void;
  /** Several charges at once. Who listens to `charge` alone hears of each by itself, which takes longer. */
  stretch?(stretch: Stretch, frame: FrameId): void;
  output?(output: Output): void;
  access?(access: Access): void;
  event?(event: MachineEvent): void;
};

/** How a run ended, in the VM's own terms. */
export type Outcome = {
  readonly ok: boolean;
  /** One sentence: `Returned 32 bytes.`, `Out of gas: SSTORE needs 20,000 gas, 312 were left.` */
  readonly text: string;
  readonly data: Uint8Array;
};

/** A part of the state that outlives the run, as texts for a person: `Token 0x5fbd…0aa3 storage[0x0]`, `0x1`, `0x2`. */
export type StateChange = { readonly name: string; readonly before: string; readonly after: string };

/** Accesses to watch for. */
export type Watch = { readonly location: Location; readonly on: 'read' | 'write' | 'both' };

/** What ends a run. All conditions hold together; the first that is met wins, and of those met at once the one listed in `Stop` last. */
export type Until = {
  /** Stop before the step of this number (the first is 0). */
  readonly step?: number;
  /** Stop before a step at one of these offsets. A set of them does not change, so that a machine may remember what it found of it. */
  readonly places?: ReadonlyMap<CodeId, ReadonlySet<number>>;
  /** Stop before a step in code that is not among these, so that breakpoints can be bound first. */
  readonly knownCodes?: ReadonlySet<CodeId>;
  /** Stop before a step of `unit` with at most `frames` frames, or when that unit has ended; one not yet there has not. */
  readonly depth?: { readonly unit: number; readonly frames: number };
  /** Stop after a step that touched one of these; an overlap suffices. */
  readonly accesses?: readonly Watch[];
  /** Stop after a step that raised one of these. */
  readonly events?: ReadonlySet<string>;
};

export type Stop =
  | { readonly kind: 'budget' | 'step' | 'depth' | 'place' }
  | { readonly kind: 'code'; readonly code: CodeId }
  | { readonly kind: 'ended'; readonly outcome: Outcome }
  | { readonly kind: 'access'; readonly accesses: readonly Access[] }
  /** All that was asked for in the step: at least one event, and the accesses if there were some. */
  | { readonly kind: 'event'; readonly events: readonly MachineEvent[]; readonly accesses: readonly Access[] }
  /** A limit of the host, not of the VM: memory or steps. The step was not made; running on stops here again. */
  | { readonly kind: 'limit'; readonly message: string };

/** A machine's whole state. Immutable; may share structure with other saves. Opaque to all but the machine that made it. */
export type Save = {
  readonly steps: number;
  /** Roughly how many bytes only this save holds. */
  readonly size: number;
};

/** A VM stopped between two steps. Deterministic: same program, input and limits, same trace. */
export type Machine = {
  /** Steps made since the start. */
  readonly steps: number;
  /** Set once the run has ended; the last frame is kept, so that it can be looked at. */
  readonly outcome: Outcome | undefined;
  /** The next step; after the end, the last one that ran. */
  readonly place: Place | undefined;
  /** The unit that makes the next step, or made the last, and how many frames it has: cheap, unlike the frames themselves. */
  readonly unit: number;
  readonly depth: number;
  /** Every code met so far. Only grows: what a step met stays when an older save is loaded, and explaining a step does that too. */
  readonly codes: ReadonlyMap<CodeId, Code>;
  /** False for a recorded trace. */
  readonly writable: boolean;
  observer: Observer | undefined;

  /** At least one; exactly one is running until the end. */
  units(): readonly Unit[];
  /** Innermost first; at least one. */
  frames(unit: number): readonly Frame[];
  /** Empty for a frame that is gone. */
  scopes(frame: FrameId): readonly Scope[];
  meters(): readonly Meter[];
  /** What is different by now in the state that outlives the run, in an order that helps a reader; absent where none does. */
  changes?(): readonly StateChange[];

  /**
   * Makes at least one step, and at most `budget`, unless it has ended. A place is looked at only after the first step,
   * so that running on from a breakpoint leaves it. At every stop, state, meter and step count are what single steps give.
   */
  run(until: Until, budget: number): Stop;

  /** Undefined where nothing can be read (a frame that is gone, past the end of a memory, whatever the size asked for). */
  read(location: Location): Uint8Array | undefined;
  /** Writes bytes of exactly the location's width in bytes. @throws MachineError where it cannot be written. */
  write(location: Location, bytes: Uint8Array): void;

  save(): Save;
  load(save: Save): void;
};

/** Something asked of a machine that it cannot do; the message is for a person. */
export class MachineError extends Error {}
