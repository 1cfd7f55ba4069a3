import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Range as LspRange,
  SymbolKind,
} from 'vscode-languageserver';
import { type Snapshot, toLspRange } from '../documents.ts';
import { flowOf, placeText, type TextFlow } from '../flow.ts';
import { startOfCode } from '../messages.ts';
import { statementAt, symbolAt } from '../symbols.ts';

/** A stretch of code that is entered at its head: from a place that is jumped to, up to the next. */
export const prepareCallHierarchy = (snapshot: Snapshot, offset: number): CallHierarchyItem[] | null => {
  const flow = flowOf(snapshot);
  if (!flow) return null;
  const named = symbolAt(snapshot.document, offset)?.symbol;
  const places = named
    ? named.kind === 'label'
      ? flow.placesOf(named)
      : []
    : statementAt(snapshot.document, offset)?.places;
  const [place] = places ?? [];
  return place === undefined ? null : itemsOf(snapshot, flow, [flow.headOf(place)]);
};

/** Who jumps to the head of an item; `place` is what the item was given as its data. */
export const incomingCalls = (snapshot: Snapshot, place: number): CallHierarchyIncomingCall[] => {
  const flow = flowOf(snapshot);
  if (!flow) return [];
  const sources = Map.groupBy(flow.code.sources(place), (source) => flow.headOf(source));
  return [...sources].flatMap(([head, jumps]) =>
    itemsOf(snapshot, flow, [head]).map((from) => ({ from, fromRanges: rangesOf(snapshot, flow, jumps) })),
  );
};

/** Where an item jumps to. */
export const outgoingCalls = (snapshot: Snapshot, place: number): CallHierarchyOutgoingCall[] => {
  const flow = flowOf(snapshot);
  if (!flow) return [];
  const jumps = new Map<number, number[]>();
  for (let block = flow.code.blockAt(place); block; block = flow.code.blockAt(block.end)) {
    if (block.start !== place && flow.isHead(block.start)) break;
    for (const target of flow.code.targets(block.last)) {
      jumps.set(target, [...(jumps.get(target) ?? []), block.last]);
    }
  }
  return [...jumps].flatMap(([target, from]) =>
    itemsOf(snapshot, flow, [target]).map((to) => ({ to, fromRanges: rangesOf(snapshot, flow, from) })),
  );
};

const itemsOf = (snapshot: Snapshot, flow: TextFlow, heads: readonly number[]): CallHierarchyItem[] =>
  heads.flatMap((head) => {
    const statement = flow.statementAt(head);
    if (!statement) return [];
    const range = toLspRange(snapshot, statement.range);
    const label = flow.labelAt(head);
    return [
      {
        name: label?.name ?? (flow.isHead(head) ? placeText(head) : startOfCode()),
        kind: SymbolKind.Function,
        ...(label && { detail: placeText(head) }),
        uri: snapshot.uri,
        range,
        selectionRange: range,
        data: head,
      },
    ];
  });

const rangesOf = (snapshot: Snapshot, flow: TextFlow, offsets: readonly number[]): LspRange[] =>
  offsets.flatMap((offset) => {
    const range = flow.statementAt(offset)?.range;
    return range ? [toLspRange(snapshot, range)] : [];
  });
