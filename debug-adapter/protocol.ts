import type { Divergence } from '../engines/profile/divergence.ts';
import type { Profile } from '../engines/profile/report.ts';

/**
 * What the extension asks of a debug session beyond DAP. A step that is gone to is told by a `stopped` event, as any
 * other movement is.
 */

/** Asks where in the run the program stands, and what is known of the run. */
export const timelineRequest = 'gaslamp/timeline';

/** `marks` says whether marks are wanted; looking for them goes on for as long as the latest request wants them. */
export type TimelineParams = { readonly marks: boolean };

/** Sent, with no body, when there is more to say than the last answer to `gaslamp/timeline` did. */
export const timelineEvent = 'gaslamp/timelineChanged';

export type TimelineResult = {
  /** Steps made before now. */
  readonly step: number;
  /** The first step that can be gone to, and the furthest that is known. */
  readonly first: number;
  readonly furthest: number;
  /** Whether the run ends at the furthest step, as far as it is known. */
  readonly isComplete: boolean;
  /** What was spent up to now: decimal numbers, for they may exceed 2^53. */
  readonly meters: readonly { readonly name: string; readonly spent: string; readonly limit: string }[];
  /** In the order of their steps. Up to step `lookedTo`, beyond which nobody has looked yet. */
  readonly marks: readonly Mark[];
  readonly lookedTo: number;
};

export type MarkKind = 'enter' | 'leave' | 'event' | 'output' | 'edit' | 'end';

/** Something that happened in the run. */
export type Mark = {
  /** The first moment after it: a program that stops because of it stops there. */
  readonly step: number;
  readonly kind: MarkKind;
  /** The name of a frame, the text of an event or of the output, the place that was edited, how the run ended. */
  readonly text: string;
  /** How many of its kind it stands for: itself, and those soon after it that were too many to be told each. */
  readonly count: number;
};

/** Goes to the moment before a step, or to the end if the run ends before it. */
export const goToStepRequest = 'gaslamp/goToStep';

export type GoToStepParams = { readonly step: number };

/** Goes to the moment after the previous or the next write to a place, which `dataBreakpointInfo` gives the id of. */
export const writesRequest = 'gaslamp/writes';

export type WritesParams = { readonly dataId: string; readonly direction: 'previous' | 'next' };

/** Begins to find where the cost of the run went, with the edits made so far; what comes of it is told by an event. */
export const profileRequest = 'gaslamp/profile';

/** `against` is the launch configuration of another run, of which is told where this one parts from it. */
export type ProfileParams = { readonly against?: object };

/** Names the profile until the event. */
export type ProfileResult = { readonly id: number };

/** Gives a profile up; the event comes all the same. */
export const cancelProfileRequest = 'gaslamp/cancelProfile';

export type CancelProfileParams = { readonly id: number };

/** Sent for each profile that was begun, and once for a launch with `"profile": true`, when its run ends. */
export const profiledEvent = 'gaslamp/profiled';

/** The profile, or a sentence on why there is none; neither if it was given up. */
export type ProfiledEvent = {
  readonly id: number;
  readonly profile?: Profile;
  /** Listings of codes that lie in no file, by code: they can be looked at when the session is over. */
  readonly listings?: Readonly<Record<string, string>>;
  /** Whether values were edited during the run, so that its launch alone does not make it again. */
  readonly isEdited?: boolean;
  readonly reason?: string;
};

/** Sent after a profile that is compared with another run, once it is known where they part. */
export const partedEvent = 'gaslamp/parted';

export type PartedEvent = { readonly id: number; readonly divergence: Divergence | 'never' };
