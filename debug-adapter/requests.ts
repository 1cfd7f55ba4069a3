import type { Debugger } from './debugger.ts';
import { childrenOf, evaluate, explain, type Result, textOf } from './evaluate.ts';
import { parseExpression } from './expression.ts';
import { backward, forward, type Granularity, next, stepBack, stepIn, stepOut } from './journeys.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';
import { threads, unitOf } from './stack.ts';

/** Answers a request with the body of its response. */
export type Handler = (session: Debugger, args: Param) => unknown;

/** Requests that a program must have been launched for. */
export const withProgram: Readonly<Record<string, Handler>> = {
  setBreakpoints: async ({ breakpoints }, args) => {
    const wishes = args.at('breakpoints').optional((p) => p.list()) ?? [];
    return { breakpoints: await breakpoints.set(args.at('source'), wishes) };
  },
  breakpointLocations: async ({ breakpoints }, args) => ({
    breakpoints: await breakpoints.positions(args.at('source'), args.at('line'), args.at('endLine')),
  }),
  setExceptionBreakpoints: (session, args) => {
    session.stopAt(
      args
        .at('filters')
        .list()
        .map((filter) => filter.string()),
    );
  },
  configurationDone: (session) => session.configured(),
  threads: ({ debuggee }) => ({ threads: threads(debuggee) }),
  pause: (session) => session.pause(),
  restart: (session, args) => session.restart(args.at('arguments')),
  source: async ({ debuggee }, args) => ({
    content: await debuggee.sources.content(args.at('source'), args.at('sourceReference')),
    mimeType: 'text/plain',
  }),
  'gaslamp/listing': ({ debuggee }, args) => ({ text: debuggee.sources.listing(args.at('code').string()) }),
};

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
    session.go((travel) => stepIn(travel, unit, granularity));
  },
  stepOut: (session, args) => {
    const [unit] = stepOf(session, args);
    session.go((travel) => stepOut(travel, unit));
  },
  stepBack: (session, args) => {
    const [unit, granularity] = stepOf(session, args);
    session.goBack((travel) => stepBack(travel, unit, granularity));
  },
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
  variables: ({ variables }, args) => {
    const filter = args.at('filter').value;
    const start = args.at('start').optional((p) => p.integer()) ?? 0;
    const count = args.at('count').optional((p) => p.integer()) ?? 0;
    const kind = filter === 'indexed' || filter === 'named' ? filter : undefined;
    return { variables: variables.page(args.at('variablesReference').integer(), kind, start, count) };
  },
  exceptionInfo: (session) => session.exceptionInfo(),
  evaluate: (session, args) => {
    const { context, result } = resultOf(session, args);
    const children = childrenOf(result);
    return {
      result: textOf(result, context === 'clipboard' ? Number.POSITIVE_INFINITY : shownBytes),
      ...session.variables.reference(children),
    };
  },
};

/** Bytes of a value that are shown where there is little room. */
const shownBytes = 1024;

const stepOf = ({ debuggee }: Debugger, args: Param): [unit: number, granularity: Granularity] => [
  unitOf(debuggee, args.at('threadId')),
  args.at('granularity').value === 'instruction' ? 'instruction' : 'statement',
];

const resultOf = (session: Debugger, args: Param): { readonly context: unknown; readonly result: Result } => {
  const { debuggee, engine, stack } = session;
  const { machine, sources } = debuggee;
  const text = args.at('expression').string();
  const context = args.at('context').value;
  const frame = stack.frame(debuggee, args.at('frameId'));
  const { place } = frame;
  const isCurrent = place?.code === machine.place?.code && place?.offset === machine.place?.offset;
  const mnemonic = place && sources.code(place.code)?.decode(place.offset)?.row?.mnemonic;
  if (context === 'hover' && isCurrent && !machine.outcome && mnemonic?.toLowerCase() === text.toLowerCase()) {
    const charges = explain(machine);
    return { context, result: { kind: 'value', value: { ...charges, text: messages.chargesOf(text, charges.text) } } };
  }
  const around = { machine, engine, scopes: machine.scopes(frame.id) };
  return { context, result: evaluate(parseExpression(text), around) };
};
