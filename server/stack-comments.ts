import type { Range, Statement } from '../engines/language.ts';
import type { Snapshot } from './documents.ts';
import { flowOf, type TextFlow } from './flow.ts';
import { statementAfter } from './symbols.ts';

/** A comment behind an instruction that lists what is on the stack after it, top first: `; [sum, rest]`. */
export type StackComment = {
  /** From bracket to bracket. */
  readonly range: Range;
  readonly names: readonly string[];
  /** True for a list that ends in `…` or `...`: there is more below. */
  readonly more: boolean;
  /** The last instruction before it on its line. */
  readonly offset: number;
  /** What the analysis says of the height after that instruction; undefined where it does not know. */
  readonly height: number | undefined;
};

const ellipsis = /^(…|\.\.\.)$/;

/** Every comment that can be meant so, in the order of the text. */
export const stackComments = (snapshot: Snapshot): readonly StackComment[] => {
  const flow = flowOf(snapshot);
  const sign = snapshot.language.lineComment.replace(/[^\w\s]/g, '\\$&');
  const pattern = new RegExp(`${sign}[ \\t]*\\[([^\\[\\]\\r\\n]*)\\][ \\t]*$`, 'gm');
  const found = flow ? [...snapshot.text.getText().matchAll(pattern)] : [];
  if (!flow || found.length === 0) return [];
  return found.flatMap((match) => {
    const statement = statementBefore(snapshot, match.index);
    const names = (match[1] ?? '').trim() === '' ? [] : (match[1] ?? '').split(',').map((name) => name.trim());
    if (!statement || names.includes('') || !isComment(snapshot, match.index)) return [];
    const more = ellipsis.test(names.at(-1) ?? '');
    const start = match.index + match[0].indexOf('[');
    const lasts = statement.places.flatMap((place) => flow.instructions(statement, place).at(-1) ?? []);
    const heights = new Set(lasts.map((offset) => flow.code.height(offset)?.after));
    const [offset] = lasts;
    if (offset === undefined) return [];
    return [
      {
        range: { start, end: match.index + match[0].lastIndexOf(']') + 1 },
        names: more ? names.slice(0, -1) : names,
        more,
        offset,
        height: heights.size === 1 ? [...heights][0] : undefined,
      },
    ];
  });
};

export const agrees = ({ names, more, height }: StackComment): boolean =>
  height !== undefined && (more ? names.length <= height : names.length === height);

/**
 * Comments that are wrong about the height. A list of one or none may be anything in brackets, `[EIP-7939]`;
 * it counts where other comments show that the writer lists the stack.
 */
export const wrongComments = (comments: readonly StackComment[]): readonly StackComment[] => {
  const listed = comments.some((comment) => agrees(comment) || comment.names.length > 1);
  return comments.filter(
    (comment) => comment.height !== undefined && !agrees(comment) && (comment.names.length > 1 || listed),
  );
};

/** Names for the stack after a comment's instruction, from the last comment above that is right; undefined without one. */
export const derivedNames = (
  flow: TextFlow,
  snapshot: Snapshot,
  { offset, height }: StackComment,
  comments: readonly StackComment[],
): readonly string[] | undefined => {
  const block = flow.code.blockAt(offset);
  if (!block) return undefined;
  const basis = comments.findLast(
    (comment) => comment.offset >= block.start && comment.offset < offset && agrees(comment) && !comment.more,
  );
  if (!basis && flow.code.height(block.start)?.before !== 0) return undefined;
  let names = [...(basis?.names ?? [])];
  let at = basis ? basis.offset + (flow.code.at(basis.offset)?.size ?? 1) : block.start;
  for (; at <= offset; at += flow.code.at(at)?.size ?? 1) {
    const row = flow.code.at(at)?.row;
    if (!row || names.length < row.takes.length) return undefined;
    const left = row.leaves.map((name) => {
      const taken = row.takes.indexOf(name);
      return taken >= 0 ? names[taken]! : (written(flow, snapshot, at, row.takes.length) ?? name);
    });
    names = [...left, ...names.slice(row.takes.length)];
  }
  return names.length === height ? names : undefined;
};

/** What is written as the operand of an instruction that only puts it on the stack. */
const written = (flow: TextFlow, { text }: Snapshot, offset: number, takes: number): string | undefined => {
  const [operand] = flow.statementAt(offset)?.operands ?? [];
  const words = operand && takes === 0 ? text.getText().slice(operand.start, operand.end) : '';
  return words !== '' && words.length <= 24 && !/[[\],\r\n]/.test(words) ? words : undefined;
};

/** The last statement before `offset` on its line, if it is an instruction. */
const statementBefore = ({ document, text }: Snapshot, offset: number): Statement | undefined => {
  const statement = document.statements[statementAfter(document, offset - 1) - 1];
  if (!statement?.row || statement.range.end > offset) return undefined;
  return text.positionAt(statement.range.end).line === text.positionAt(offset).line ? statement : undefined;
};

const isComment = ({ document }: Snapshot, offset: number) =>
  document
    .tokens({ start: offset, end: offset + 1 })
    .some(({ kind, range }) => kind === 'comment' && range.start === offset);
