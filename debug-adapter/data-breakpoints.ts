import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Progress } from '../engines/history.ts';
import type { Access, Children, Location, Machine, Scope, Value, Watch } from '../engines/machine.ts';
import { sees } from '../engines/run.ts';
import { list } from '../engines/values.ts';
import type { Debuggee } from './debuggee.ts';
import { textOf } from './evaluate.ts';
import { isWord } from './expression.ts';
import * as messages from './messages.ts';
import type { Param } from './params.ts';
import { Point } from './point.ts';
import { readTerms } from './terms.ts';

type DataBreakpoint = { readonly point: Point; readonly watch: Watch };

/** Breakpoints on what is read or written, wherever it lies. */
export class DataBreakpoints {
  readonly #nextId: () => number;
  #list: readonly DataBreakpoint[] = [];

  constructor(nextId: () => number) {
    this.#nextId = nextId;
  }

  get watches(): readonly Watch[] {
    return this.#list.map(({ watch }) => watch);
  }

  get points(): readonly Point[] {
    return this.#list.map(({ point }) => point);
  }

  /** Those that one of the accesses touches, each with the first that does. */
  at(accesses: readonly Access[]): readonly { readonly point: Point; readonly touched: Touched }[] {
    return this.#list.flatMap(({ point, watch }) => {
      // What was written was often read first: the write says more.
      const seen = accesses.filter((access) => sees(watch, access));
      const access = seen.find(({ write }) => write) ?? seen[0];
      return access
        ? [
            {
              point,
              touched: { ...access, location: common(watch.location, access.location), watched: watch.location },
            },
          ]
        : [];
    });
  }

  /** Replaces all. `scopes` are those of the frame that runs, to name what is watched. @throws RequestError */
  set(args: Param, scopes: readonly Scope[]): DebugProtocol.Breakpoint[] {
    const asked = args
      .at('breakpoints')
      .list()
      .map((param) => {
        const id = param.at('dataId').string();
        const on = accessTypes[param.at('accessType').optional((p) => p.oneOf(Object.keys(accessTypes))) ?? 'write'];
        return { id, location: parseDataId(id), on: on ?? 'write', terms: readTerms(param) };
      });
    const made = asked.map(({ id, location, on, terms }) => {
      const point = new Point(this.#nextId(), 'data breakpoint', terms);
      const problem = terms.problem ?? (location ? undefined : messages.unknownDataId(id));
      const message = problem ?? (location && messages.watched(nameOf(location, scopes), on));
      return { point, watch: location && { location, on }, verified: problem === undefined, message };
    });
    this.#list = made.flatMap(({ point, watch, verified }) => (watch && verified ? [{ point, watch }] : []));
    return made.map(({ point, verified, message }) => ({ id: point.id, verified, ...(message && { message }) }));
  }
}

/** In the words of DAP. */
const accessTypes: Readonly<Record<string, Watch['on']>> = { read: 'read', write: 'write', readWrite: 'both' };

/** What was touched of what is watched. */
export type Touched = Access & { readonly watched?: Location };

const common = (a: Location, b: Location): Location => {
  const at = a.at > b.at ? a.at : b.at;
  const ends = [a.at + BigInt(a.size), b.at + BigInt(b.size)] as const;
  return { space: a.space, at, size: Number((ends[0] < ends[1] ? ends[0] : ends[1]) - at) };
};

/** What a client may watch. The id means the same in every session, unless it speaks of a frame or a unit of this one. */
export const dataInfo = (
  location: Location,
  scopes: readonly Scope[],
): DebugProtocol.DataBreakpointInfoResponse['body'] => ({
  dataId: dataIdOf(location),
  description: messages.watchable(nameOf(location, scopes), location.space),
  accessTypes: ['read', 'write', 'readWrite'],
  canPersist: !location.space.includes('#'),
});

const dataIdOf = ({ space, at, size }: Location) => `${space}@${at}+${size}`;

/** Where the data of an id lies; undefined for what is none. */
export const parseDataId = (id: string): Location | undefined => {
  const [, space, at, size] = /^(.+)@(\d{1,80})\+(\d{1,15})$/.exec(id) ?? [];
  if (space === undefined || at === undefined || !(Number(size) > 0)) return undefined;
  return { space, at: BigInt(at), size: Number(size) };
};

/**
 * Bytes at an address: in the memory that a reference such as `memory#0@64` names, or in the first of the frame.
 * @param number of what is written for the address, if that is no number itself
 */
export const bytesAt = (
  address: string,
  size: number,
  scopes: readonly Scope[],
  number: (text: string) => bigint,
): Location | undefined => {
  const [, named, digits] = /^(?:(.+)@)?(0x[\da-f]{1,64}|\d{1,80})$/i.exec(address.trim()) ?? [];
  const space = named ?? scopes.find(({ bytes }) => bytes)?.bytes?.space;
  if (space === undefined || !(size > 0)) return undefined;
  const at = digits === undefined ? number(address) : BigInt(digits);
  return at < 0n ? undefined : { space, at, size };
};

