import { grouped } from '../engines/digits.ts';
import type { Statement, SymbolEntry } from '../engines/language.ts';
import { lineLink, plain } from './cards.ts';
import type { Snapshot } from './documents.ts';
import { flowOf, type TextFlow } from './flow.ts';
import * as messages from './messages.ts';

/** Jumps and targets that are named in one sentence. */
const most = 8;

/** Markdown on who jumps to a label; undefined where nothing is known. */
export const labelFlow = (snapshot: Snapshot, symbol: SymbolEntry): string | undefined => {
  const flow = symbol.kind === 'label' ? flowOf(snapshot) : undefined;
  return flow && arrivals(snapshot, flow, flow.placesOf(symbol));
};

/** Markdown on where an instruction jumps to, and on who jumps to it; undefined where there is nothing to say. */
export const instructionFlow = (snapshot: Snapshot, statement: Statement): string | undefined => {
  const flow = flowOf(snapshot);
  if (!flow) return undefined;
  const all = statement.places.flatMap((place) => flow.instructions(statement, place));
  // Most instructions neither jump nor are jumped to, which shows without following all paths.
  const offsets = all.filter((offset) => flow.code.at(offset)?.row?.flow !== 'next');
  const targets = [...new Set(offsets.flatMap((offset) => flow.code.targets(offset)))];
  const open = offsets.some((offset) => {
    const block = flow.code.blockAt(offset);
    return block?.last === offset && block.open;
  });
  const named = targets.map((target) => `${plain(flow.nameOf(target))} (${lineOf(snapshot, flow, target)})`);
  const goes =
    targets.length === 0 ? (open ? messages.goesAnywhere() : undefined) : messages.goesTo(listed(named), open);
  const together = all.map((offset) => fused(snapshot, flow, offset)).find((fact) => fact !== undefined);
  const facts = [together, goes, arrivals(snapshot, flow, statement.places)].filter((fact) => fact !== undefined);
  return facts.length > 0 ? facts.join('\n\n') : undefined;
};

/** What an instruction costs that runs as one step with others. */
const fused = ({ engine }: Snapshot, { code }: TextFlow, offset: number): string | undefined => {
  const group = code.group?.(offset);
  if (!group) return undefined;
  const { name, offsets, cost } = group;
  return messages.runsAsOne(plain(name), offsets.length, grouped(cost), engine.costUnit, offsets[0] === offset);
};

const arrivals = (snapshot: Snapshot, flow: TextFlow, places: readonly number[]): string | undefined => {
  const { landing } = flow.code;
  const landings = places.filter((place) => !landing || flow.code.at(place)?.row === landing);
  const sources = landings.flatMap((place) => flow.code.sources(place));
  const lines = [...new Set(sources.map((source) => lineOf(snapshot, flow, source)))];
  return lines.length > 0 ? messages.comesFrom(listed(lines)) : undefined;
};

const lineOf = (snapshot: Snapshot, flow: TextFlow, offset: number): string => {
  const statement = flow.statementAt(offset);
  return statement ? lineLink(snapshot, statement.range.start) : plain(flow.nameOf(offset));
};

const listed = (items: readonly string[]): string =>
  items.length > most ? messages.andMore(items.slice(0, most).join(', '), items.length - most) : items.join(', ');
