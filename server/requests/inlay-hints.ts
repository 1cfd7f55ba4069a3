import type { InlayHint, InlayHintLabelPart } from 'vscode-languageserver';
import { grouped } from '../../engines/digits.ts';
import type { Block } from '../../engines/flow.ts';
import { costAt, extraCostAt, type Instruction } from '../../engines/instruction.ts';
import type { Range, Statement } from '../../engines/language.ts';
import { type Snapshot, toLspRange } from '../documents.ts';
import { flowOf, placeText, type TextFlow } from '../flow.ts';
import type { HintKind } from '../hints.ts';
import * as messages from '../messages.ts';
import { statementAfter } from '../symbols.ts';

/** Editors may trim or fold plain spaces. */
const blank = '\u00a0';

/**
 * What is known of each line of assembly in `range` without running it. In front of a line stand numbers, in columns of one
 * width, so that the code behind them stays aligned; behind it stands what few lines have.
 */
export const inlayHints = (snapshot: Snapshot, range: Range, kinds: ReadonlySet<HintKind>): InlayHint[] => {
  const flow = flowOf(snapshot);
  const isAssembly = snapshot.language === snapshot.engine.languages[0];
  if (!flow || !isAssembly || kinds.size === 0) return [];
  const columns = columnsOf(snapshot, flow, kinds);
  return paragraphsIn(snapshot, range).flatMap((lines) => {
    const known = lines.map(({ start, statements }) => {
      const instructions = statements.map((statement) => instructionsOf(snapshot, flow, statement));
      const isCode = instructions.some((each) => each.length > 0);
      const front = isCode ? spaced(columns.flatMap((column) => column(instructions, start) ?? [])) : [];
      const behind = isCode ? notesBehind(snapshot, flow, instructions.flat(), kinds) : [];
      return { start, end: statements.at(-1)?.range.end ?? start, front, behind };
    });
    const width = Math.max(...known.map(({ front }) => front.reduce((sum, { value }) => sum + value.length, 0)));
    return known.flatMap(({ start, end, front, behind }) => {
      const numbers = front.length > 0 ? front : [{ value: blank.repeat(width) }];
      return [
        ...(width > 0 ? [hintAt(snapshot, start, numbers, { paddingRight: true })] : []),
        ...(behind.length > 0 ? [hintAt(snapshot, end, spaced(behind, ' · '), { paddingLeft: true })] : []),
      ];
    });
  });
};

const hintAt = ({ text }: Snapshot, offset: number, label: InlayHintLabelPart[], padding: object): InlayHint => ({
  position: text.positionAt(offset),
  label,
  ...padding,
});

const spaced = (parts: readonly InlayHintLabelPart[], gap = blank.repeat(2)): InlayHintLabelPart[] =>
  parts.flatMap((part, index) => (index === 0 ? [part] : [{ value: gap }, part]));

/** A line that is not empty: where what is written on it starts, and the statements that start on it. */
type TextLine = { readonly start: number; readonly statements: readonly Statement[] };

/** The lines of `range`, in groups with no empty line in them: what is aligned in a group stays so. */
const paragraphsIn = ({ document, text }: Snapshot, range: Range): readonly (readonly TextLine[])[] => {
  const paragraphs: TextLine[][] = [[]];
  const first = text.positionAt(range.start).line;
  const last = text.positionAt(range.end).line;
  let next = statementAfter(document, text.offsetAt({ line: first, character: 0 }) - 1);
  for (let line = first; line <= last; line++) {
    const start = text.offsetAt({ line, character: 0 });
    const end = text.offsetAt({ line: line + 1, character: 0 });
    const written = text.getText().slice(start, end);
    const statements: Statement[] = [];
    for (; (document.statements[next]?.range.start ?? end) < end; next++) statements.push(document.statements[next]!);
    if (written.trim() === '') paragraphs.push([]);
    else {
      const indented = start + written.length - written.trimStart().length;
      paragraphs.at(-1)?.push({ start: statements[0]?.range.start ?? indented, statements });
    }
  }
  return paragraphs.filter((lines) => lines.length > 0);
};

/** Offsets of the instructions that a statement makes: a list for each of its places. Data makes none. */
const instructionsOf = (
  { document }: Snapshot,
  flow: TextFlow,
  statement: Statement,
): readonly (readonly number[])[] => {
  const { row, range, places } = statement;
  const expands = (place: number) => document.spans(place)[0]?.start !== range.start;
  return places.filter((place) => row || expands(place)).map((place) => flow.instructions(statement, place));
};

/** By statement, by place: offsets of instructions. */
type Line = readonly (readonly (readonly number[])[])[];

