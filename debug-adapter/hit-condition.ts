import * as messages from './messages.ts';
import { RequestError } from './params.ts';

/** Whether a breakpoint stops at its hit of that number; the first is 1. */
export type HitCondition = (hit: number) => boolean;

const operators: Readonly<Record<string, (hit: number, n: number) => boolean>> = {
  '=': (hit, n) => hit === n,
  '==': (hit, n) => hit === n,
  '>': (hit, n) => hit > n,
  '>=': (hit, n) => hit >= n,
  '<': (hit, n) => hit < n,
  '<=': (hit, n) => hit <= n,
  '%': (hit, n) => hit % n === 0,
};

/** `5`, `>= 5`, `% 3`. @throws RequestError on anything else */
export const parseHitCondition = (text: string): HitCondition => {
  const [, operator = '=', digits = ''] = /^\s*(\D*?)\s*(\d+)\s*$/.exec(text) ?? [];
  const holds = operators[operator || '='];
  const n = Number(digits);
  if (!holds || digits === '' || !Number.isSafeInteger(n) || (operator === '%' && n === 0)) {
    throw new RequestError(messages.hitConditionForm(text));
  }
  return (hit) => holds(hit, n);
};
