import type { Block, Finding } from '../engines/flow.ts';
import type { Problem, Range, Statement } from '../engines/language.ts';
import { type Snapshot, textOf } from './documents.ts';
import { flowOf, placeText, type TextFlow } from './flow.ts';
import * as messages from './messages.ts';
import { derivedNames, stackComments, wrongComments } from './stack-comments.ts';

const known = new WeakMap<Snapshot, readonly Problem[]>();

/** All that is wrong in a text: what its parser found, and, where that is no error, what its control flow tells. */
export const problemsOf = (snapshot: Snapshot): readonly Problem[] => {
  for (const _piece of findProblems(snapshot));
  return known.get(snapshot) ?? [];
};

/** Finds what `problemsOf` then knows, in pieces, each of which takes long for a long text. */
export function* findProblems(snapshot: Snapshot): Generator<void> {
  if (known.has(snapshot)) return;
  const { problems } = snapshot.document;
  yield;
  // What cannot be assembled is missing from the code, which then says nothing.
  const flow = problems.some(({ severity }) => severity === 'error') ? undefined : flowOf(snapshot);
  if (!flow) return void known.set(snapshot, problems);
  yield;
  const { findings } = flow.code;
  yield;
  const ofFindings = findings.flatMap((finding) => findingProblem(snapshot, flow, finding));
  const ofComments = commentProblems(snapshot, flow);
  yield;
  known.set(snapshot, [...problems, ...ofFindings, ...ofComments, ...unreachable(snapshot, flow)]);
}

const findingProblem = (snapshot: Snapshot, flow: TextFlow, finding: Finding): readonly Problem[] => {
  const [range] = snapshot.document.spans(finding.offset);
  if (!range) return [];
  const { code, message, target } = finding;
  const fix = target === undefined ? undefined : jumpFix(snapshot, flow, finding.offset, target);
  return [{ range, severity: 'warning', code, message, ...(fix && { fix }) }];
};

/**
 * A jump to a label that jumps cannot go to is mended where the label stands; one to a number, by the only place nearby.
 */
const jumpFix = (snapshot: Snapshot, flow: TextFlow, jump: number, target: number): Problem['fix'] => {
  const { landing } = flow.code;
  const operand = operandBefore(flow, jump);
  const there = flow.statementAt(target);
  if (!landing || !operand) return undefined;
  const written = textOf(snapshot, operand);
  if (namesLabel(snapshot, operand)) {
    if (!flow.labelAt(target) || !there?.places.includes(target)) return undefined;
    const mnemonic = spelledLike(snapshot, there, landing.mnemonic);
    const { start } = there.range;
    return {
      title: messages.insertAt(mnemonic, flow.nameOf(target)),
      edits: [{ range: { start, end: start }, text: `${mnemonic}\n${indentation(snapshot, start)}` }],
    };
  }
  if (!/^(0x[\da-f]+|\d+)$/i.test(written)) return undefined;
  const near = flow.code.blocks.filter(
    ({ start }) => Math.abs(start - target) <= nearby && flow.code.at(start)?.row === landing,
  );
  const [only] = near;
  if (!only || near.length > 1) return undefined;
  const label = flow.labelAt(only.start);
  const digits = written.replace(/^0x/i, '').length;
  const text = label
    ? `${snapshot.language.sigils?.label ?? ''}${label.name}`
    : /^0x/i.test(written)
      ? `0x${only.start.toString(16).padStart(digits, '0')}`
      : String(only.start);
  return { title: messages.changeTo(text), edits: [{ range: operand, text }] };
};

const namesLabel = ({ document }: Snapshot, { start, end }: Range) =>
  document.symbols.some(
    ({ kind, references }) =>
      kind === 'label' && references.some((reference) => start <= reference.start && reference.end <= end),
  );

/** Bytes by which a number is taken to have missed its target. */
const nearby = 8;

/** The operand of the jump's own statement, or else of the instruction before it. */
const operandBefore = (flow: TextFlow, jump: number): Range | undefined => {
  const own = flow.statementAt(jump)?.operands[0];
  if (own) return own;
  const block = flow.code.blockAt(jump);
  let before: number | undefined;
  for (let at = block?.start ?? jump; at < jump; at += flow.code.at(at)?.size ?? 1) before = at;
  return before === undefined ? undefined : flow.statementAt(before)?.operands[0];
};

const spelledLike = (snapshot: Snapshot, statement: Statement, mnemonic: string) => {
  const word = textOf(snapshot, statement.word);
  return word === word.toLowerCase() ? mnemonic.toLowerCase() : mnemonic;
};

const indentation = ({ text }: Snapshot, offset: number) => ' '.repeat(text.positionAt(offset).character);

const commentProblems = (snapshot: Snapshot, flow: TextFlow): readonly Problem[] => {
  const comments = stackComments(snapshot);
  return wrongComments(comments).map((comment) => {
    const names = derivedNames(flow, snapshot, comment, comments);
    const text = `[${names?.join(', ')}]`;
    const fix = names && { title: messages.changeTo(text), edits: [{ range: comment.range, text }] };
    return {
      range: comment.range,
      severity: 'warning',
      code: 'stack-comment',
      message: messages.wrongStackComment(comment.height ?? 0, comment.names.length),
      ...(fix && { fix }),
    };
  });
};

/** Instructions that no path leads to, each run of them as one. In bytecode as it is, they may as well be data. */
const unreachable = ({ document, engine, language }: Snapshot, flow: TextFlow): readonly Problem[] => {
  if (language !== engine.languages[0] || flow.code.blocks.every(({ reached }) => reached !== 'no')) return [];
  const entered = enteredBlocks(flow, document.entries ?? []);
  // Where nothing marks what may be jumped to, a jump to a place that is not known may lead anywhere.
  if (!flow.code.landing && [...entered].some((start) => flow.code.blockAt(start)?.open)) return [];
  // Most statements lie in the block of the one before.
  let block: Block | undefined;
  const isUnreached = (place: number) => {
    if (!block || place < block.start || place >= block.end) block = flow.code.blockAt(place);
    return block?.reached === 'no' && !entered.has(block.start);
  };
  const isDead = ({ row, places }: Statement) => row !== undefined && places.length > 0 && places.every(isUnreached);
  const runs: { start: number; end: number; place: number }[] = [];
  let running = false;
  for (const statement of document.statements) {
    const { range, places } = statement;
    const last = runs.at(-1);
    const dead = isDead(statement);
    if (dead && running && last) last.end = Math.max(last.end, range.end);
    else if (dead) runs.push({ ...range, place: places[0] ?? 0 });
    if (statement.row || places.length > 0) running = dead;
  }
  return runs.map(({ start, end, place }) => ({
    range: { start, end },
    severity: 'hint',
    code: 'unreachable',
    message: messages.unreachable(placeText(place)),
  }));
};

/** Starts of the blocks that lie on a path from one of the entries. */
const enteredBlocks = (flow: TextFlow, entries: readonly number[]): ReadonlySet<number> => {
  const found = new Set<number>();
  const open = [...entries];
  for (let offset = open.pop(); offset !== undefined; offset = open.pop()) {
    const block = flow.code.blockAt(offset);
    if (!block || found.has(block.start)) continue;
    found.add(block.start);
    open.push(...block.successors.map(({ to }) => to));
  }
  return found;
};
