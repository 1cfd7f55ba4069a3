import { type Expression, parseExpression } from './expression.ts';
import * as messages from './messages.ts';
import { RequestError } from './params.ts';

/** Text, and expressions whose values stand between. */
export type LogMessage = readonly (string | Expression)[];

/** `slot is {storage[0]}`; a brace that is meant as such is doubled. @throws RequestError */
export const parseLogMessage = (text: string): LogMessage => {
  const parts: (string | Expression)[] = [];
  for (const [part] of text.matchAll(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g)) {
    if (part === '{{' || part === '}}') parts.push(part.charAt(0));
    else if (part === '{' || part === '}') throw new RequestError(messages.loneBrace(part));
    else parts.push(part.startsWith('{') ? parseExpression(part.slice(1, -1)) : part);
  }
  return parts;
};
