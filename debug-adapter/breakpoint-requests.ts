import type { DebugProtocol } from '@vscode/debugprotocol';
import { bytesAt, dataInfo, scopesHere } from './data-breakpoints.ts';
import type { Debugger } from './debugger.ts';
import { evaluate, locationOf, numberOf } from './evaluate.ts';
import { parseExpression } from './expression.ts';
import { functionBreakpoints } from './function-breakpoints.ts';
import { instructionBreakpoints } from './instruction-breakpoints.ts';
import { lineBreakpoints, positions } from './line-breakpoints.ts';
import * as messages from './messages.ts';
import { type Param, RequestError } from './params.ts';
import type { Handler } from './requests.ts';

/** Requests that say where to stop; a program that runs hears them too. */
export const breakpointRequests: Readonly<Record<string, Handler>> = {
  setBreakpoints: async ({ breakpoints, debuggee, client }, args) => ({
    breakpoints: await breakpoints.set(await lineBreakpoints(debuggee, client, args)),
  }),
  breakpointLocations: async ({ debuggee, client }, args) => ({
    breakpoints: await positions(debuggee, client, args),
  }),
  setFunctionBreakpoints: async ({ breakpoints, client }, args) => ({
    breakpoints: await breakpoints.set(functionBreakpoints(client, args)),
  }),
  setInstructionBreakpoints: async ({ breakpoints, addresses }, args) => ({
    breakpoints: await breakpoints.set(instructionBreakpoints(addresses, args)),
  }),
  setDataBreakpoints: ({ dataBreakpoints, debuggee }, args) => ({
    breakpoints: dataBreakpoints.set(args, scopesHere(debuggee.machine)),
  }),
  setExceptionBreakpoints: (session, args) => ({ breakpoints: session.stopAtEvents(args) }),
};

/** What a client may watch: a variable, an expression, or bytes at an address. */
export const dataBreakpointInfo = (
  session: Debugger,
  args: Param,
): DebugProtocol.DataBreakpointInfoResponse['body'] => {
  const name = args.at('name').string();
  try {
    const { location, scopes } = dataAsked(session, args, name);
    return location ? dataInfo(location, scopes) : { dataId: null, description: messages.notWatchable(name) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { dataId: null, description: error.message };
  }
};

/** @throws RequestError */
const dataAsked = ({ debuggee, engine, stack, variables }: Debugger, args: Param, name: string) => {
  const { machine } = debuggee;
  const reference = args.at('variablesReference').optional((p) => p.integer()) || undefined;
  if (reference !== undefined) {
    const { value, frame } = variables.named(reference, name);
    return { location: value.location, scopes: machine.scopes(frame.id) };
  }
  const frame = stack.frame(debuggee, args.at('frameId'));
  const scopes = machine.scopes(frame.id);
  const around = { machine, engine, scopes };
  if (args.at('asAddress').optional((p) => p.boolean())) {
    const size = args.at('bytes').optional((p) => p.integer(1)) ?? 1;
    const location = bytesAt(name, size, scopes, (text) => numberOf(evaluate(parseExpression(text), around), around));
    if (!location) throw new RequestError(messages.addressOfBytes(name));
    return { location, scopes };
  }
  return { location: locationOf(evaluate(parseExpression(name), around)), scopes };
};
