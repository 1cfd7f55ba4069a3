import { breakpointRequests, dataBreakpointInfo } from './breakpoint-requests.ts';
import type { Debugger } from './debugger.ts';
import { disassemble } from './disassembly.ts';
import { backward, forward, type Granularity, next, stepBack, stepIn, stepOut, toStep } from './journeys.ts';
import { leaps, stepInTargets } from './leaps.ts';
import { symbolsOf } from './names.ts';
import type { Param } from './params.ts';
import { cancelProfileRequest, type ProfileResult, profileRequest } from './protocol.ts';
import { threads, unitOf } from './stack.ts';
import { valueRequests } from './values.ts';

/** Answers a request with the body of its response. */
export type Handler = (session: Debugger, args: Param) => unknown;

/** Requests that a program must have been launched for. */
export const withProgram: Readonly<Record<string, Handler>> = {
  ...breakpointRequests,
  configurationDone: (session) => session.configured(),
  threads: ({ debuggee }) => ({ threads: threads(debuggee) }),
  pause: (session) => session.pause(),
  restart: (session, args) => session.restart(args.at('arguments')),
  source: async ({ debuggee }, args) => ({
    content: await debuggee.sources.content(args.at('source'), args.at('sourceReference')),
    mimeType: 'text/plain',
  }),
  loadedSources: ({ debuggee }) => ({ sources: debuggee.sources.loaded(debuggee.codes) }),
  [profileRequest]: ({ profiler }, args): ProfileResult => ({
    id: profiler.begin(args.at('against').optional((p) => p)).id,
  }),
  [cancelProfileRequest]: ({ profiler }, args) => profiler.cancel(args.at('id').integer()),
  'gaslamp/listing': ({ debuggee }, args) => ({ text: debuggee.sources.listing(args.at('code').string()) }),
};

/**
 * What is answered of a stop that is over: nothing. A client asks for it when a person steps faster than it shows values, and would
 * show a refusal as one of them.
 */
export const ofFormerStop: Readonly<Record<string, object>> = { scopes: { scopes: [] }, variables: { variables: [] } };

/** Requests that ask about the program, or move it, while it stands still. */
export const whileStopped: Readonly<Record<string, Handler>> = {
  continue: (session) => {
    session.go(forward);
    return { allThreadsContinued: true };
  },
  next: (session, args) => {
    const [unit, granularity] = stepOf(session, args);
    session.go((travel) => next(travel, unit, granularity));
  },
  stepIn: (session, args) => {
    const [unit, granularity] = stepOf(session, args);
    const step = args.at('targetId').optional((p) => session.callsAhead.get(p.integer()));
    session.go((travel) => (step === undefined ? stepIn(travel, unit, granularity) : toStep(travel, step)));
  },
  stepOut: (session, args) => {
    const [unit] = stepOf(session, args);
    session.go((travel) => stepOut(travel, unit));
  },
  stepBack: (session, args) => {
    const [unit, granularity] = stepOf(session, args);
    session.goBack((travel) => stepBack(travel, unit, granularity));
  },
  stepInTargets,
  reverseContinue: (session) => session.goBack(backward),
  stackTrace: ({ stack, debuggee }, args) => {
    const start = args.at('startFrame').optional((p) => p.integer()) ?? 0;
    const levels = args.at('levels').optional((p) => p.integer()) ?? 0;
    return stack.page(debuggee, unitOf(debuggee, args.at('threadId')), start, levels);
  },
  scopes: ({ stack, variables, debuggee }, args) => {
    args.at('frameId').integer();
    return { scopes: variables.scopes(debuggee.machine, stack.frame(debuggee, args.at('frameId'))) };
  },
  dataBreakpointInfo,
  exceptionInfo: (session) => session.exceptionInfo(),
  disassemble: async (session, args) => {
    const integer = (key: string) => args.at(key).optional((p) => p.integer(Number.MIN_SAFE_INTEGER)) ?? 0;
    const named = args.at('resolveSymbols').optional((p) => p.boolean()) ?? false;
    const names = named ? await symbolsOf(session.debuggee) : undefined;
    const instructions = disassemble(session, names, {
      reference: args.at('memoryReference').string(),
      offset: integer('offset'),
      skip: integer('instructionOffset'),
      count: args.at('instructionCount').integer(),
    });
    return { instructions };
  },
  ...valueRequests,
  ...leaps,
};

const stepOf = ({ debuggee }: Debugger, args: Param): [unit: number, granularity: Granularity] => [
  unitOf(debuggee, args.at('threadId')),
  args.at('granularity').value === 'instruction' ? 'instruction' : 'statement',
];
