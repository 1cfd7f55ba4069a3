import { grouped } from '../digits.ts';
import { t, tableText } from '../translate.ts';
import type { Amount } from './amount.ts';
import type { Ending, FunctionCost } from './report.ts';

/** With its sign, also above 0. */
export const change = (amount: Amount) => (amount.startsWith('-') ? grouped(amount) : `+${grouped(amount)}`);

export const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

export const head = (program: string, vm: string, version: string) => t('{0} ({1}, {2})', program, vm, version);

export const spent = (amount: Amount, unit: string, steps: number) =>
  t('{0} {1} in {2} steps', grouped(amount), unit, grouped(steps));

export const refunded = (amount: Amount, unit: string) =>
  t('{0} {1} of it was given back', grouped(amount.replace('-', '')), unit);

export const saved = (amount: Amount, unit: string) =>
  t('{0} {1} more would have been spent, had no instructions run as one', grouped(amount.replace('-', '')), unit);

/** How often a function was called, which nobody knows of one that was inlined. */
export const calls = ({ kind, calls: times }: FunctionCost) => (kind === 'inlined' ? t('inlined') : grouped(times));

/** `base` is what engines charge for an instruction itself. */
export const cause = (reason: string) => (reason === 'base' ? t('instructions') : tableText(reason));

export const ending = ({ text }: Ending) => text;

export const titles = () => ({
  causes: t('Causes'),
  functions: t('Functions'),
  labels: t('Labels'),
  instructions: t('Instructions'),
  lines: t('Hottest lines'),
  apart: t('Belongs to no instruction'),
});

export const columns = () => ({
  own: t('own'),
  total: t('with callees'),
  share: t('share'),
  times: t('times'),
  before: t('before'),
  after: t('after'),
  change: t('change'),
});

export const more = (count: number) => t('… and {0} more', grouped(count));

export const nothingDiffers = () => t('Nothing costs more or less than before.');

export const neverPart = () => t('Both runs make the same steps at the same cost.');

export const part = (step: number) => t('The runs part at step {0}:', grouped(step));

export const moment = (instruction: string, place: string | undefined, cost: Amount, unit: string) =>
  place === undefined
    ? t('{0}, {1} {2}', instruction, grouped(cost), unit)
    : t('{0} at {1}, {2} {3}', instruction, place, grouped(cost), unit);

export const hasEnded = () => t('has ended');

export const notJson = (name: string, why: string) =>
  t('{0} is no profile, for it cannot be read as JSON: {1}.', name, why);

export const noProfile = (name: string, path: string) =>
  t('{0} is no profile of Gaslamp: "{1}" is missing or of another kind; make it anew with --json.', name, path);
