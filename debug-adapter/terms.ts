import { type Expression, parseExpression } from './expression.ts';
import { type HitCondition, parseHitCondition } from './hit-condition.ts';
import { type LogMessage, parseLogMessage } from './log-message.ts';
import { type Param, RequestError } from './params.ts';

/** What a breakpoint asks beyond being reached. */
export type Terms = {
  readonly condition?: { readonly text: string; readonly expression: Expression };
  readonly hits?: HitCondition;
  /** What to print instead of stopping. */
  readonly log?: LogMessage;
  /** What is wrong with what a person wrote, so that the breakpoint cannot work. */
  readonly problem?: string;
};

/** The terms that stand in a breakpoint of a request. @throws RequestError where one is no text at all */
export const readTerms = (param: Param): Terms => {
  const text = (key: string) =>
    param
      .at(key)
      .optional((p) => p.string())
      ?.trim() || undefined;
  const [condition, hits, log] = [text('condition'), text('hitCondition'), text('logMessage')];
  try {
    return {
      ...(condition !== undefined && { condition: { text: condition, expression: parseExpression(condition) } }),
      ...(hits !== undefined && { hits: parseHitCondition(hits) }),
      ...(log !== undefined && { log: parseLogMessage(log) }),
    };
  } catch (error) {
    if (error instanceof RequestError) return { problem: error.message };
    throw error;
  }
};
