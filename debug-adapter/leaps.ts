import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Place, Span } from '../engines/code.ts';
import { addressText } from './addresses.ts';
import { toClient } from './client.ts';
import { parseDataId } from './data-breakpoints.ts';
import type { Debugger } from './debugger.ts';
import * as messages from './messages.ts';
import { type Param, RequestError } from './params.ts';
import { goToStepRequest, timelineRequest, writesRequest } from './protocol.ts';
import type { Handler } from './requests.ts';
import { callsAhead, goToPlace, goToStep, nextWrite, previousWrite, restartFrame } from './time-travel.ts';

/** Requests that leap through time. */
export const leaps: Readonly<Record<string, Handler>> = {
  gotoTargets: async (session, args) => ({ targets: await gotoTargets(session, args) }),
  goto: (session, args) => {
    const places = session.targets.get(args.at('targetId').integer());
    session.goBack((travel) => goToPlace(travel, places));
  },
  restartFrame: (session, args) => {
    args.at('frameId').integer();
    const frame = session.stack.frame(session.debuggee, args.at('frameId'));
    session.goBack((travel) => restartFrame(travel, frame));
  },
  [timelineRequest]: ({ timeline }, args) => timeline.answer(args.at('marks').boolean()),
  [goToStepRequest]: (session, args) => {
    const step = args.at('step').integer();
    session.goBack((travel) => goToStep(travel, step));
  },
  [writesRequest]: (session, args) => {
    const id = args.at('dataId').string();
    const location = parseDataId(id);
    if (!location) throw new RequestError(messages.unknownDataId(id));
    const toWrite = args.at('direction').oneOf(['previous', 'next']) === 'previous' ? previousWrite : nextWrite;
    session.goBack((travel) => toWrite(travel, location));
  },
};

/** The statements of a line, each once, wherever it lies in the code. */
const gotoTargets = async (session: Debugger, args: Param): Promise<DebugProtocol.GotoTarget[]> => {
  const { client, debuggee, addresses, targets } = session;
  const line = args.at('line').integer(client.firstLine) - client.firstLine;
  const text = await debuggee.sources.open(args.at('source'));
  const statements = new Map<number, { readonly span: Span; readonly places: Place[] }>();
  for (const { place, span } of text.places(line, line)) {
    const known = statements.get(span.start.column) ?? { span, places: [] };
    known.places.push(place);
    statements.set(span.start.column, known);
  }
  return [...statements.values()].map(({ span, places }) => {
    const [first] = places;
    const address = first && addresses.address(first);
    return {
      id: targets.add(places),
      label: (first && debuggee.sources.code(first.code)?.decode(first.offset)?.text) ?? '',
      ...toClient(client, span),
      ...(address !== undefined && { instructionPointerReference: addressText(address) }),
    };
  });
};

/** The calls that the line is about to make, each where it is made, if the frame is the one that runs. */
export const stepInTargets: Handler = (session, args): DebugProtocol.StepInTargetsResponse['body'] => {
  const { client, debuggee, stack } = session;
  args.at('frameId').integer();
  const frame = stack.frame(debuggee, args.at('frameId'));
  const { machine, sources, unit } = debuggee;
  const frames = debuggee.frames();
  if (frames[0]?.id !== frame.id) throw new RequestError(messages.notInnermost());
  const targets = callsAhead({ machine, sources, unit, frames }).map(({ step, frame: entered, caller }) => {
    const located = caller && sources.locate(caller);
    return { id: session.callsAhead.add(step), label: entered.name, ...(located && toClient(client, located.span)) };
  });
  return { targets };
};
