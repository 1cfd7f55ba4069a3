import type { MarkKind, TimelineResult } from '../../debug-adapter/protocol.ts';

/** What the page of the Execution view shows of a session that stands still. */
export type Shown = {
  readonly step: number;
  readonly first: number;
  readonly furthest: number;
  /** `Step 1,234 of 5,678 · 21,345 units`. */
  readonly position: string;
  /** What the last movement came to; empty where it needs no word. */
  readonly note: string;
  readonly marks: readonly ShownMark[];
  /** Says that marks are being looked for; empty where all is found. */
  readonly looking: string;
};

export type ShownMark = {
  readonly step: number;
  readonly kind: MarkKind;
  /** `1,234` */
  readonly number: string;
  readonly label: string;
};

/** To the page. Without anything to show, it says what it is for. */
export type ToPage = { readonly shown: Shown | undefined };

/**
 * From the page: it wants to be told what to show, to go to a step, or to do what a button says; or a stop that it asked for
 * took the focus from it.
 */
export type FromPage =
  | { readonly kind: 'ready' | 'focusLost' }
  | { readonly kind: 'goTo'; readonly step: number }
  | { readonly kind: 'goToStep' | 'debug' };

/** A number of steps as a person types it, `1,234` or `1_234`, or a distance from here, `+10` or `-10`; undefined if it is none. */
export const parseStep = (text: string, here: number): number | undefined => {
  const [, sign, digits] = /^([+-]?)\s*(\d[\d,_' ]*)$/.exec(text.trim()) ?? [];
  const number = Number(digits?.replace(/\D/g, ''));
  if (digits === undefined || !Number.isSafeInteger(number)) return undefined;
  if (sign === '') return number;
  return Math.max(0, sign === '+' ? here + number : here - number);
};

/** Where a step lies between the first and the furthest, from 0 to 1. */
export const fractionOf = (step: number, { first, furthest }: Pick<Shown, 'first' | 'furthest'>): number =>
  furthest > first ? Math.min(1, Math.max(0, (step - first) / (furthest - first))) : 0;

/** Index of the last mark that lies behind, or -1. */
export const lastPassed = (marks: readonly { readonly step: number }[], step: number): number =>
  marks.findLastIndex((mark) => mark.step <= step);

/** What was spent of each meter, the one that a run is paid by first: `21,345 units`. Meters that nothing used are left out. */
export const spentText = (meters: TimelineResult['meters']): string =>
  meters
    .filter(({ spent }, index) => index === 0 || spent !== '0')
    .map(({ name, spent }) => `${grouped(spent)} ${name}`)
    .join(' · ');

/** Thousands apart: `21,345`. */
export const grouped = (number: string | number): string => BigInt(number).toLocaleString('en');
