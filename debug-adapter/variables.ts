import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Children, Frame, Machine, Meter, Scope, Value } from '../engines/machine.ts';
import { Handles, StaleHandle } from './handles.ts';
import { byteSpaces, referenceIn } from './memory.ts';
import * as messages from './messages.ts';
import { RequestError } from './params.ts';

/** Children that stand in a list. */
export const listOf = (values: readonly Value[]): Children => ({
  count: values.length,
  indexed: false,
  get: (start, count) => values.slice(start, start + count),
});

/** A meter as a tree of its numbers. */
export const meterValue = ({ name, spent, limit }: Meter): Value => ({
  name,
  text: messages.meter(spent, limit),
  children: listOf([
    { name: 'spent', text: String(spent), number: spent },
    { name: 'left', text: String(limit - spent), number: limit - spent },
    { name: 'limit', text: String(limit), number: limit },
  ]),
});

/** The scope in which an engine shows one of its meters itself, with more than its numbers. */
export const scopeOfMeter = ({ name }: Meter, scopes: readonly Scope[]): Scope | undefined =>
  scopes.find((scope) => scope.id === name && !scope.at && !scope.bytes);

type Container = {
  /** Made anew at each question, for an edit may have changed them; undefined where they are gone. */
  readonly children: () => Children | undefined;
  /** The frame in which they were seen. */
  readonly frame: Frame;
  /** The expression that means one of them, where there is one. */
  readonly expression?: (child: Value) => string | undefined;
};

/** A value among others, as a client names it. */
export type Named = { readonly value: Value; readonly frame: Frame; readonly evaluateName: string | undefined };

/** Values of a stopped program, handed out as far as a client opens them. */
export class Variables {
  readonly #handles = new Handles<Container>();

  /** Forgets everything, because the machine moves. */
  clear(): void {
    this.#handles.clear();
  }

  /** The scopes of a frame, and the meters that have none. */
  scopes(machine: Machine, frame: Frame): DebugProtocol.Scope[] {
    const scopes = machine.scopes(frame.id);
    const described = scopes.map(({ id, name, values }) => {
      const now = () => machine.scopes(frame.id).find((scope) => scope.id === id);
      const expression = (child: Value) => {
        const scope = now();
        return scope && expressionFor(scope, child);
      };
      const container = { frame, children: () => now()?.values, expression };
      return { name, expensive: false, ...this.#announce(container, values) };
    });
    const isShown = (meter: Meter) => scopeOfMeter(meter, scopes) !== undefined;
    const meters = () =>
      listOf(
        machine
          .meters()
          .filter((meter) => !isShown(meter))
          .map(meterValue),
      );
    const shown = meters();
    if (shown.count === 0) return described;
    const isHidden = (name: string) => scopes.some((scope) => scope.id === name);
    const expression = ({ name }: Value) => (isHidden(name) ? undefined : name);
    const metered = this.#announce({ frame, children: meters, expression }, shown);
    const names = shown.get(0, shown.count).map(({ name }) => name);
    return [...described, { name: messages.meters(names), expensive: false, ...metered }];
  }

  /** How the children of a value are announced, by a handle and their number. */
  reference(frame: Frame, children: () => Children | undefined): Pick<DebugProtocol.Variable, 'variablesReference'> {
    const now = children();
    return now ? this.#announce({ frame, children }, now) : { variablesReference: 0 };
  }

  /**
   * Some of the children behind a handle.
   * @param count 0 for all.
   * @throws RequestError
   */
  page(
    machine: Machine,
    handle: number,
    filter: 'indexed' | 'named' | undefined,
    start: number,
    count: number,
  ): DebugProtocol.Variable[] {
    const container = this.#handles.get(handle);
    const children = childrenIn(container);
    if (filter !== undefined && (filter === 'indexed') !== isPaged(children)) return [];
    const wanted = Math.max(0, Math.min(count === 0 ? children.count : count, children.count - start));
    const spaces = byteSpaces(machine, container.frame);
    return children.get(start, wanted).map((value, i) => {
      const below = () => container.children()?.get(start + i, 1)[0]?.children;
      const evaluateName = container.expression?.(value);
      return {
        name: value.name,
        value: value.text,
        ...(value.type !== undefined && { type: value.type }),
        ...(value.children ? this.#announce({ frame: container.frame, children: below }, value.children) : noChildren),
        ...referenceIn(spaces, value.location),
        ...(evaluateName !== undefined && { evaluateName }),
      };
    });
  }

  /** The child of that name behind a handle. @throws RequestError */
  named(handle: number, name: string): Named {
    const container = this.#handles.get(handle);
    const children = childrenIn(container);
    const value = childNamed(children, name);
    if (!value) throw new RequestError(messages.noVariable(name));
    return { value, frame: container.frame, evaluateName: container.expression?.(value) };
  }

  #announce(container: Container, children: Children) {
    const { count } = children;
    const variablesReference = count === 0 ? 0 : this.#handles.add(container);
    return { variablesReference, ...(isPaged(children) ? { indexedVariables: count } : { namedVariables: count }) };
  }
}

/** Clients page what they are told is indexed; so that is said of everything that is too long for a list. */
const isPaged = ({ count, indexed }: Children) => indexed || count > longestList;
const longestList = 1000;

const noChildren = { variablesReference: 0 };

const childrenIn = ({ children }: Container): Children => {
  const now = children();
  if (!now) throw new StaleHandle(messages.staleHandle());
  return now;
};

/** Children that are searched one by one for a name, at most. */
const searched = 65_536;

/** Numbered children mostly lie at even distances, so that a name tells the index. */
const childNamed = (children: Children, name: string): Value | undefined => {
  const [first, second] = children.get(0, 2);
  if (children.indexed && first && second) {
    const index = (Number(name) - Number(first.name)) / (Number(second.name) - Number(first.name));
    const [guess] = Number.isSafeInteger(index) && index >= 0 ? children.get(index, 1) : [];
    if (guess?.name === name) return guess;
  }
  return children.get(0, Math.min(searched, children.count)).find((child) => child.name === name);
};

/** What means a child of a scope, where its name is the key that leads to it. */
const expressionFor = (scope: Scope, { name, text }: Value): string | undefined =>
  scope.at && /^(0x[\da-f]+|\d+)$/i.test(name) && scope.at(BigInt(name))?.text === text
    ? `${scope.id}[${name}]`
    : undefined;
