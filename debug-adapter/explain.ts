import type { Place } from '../engines/code.ts';
import { type Ahead, lookAhead } from '../engines/explain.ts';
import type { Access, Machine, Value } from '../engines/machine.ts';
import { tableText } from '../engines/translate.ts';
import * as messages from './messages.ts';
import { listOf } from './variables.ts';

/** The line that shows a place, from 1, where a person would look for it from here. */
export type LineOf = (place: Place) => number | undefined;

/** What the step that comes next will do, as a tree: each charge and its reason, the bytes it touches, where it leads. */
export const explain = (machine: Machine, lineOf?: LineOf): Value => {
  const ahead = lookAhead(machine);
  const meters = machine.meters();
  const charges = (ahead?.charges ?? []).map(({ amount, reason, dimension }) => ({
    amount,
    reason,
    unit: meters[dimension]?.name ?? '',
  }));
  const effects = ahead ? [...touched(machine, ahead.accesses), ...wayOn(machine, ahead, lineOf)] : [];
  const children = [
    ...charges.map(({ amount, reason, unit }) => ({ name: tableText(reason), text: messages.amount(amount, unit) })),
    ...effects,
  ];
  const texts = effects.map(({ name, text }) => `${name} ${text}`);
  return { name: 'explain()', text: [messages.charges(charges), ...texts].join('; '), children: listOf(children) };
};

/** The bytes that a step reads and writes: `memory[0x40..0x60]`. */
const touched = (machine: Machine, accesses: readonly Access[]): readonly Value[] => {
  const [frame] = machine.frames(machine.unit);
  const scopes = frame ? machine.scopes(frame.id) : [];
  const values = accesses.flatMap(({ location: { space, at, size }, write }) => {
    const scope = scopes.find(({ bytes }) => bytes?.space === space);
    if (!scope) return [];
    const text = `${scope.id}[${hexOf(at)}..${hexOf(at + BigInt(size))}]`;
    return [{ name: write ? messages.writes() : messages.reads(), text }];
  });
  return [...new Map(values.map((value) => [`${value.name} ${value.text}`, value])).values()];
};

/** Where a jump or branch leads, and what ends the run. */
const wayOn = (machine: Machine, { place, outcome }: Ahead, lineOf: LineOf | undefined): readonly Value[] => {
  if (outcome) return outcome.ok ? [] : [{ name: messages.endsRun(), text: outcome.text }];
  const from = machine.place;
  const decoded = from && machine.codes.get(from.code)?.decode(from.offset);
  const flow = decoded?.row?.flow;
  if (!decoded || (flow !== 'jump' && flow !== 'branch')) return [];
  if (!place) return [{ name: messages.ends(), text: messages.itsFrame() }];
  const isNext = place.code === from.code && place.offset === from.offset + decoded.size;
  const name = flow === 'branch' && isNext ? messages.goesOnAt() : messages.jumpsTo();
  return [{ name, text: messages.placeOnLine(hexOf(place.offset), lineOf?.(place)) }];
};

const hexOf = (value: bigint | number) => `0x${value.toString(16)}`;
