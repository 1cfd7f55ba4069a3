import type { Decoded, Place } from '../engines/code.ts';
import type { Frame } from '../engines/machine.ts';
import { completions } from './completions.ts';
import type { Debuggee } from './debuggee.ts';
import type { Debugger } from './debugger.ts';
import { bytesFor, type Target, targetOf } from './edits.ts';
import {
  childrenOf,
  evaluate,
  locationOf,
  type Result,
  type Surroundings,
  shownBytes,
  textOf,
  wholeText,
} from './evaluate.ts';
import { explain } from './explain.ts';
import { parseExpression } from './expression.ts';
import { byteSpaces, placeToWrite, readMemory, referenceIn } from './memory.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';
import type { Handler } from './requests.ts';

/** Requests that look at values of a program that stands still, and that change them. */
export const valueRequests: Readonly<Record<string, Handler>> = {
  variables: ({ variables, debuggee }, args) => {
    const filter = args.at('filter').value;
    const start = args.at('start').optional((p) => p.integer()) ?? 0;
    const count = args.at('count').optional((p) => p.integer()) ?? 0;
    const kind = filter === 'indexed' || filter === 'named' ? filter : undefined;
    const reference = args.at('variablesReference').integer();
    return { variables: variables.page(debuggee.machine, reference, kind, start, count) };
  },
  setVariable: (session, args) => {
    const reference = args.at('variablesReference').integer();
    const name = args.at('name').string();
    const { value, frame } = session.variables.named(reference, name);
    change(session, frame, targetOf({ kind: 'value', value }, name), args.at('value').string());
    return answer(session, frame, () => ({ kind: 'value', value: session.variables.named(reference, name).value }));
  },
  setExpression: (session, args) => {
    const frame = session.stack.frame(session.debuggee, args.at('frameId'));
    const text = args.at('expression').string();
    const expression = parseExpression(text);
    const result = () => evaluate(expression, surroundings(session, frame));
    change(session, frame, targetOf(result(), text), args.at('value').string());
    return answer(session, frame, result);
  },
  evaluate: (session, args) => {
    const frame = session.stack.frame(session.debuggee, args.at('frameId'));
    const result = resultIn(session, frame, args);
    if (args.at('context').value === 'clipboard') {
      return { result: wholeText(result(), surroundings(session, frame)), variablesReference: 0 };
    }
    const { value, ...more } = answer(session, frame, result);
    return { result: value, ...more };
  },
  completions: (session, args) => {
    const { client, debuggee, stack } = session;
    const frame = stack.frame(debuggee, args.at('frameId'));
    const line = args.at('line').optional((p) => p.integer(client.firstLine) - client.firstLine) ?? 0;
    const text = args.at('text').string().split('\n')[line] ?? '';
    const column = args.at('column').integer(client.firstColumn) - client.firstColumn;
    const targets = completions(text.slice(0, column), surroundings(session, frame));
    return { targets: targets.map((each) => ({ ...each, start: (each.start ?? 0) + client.firstColumn })) };
  },
  readMemory: (session, args) => {
    const offset = args.at('offset').optional((p) => p.integer(Number.MIN_SAFE_INTEGER)) ?? 0;
    const reference = args.at('memoryReference').string();
    const memory = readMemory(session, reference, offset, args.at('count').integer());
    session.readMemories.add(reference);
    return memory;
  },
  writeMemory: (session, args) => {
    const reference = args.at('memoryReference').string();
    const offset = args.at('offset').optional((p) => p.integer(Number.MIN_SAFE_INTEGER)) ?? 0;
    const partly = args.at('allowPartial').optional((p) => p.boolean()) ?? false;
    const bytes = args.at('data').base64();
    if (bytes.length === 0) return { offset, bytesWritten: 0 };
    const { location, data, skipped } = placeToWrite(session, reference, offset, bytes, partly);
    session.edit(location, data);
    return { offset: offset + skipped, bytesWritten: data.length };
  },
};

const surroundings = ({ debuggee, engine }: Debugger, frame: Frame): Surroundings => ({
  machine: debuggee.machine,
  engine,
  scopes: debuggee.machine.scopes(frame.id),
  lineOf: (place) => lineOf(debuggee, place),
});

/** A line of the text that shows where the program stands. */
const lineOf = ({ machine, sources }: Debuggee, place: Place): number | undefined => {
  const here = machine.place && sources.locate(machine.place);
  const there = sources.locate(place);
  return here && there && here.source.path === there.source.path ? there.span.start.line + 1 : undefined;
};

const change = (session: Debugger, frame: Frame, target: Target, typed: string): void =>
  session.edit(target.location, bytesFor(target, typed, surroundings(session, frame)));

/** What an expression means in a frame, as a function, for its children are asked for later. @throws RequestError */
const resultIn = (session: Debugger, frame: Frame, args: Param): (() => Result) => {
  const { debuggee } = session;
  const { machine, sources } = debuggee;
  const text = args.at('expression').string();
  const { place } = frame;
  const isCurrent = place?.code === machine.place?.code && place?.offset === machine.place?.offset;
  const instruction = place && sources.code(place.code)?.decode(place.offset);
  const isHover = args.at('context').value === 'hover';
  if (isHover && isCurrent && !machine.outcome && instruction && isWrittenWith(instruction, text)) {
    const explained = explain(machine, (at) => lineOf(debuggee, at));
    const value = { ...explained, text: messages.explained(text, explained.text) };
    return () => ({ kind: 'value', value });
  }
  const expression = parseExpression(text);
  return () => evaluate(expression, surroundings(session, frame));
};

/** Whether a word may be what a person wrote for an instruction, or for what it asks the VM for. */
const isWrittenWith = ({ row, text }: Decoded, word: string): boolean => {
  if (!row) return false;
  const asks = row.operands.some(({ kind }) => kind === 'symbol') ? text.split(/[\s,]+/).slice(1) : [];
  return [row.mnemonic, ...(row.aliases ?? []), ...asks].some((each) => each.toLowerCase() === word.toLowerCase());
};

/** A result as clients are told of it, with what they can open and read below it. */
const answer = (session: Debugger, frame: Frame, now: () => Result) => {
  const { machine } = session.debuggee;
  const result = now();
  const type = result.kind === 'value' ? result.value.type : undefined;
  const start = result.kind === 'scope' && result.scope.bytes && { space: result.scope.bytes.space, at: 0n, size: 1 };
  return {
    value: textOf(result, shownBytes),
    ...(type !== undefined && { type }),
    ...session.variables.reference(frame, () => childrenOf(now())),
    ...referenceIn(byteSpaces(machine, frame), start || locationOf(result)),
  };
};