/** The numbers in front of a line. */
const columnsOf = (snapshot: Snapshot, { code }: TextFlow, kinds: ReadonlySet<HintKind>) => {
  const { engine, version } = snapshot;
  const base = (row: Instruction) => costAt(row, engine.versions, version)?.amount ?? 0;
  const digits = String(Math.max(...engine.instructions.map(base))).length;
  const versionName = engine.versions.find(({ id }) => id === version)?.name ?? version;
  const amountAt = (offset: number): number => {
    const group = code.group?.(offset);
    if (group) return group.offsets[0] === offset ? group.cost : 0;
    const row = code.at(offset)?.row;
    return row ? base(row) : 0;
  };

  const place = (line: Line, start: number): InlayHintLabelPart | undefined => {
    const places = line.flatMap((statement) => statement.flatMap((offsets) => offsets[0] ?? []));
    const first = Math.min(...places);
    // A listing says it itself.
    if (Number.parseInt(wordBefore(snapshot, start), 16) === first) return undefined;
    return { value: placeText(first), tooltip: messages.placeHint(places.length) };
  };

  const cost = (line: Line): InlayHintLabelPart => {
    // A line of a macro may make pushes of different width in each use, which cost alike; what is shown is one use.
    const offsets = line.flatMap((statement) => statement[0] ?? []);
    const amount = offsets.reduce((sum, offset) => sum + amountAt(offset), 0);
    const more = offsets.some((offset) => {
      const row = code.at(offset)?.row;
      return row !== undefined && extraCostAt(row, engine.versions, version) !== undefined;
    });
    const groups = [...new Set(offsets.flatMap((offset) => code.group?.(offset)?.name ?? []))];
    return {
      value: `${String(amount).padStart(digits, blank)}${more ? '+' : blank}`,
      tooltip: [
        messages.costHint(grouped(amount), engine.costUnit, versionName, more),
        ...groups.map(messages.partOfGroup),
      ].join(' '),
    };
  };

  const stack = (line: Line): InlayHintLabelPart => {
    const last = line.at(-1) ?? [];
    const heights = new Set(last.map((offsets) => code.height(offsets.at(-1) ?? -1)?.after));
    const [height] = heights;
    if (heights.size > 1 || height === undefined) return { value: `${blank}${blank}·`, tooltip: messages.noHeight() };
    return { value: String(height).padStart(3, blank), tooltip: messages.heightHint(height) };
  };

  const columns = { place, cost, stack };
  return (['place', 'cost', 'stack'] as const).filter((kind) => kinds.has(kind)).map((kind) => columns[kind]);
};

/** What stands on the line before `offset`, if it is one word and a colon. */
const wordBefore = ({ text }: Snapshot, offset: number): string => {
  const { line } = text.positionAt(offset);
  const before = text.getText().slice(text.offsetAt({ line, character: 0 }), offset);
  return /^\s*(\w+):\s*$/.exec(before)?.[1] ?? '';
};

const notesBehind = (
  snapshot: Snapshot,
  flow: TextFlow,
  instructions: readonly (readonly number[])[],
  kinds: ReadonlySet<HintKind>,
): InlayHintLabelPart[] => {
  const { engine } = snapshot;
  const notes: InlayHintLabelPart[] = [];
  const all = instructions.flat();
  if (kinds.has('target')) {
    const targets = new Set(all.flatMap((offset) => flow.code.targets(offset)));
    const open = all.some((offset) => isOpenJump(flow, offset));
    const shown = [...targets].filter((target) => !isNamed(flow, all, target)).slice(0, most);
    notes.push(...shown.map((target) => targetPart(snapshot, flow, target)));
    if (targets.size > most) notes.push({ value: messages.moreTargets(targets.size - most) });
    if (open) notes.push({ value: '→ ?', tooltip: messages.openJump() });
  }
  if (kinds.has('block')) {
    const blocks = all.map((offset) => flow.code.blockAt(offset)).filter((block) => block && all.includes(block.start));
    const costs = new Set(blocks.map((block) => block?.cost ?? 0));
    const [cost] = costs;
    if (costs.size === 1 && cost !== undefined) {
      const amount = grouped(cost);
      const more = blocks.some((block) => block && costsMore(snapshot, flow, block));
      notes.push({ value: messages.blockCost(amount, engine.costUnit, more), tooltip: messages.blockHint(more) });
    }
  }
  return notes;
};

/** Whether an instruction of a block costs more than its base, by what it does. */
const costsMore = ({ engine, version }: Snapshot, { code }: TextFlow, { start, end }: Block): boolean => {
  for (let at = start; at < end; at += code.at(at)?.size ?? 1) {
    const row = code.at(at)?.row;
    if (row && extraCostAt(row, engine.versions, version) !== undefined) return true;
  }
  return false;
};

/** Whether one of the statements names the target itself. */
const isNamed = (flow: TextFlow, offsets: readonly number[], target: number): boolean => {
  const label = flow.labelAt(target);
  return offsets.some((offset) =>
    flow
      .statementAt(offset)
      ?.operands.some(({ start, end }) =>
        label?.references.some((reference) => start <= reference.start && reference.end <= end),
      ),
  );
};

/** Targets that are named; a function that is called from everywhere returns to everywhere. */
const most = 3;

const targetPart = (snapshot: Snapshot, flow: TextFlow, target: number): InlayHintLabelPart => {
  const statement = flow.statementAt(target);
  return {
    value: `→ ${flow.nameOf(target)}`,
    ...(statement && { location: { uri: snapshot.uri, range: toLspRange(snapshot, statement.range) } }),
  };
};

const isOpenJump = ({ code }: TextFlow, offset: number) => {
  const block = code.blockAt(offset);
  return block?.last === offset && block.open && block.reached === 'yes';
};
