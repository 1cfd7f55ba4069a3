import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Children, Frame, Machine, Meter, Scope, Value } from '../engines/machine.ts';
import { Handles } from './handles.ts';
import * as messages from './messages.ts';

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
  readonly children: Children;
  /** The expression that means one of them, where there is one. */
  readonly expression?: (child: Value) => string | undefined;
};

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
    const described = scopes.map((scope) => ({
      name: scope.name,
      expensive: false,
      ...this.#container({ children: scope.values, expression: (child) => expressionFor(scope, child) }),
    }));
    const meters = machine.meters().filter((meter) => !scopeOfMeter(meter, scopes));
    if (meters.length === 0) return described;
    const isHidden = (name: string) => scopes.some((scope) => scope.id === name);
    const expression = ({ name }: Value) => (isHidden(name) ? undefined : name);
    const metered = this.#container({ children: listOf(meters.map(meterValue)), expression });
    return [...described, { name: messages.meters(meters.map(({ name }) => name)), expensive: false, ...metered }];
  }

  /** How the children of a value are announced, by a handle and their number. */
  reference(children: Children | undefined): Pick<DebugProtocol.Variable, 'variablesReference'> {
    return children ? this.#container({ children }) : { variablesReference: 0 };
  }

  /**
   * Some of the children behind a handle.
   * @param count 0 for all.
   * @throws RequestError
   */
  page(
    handle: number,
    filter: 'indexed' | 'named' | undefined,
    start: number,
    count: number,
  ): DebugProtocol.Variable[] {
    const { children, expression } = this.#handles.get(handle);
    if (filter !== undefined && (filter === 'indexed') !== children.indexed) return [];
    const wanted = Math.max(0, Math.min(count === 0 ? children.count : count, children.count - start));
    return children.get(start, wanted).map((value) => ({
      name: value.name,
      value: value.text,
      ...(value.type !== undefined && { type: value.type }),
      ...this.reference(value.children),
      ...withExpression(expression?.(value)),
    }));
  }

  #container(container: Container) {
    const { count, indexed } = container.children;
    const variablesReference = count === 0 ? 0 : this.#handles.add(container);
    return { variablesReference, ...(indexed ? { indexedVariables: count } : { namedVariables: count }) };
  }
}

/** What means a child of a scope, where its name is the key that leads to it. */
const expressionFor = (scope: Scope, { name, text }: Value): string | undefined =>
  scope.at && /^(0x[\da-f]+|\d+)$/i.test(name) && scope.at(BigInt(name))?.text === text
    ? `${scope.id}[${name}]`
    : undefined;

const withExpression = (evaluateName: string | undefined) => (evaluateName === undefined ? {} : { evaluateName });
