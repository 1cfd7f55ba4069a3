import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Halt } from './journeys.ts';
import * as messages from './messages.ts';
import type { Hit } from './stops.ts';

/** What a person set that made the program halt. */
export const hitOf = (halt: Halt): Hit | undefined => ('hit' in halt ? halt.hit : undefined);

/** What went wrong, or happened, at a halt. */
export const exceptionAt = (
  halt: Halt,
): { readonly id: string; readonly text: string; readonly breakMode: DebugProtocol.ExceptionBreakMode } | undefined => {
  if (halt.kind === 'limit') return { id: 'limit', text: halt.text, breakMode: 'unhandled' };
  if (halt.kind === 'end') {
    const { ok, text } = halt.outcome;
    return ok ? undefined : { id: halt.hit?.event?.id ?? 'failure', text, breakMode: 'unhandled' };
  }
  const event = halt.kind === 'hit' && halt.hit.kind === 'exception' ? halt.hit.event : undefined;
  return event && { ...event, breakMode: 'always' };
};

/** How DAP calls a halt. A description is shown instead of the reason; a text beside an exception. */
export const describeHalt = (
  halt: Halt,
): Pick<DebugProtocol.StoppedEvent['body'], 'reason' | 'description' | 'text'> => {
  switch (halt.kind) {
    case 'entry':
      return { reason: 'entry', description: messages.atEntry() };
    case 'start':
      return { reason: 'entry', description: messages.atStart() };
    case 'pause':
      return { reason: 'pause', description: messages.paused() };
    case 'cancelled':
      return { reason: 'pause', description: messages.cancelled() };
    case 'goto':
    case 'restart':
      return { reason: halt.kind, description: halt.text };
    case 'hit': {
      const { hit, text } = halt;
      return { reason: hit.kind, ...(text !== undefined && { description: text, text }) };
    }
    case 'limit':
      return { reason: 'exception', description: halt.text, text: halt.text };
    case 'end': {
      const { ok, text } = halt.outcome;
      return ok ? { reason: 'end', description: text } : { reason: 'exception', description: text, text };
    }
    default:
      return { reason: halt.kind };
  }
};
