/** Set while a profile is shown. */
export const hasProfile = 'gaslamp.hasProfile';

/** What a person can do for the first time, and the walkthrough then ticks. */
export type Deed = 'openSample' | 'hover' | 'break' | 'stepBack';

/** True once it was done in this window. */
export const contextOf = (deed: Deed): string => `gaslamp.did.${deed}`;
