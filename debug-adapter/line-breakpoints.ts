import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Place, Span } from '../engines/code.ts';
import { keyOf } from '../engines/uri.ts';
import { type Binding, type Group, headOf, withHead } from './breakpoints.ts';
import { type Client, toClient } from './client.ts';
import type { Debuggee } from './debuggee.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';
import type { Text } from './sources.ts';
import { readTerms } from './terms.ts';

/** A position in a text, counted from 0. */
type Position = { readonly line: number; readonly column?: number | undefined };

/** How many lines below an empty one are looked at before the whole rest of a text is. */
const nearby = 50;

/** Breakpoints in the lines of a source or a listing. @throws RequestError */
export const lineBreakpoints = async (debuggee: Debuggee, client: Client, args: Param): Promise<Group> => {
  const source = args.at('source');
  const wishes = (args.at('breakpoints').optional((p) => p.list()) ?? []).map((wish) => ({
    terms: readTerms(wish),
    line: wish.at('line').integer(client.firstLine) - client.firstLine,
    column: wish.at('column').optional((p) => Math.max(0, p.integer() - client.firstColumn)),
  }));
  let text = await debuggee.sources.open(source);
  return {
    key: keyOfSource(text.source),
    kind: 'breakpoint',
    wishes: wishes.map(({ terms, ...position }) => ({
      terms,
      bind: (debuggee) => bind(debuggee, client, text, position),
    })),
    open: async (debuggee) => {
      text = await debuggee.sources.open(source);
    },
    text: () => text,
  };
};

const keyOfSource = ({ path, sourceReference }: DebugProtocol.Source) =>
  sourceReference ? `#${sourceReference}` : keyOf(path ?? '');

const bind = (debuggee: Debuggee, client: Client, text: Text, position: Position): Binding => {
  const found = statementAt(text, position);
  const [first] = found;
  const { source } = text;
  if (!first) {
    const message = text.absence() ?? messages.noStatement();
    return { places: [], verified: false, message, where: { source, line: position.line + client.firstLine } };
  }
  const head = headOf(debuggee, first.place);
  const verified = found.some(({ place }) => debuggee.metCode(place.code) !== undefined);
  return {
    places: found.flatMap(({ place }) => withHead(debuggee, place)),
    verified,
    message: verified ? movedTo(debuggee, first.place, head) : messages.waitsForCode(),
    where: { source, ...toClient(client, text.span(head) ?? first.span) },
  };
};

/** What a person is told where a breakpoint stands within a step, and stops before it. */
export const movedTo = (debuggee: Debuggee, place: Place, head: Place): string | undefined => {
  const instruction = debuggee.sources.code(head.code)?.decode(head.offset);
  const isInside = head.offset === place.offset || head.offset + (instruction?.size ?? 0) > place.offset;
  return isInside ? undefined : messages.movedToHead(instruction?.text ?? '');
};

/** Every position in these lines that a breakpoint can have. @throws RequestError */
export const positions = async (
  debuggee: Debuggee,
  client: Client,
  args: Param,
): Promise<DebugProtocol.BreakpointLocation[]> => {
  const { firstLine, firstColumn } = client;
  const lineOf = (param: Param) => param.integer(firstLine) - firstLine;
  const columnOf = (param: Param) => Math.max(0, param.integer() - firstColumn);
  const first = lineOf(args.at('line'));
  const last = args.at('endLine').optional(lineOf) ?? first;
  const from = args.at('column').optional(columnOf) ?? 0;
  const to = args.at('endColumn').optional(columnOf) ?? Number.POSITIVE_INFINITY;
  const text = await debuggee.sources.open(args.at('source'));
  const isWithin = ({ line, column }: Span['start']) =>
    (line > first || column >= from) && (line < last || column <= to);
  const spans = text.places(first, last).flatMap(({ span }) => (isWithin(span.start) ? [span] : []));
  const distinct = new Map(spans.map((span) => [`${span.start.line}:${span.start.column}`, span]));
  return [...distinct.values()].map((span) => toClient(client, span));
};

type Statements = ReturnType<Text['places']>;

/**
 * All places of the statement that a position means: the one at its column or behind it, else the first on the lines below.
 * Without a column the line as a whole is meant, if the source map says where code enters it.
 */
export const statementAt = (text: Pick<Text, 'places'>, { line, column }: Position): Statements => {
  const found = statementsNear(text, line, column ?? 0);
  const [first] = found.toSorted(byStart);
  const start = first?.span.start;
  const onLine = found.filter(({ span }) => span.start.line === start?.line);
  const entries = column === undefined ? onLine.filter(({ entersLine }) => entersLine) : [];
  return entries.length > 0 ? entries : onLine.filter(({ span }) => span.start.column === start?.column);
};

const statementsNear = (text: Pick<Text, 'places'>, line: number, column: number): Statements => {
  const onLine = text.places(line, line);
  const behind = onLine.filter(({ span }) => span.end.line > line || span.end.column > column);
  if (onLine.length > 0) return behind.length > 0 ? behind : onLine;
  const below = text.places(line + 1, line + nearby);
  return below.length > 0 ? below : text.places(line + 1 + nearby, Number.MAX_SAFE_INTEGER);
};

const byStart = (a: { readonly span: Span }, b: { readonly span: Span }) =>
  a.span.start.line - b.span.start.line || a.span.start.column - b.span.start.column;