/** Goes a step back and forth again, to tell who touched what, and what it was before. */
export function* describeAccess(
  { history, machine, sources }: Debuggee,
  { location: touched, write, watched = touched }: Touched,
  slice: number,
): Generator<Progress, string> {
  // A value that was touched in part is told of as a whole.
  const location = valueHere(machine, watched) ? watched : touched;
  const now = machine.steps;
  const after = shownIn(machine, location);
  yield* history.goTo(now - 1, slice);
  const before = shownIn(machine, location);
  const { place } = machine;
  const [frame] = machine.frames(machine.unit);
  const nameBefore = expressionOf(location, scopesHere(machine));
  const by = messages.doer((place && sources.code(place.code)?.decode(place.offset)?.text) ?? '', frame?.name ?? '');
  yield* history.goTo(now, slice);
  // What was read may be gone by now; what was written is called as it is seen now.
  const scopes = scopesHere(machine);
  const name = (write ? undefined : nameBefore) ?? expressionOf(location, scopes) ?? nameBefore ?? nameOf(location, []);
  return write ? messages.written(name, by, before, after) : messages.readBy(name, by, after);
}

/** What lies at a location, as the frames show it; undefined where there is nothing. */
const shownIn = (machine: Machine, location: Location): string | undefined => {
  const bytes = machine.read(location);
  return bytes && (valueHere(machine, location)?.text ?? textOf({ kind: 'bytes', value: bytes }, shownBytes));
};

/** The value in any frame that lies exactly there. */
const valueHere = (machine: Machine, location: Location): Value | undefined => {
  for (const unit of machine.units()) {
    for (const frame of machine.frames(unit.id)) {
      const value = machine.scopes(frame.id).flatMap((scope) => valueAt(scope, location) ?? [])[0];
      if (value) return value;
    }
  }
  return undefined;
};

/** The value of a scope that lies exactly there. */
const valueAt = (scope: Scope, location: Location): Value | undefined => {
  const byKey = scope.at?.(location.at);
  if (byKey && isSame(byKey.location, location)) return byKey;
  return pathTo(scope.values, location)?.at(-1);
};

/**
 * The way to what lies exactly there: a value, a part of it, a part of that. Of several that lie there one that is a number says most.
 * Numbered parts, bytes say, are not looked through.
 */
const pathTo = (values: Children, location: Location, depth = deepest): readonly Value[] | undefined => {
  let found: readonly Value[] | undefined;
  for (const value of values.get(0, fewValues)) {
    const { children } = value;
    const below = depth > 0 && children && !children.indexed ? pathTo(children, location, depth - 1) : undefined;
    const path = isSame(value.location, location) && value.number !== undefined ? [value] : below && [value, ...below];
    if (path?.at(-1)?.number !== undefined) return path;
    found ??= path ?? (isSame(value.location, location) ? [value] : undefined);
  }
  return found;
};

/** How many parts of parts are looked through. */
const deepest = 6;

/** Bytes that are shown where no scope knows better. */
const shownBytes = 32;

/** Values of a scope that are looked through. */
const fewValues = 64;

const isSame = (a: Location | undefined, b: Location) => a?.space === b.space && a.at === b.at && a.size === b.size;

/** As an expression where one of the scopes has it, else in words. */
export const nameOf = (location: Location, scopes: readonly Scope[]): string =>
  expressionOf(location, scopes) ?? messages.placeIn(keyOf(location), location.space);

const keyOf = ({ at, size }: Location) => (size === 1 ? hex(at) : `${hex(at)}..${hex(at + BigInt(size))}`);

/** `stack[0]`, `stack[0].second`, `storage[0x0]`, `memory[0x40..0x60]`, `pc`; undefined where no scope has the location. */
const expressionOf = (location: Location, scopes: readonly Scope[]): string | undefined => {
  const bytes = scopes.find((scope) => scope.bytes?.space === location.space);
  if (bytes) return `${bytes.id}[${keyOf(location)}]`;
  return scopes.flatMap((scope) => expressionIn(scope, location) ?? [])[0];
};

/** A value of the scope, or a part of one, that lies exactly there. */
const expressionIn = (scope: Scope, location: Location): string | undefined => {
  if (scope.at && scope.values.indexed) {
    // The index need not be what the location counts: a stack is numbered from its top and lies on its bottom.
    for (const [index, value] of scope.values.get(0, fewValues).entries()) {
      const path = pathTo(list([value]), location);
      if (path) return [`${scope.id}[${index}]`, ...path.slice(1).map(({ name }) => name)].join('.');
    }
  }
  const keyed = scope.at?.(location.at);
  const found = isSame(keyed?.location, location) ? keyed : namedIn(scope, location);
  if (!found) return undefined;
  return isWord(found.name) ? found.name : `${scope.id}[${hex(location.at)}]`;
};

/** A value that an expression calls by its name alone. */
const namedIn = ({ values }: Scope, location: Location): Value | undefined =>
  values.indexed || values.count > fewValues
    ? undefined
    : values.get(0, values.count).find((value) => isSame(value.location, location) && isWord(value.name));

const hex = (value: bigint) => `0x${value.toString(16)}`;

/** What the frame shows that makes the next step, or made the last. */
export const scopesHere = (machine: Machine): readonly Scope[] => {
  const [frame] = machine.frames(machine.unit);
  return frame ? machine.scopes(frame.id) : [];
};
