import type { ImageSegment } from '../../assembly/image.ts';
import type { Linked, Placed } from '../../assembly/link.ts';
import type { Module } from '../../assembly/module.ts';
import type { Problem, Range } from '../../language.ts';
import { firstIndex } from '../../search.ts';
import { slotSize } from '../isa/decoder.ts';
import { formAt } from '../isa/row.ts';
import { type VerifierErrorKind, verify } from '../isa/verifier.ts';
import { rulesOf } from '../isa/versions.ts';
import { Instruction } from './code.ts';
import * as messages from './messages.ts';
import { dataFix, refusalFix } from './refusal-fixes.ts';
import { rowNamed } from './vocabulary.ts';

/** Something for which the chain refuses a program. */
type Refusal = {
  readonly range: Range | undefined;
  readonly code: string;
  readonly message: string;
  readonly fix?: Problem['fix'];
};

/** Where things lie in the code of a program. */
type Code = ImageSegment & { readonly module: Module; readonly linked: Linked };

/** Makes problems of what loaders and the verifier have against the code, but for lines that are wrong already. */
export const addRefusals = (module: Module, linked: Linked): void => {
  const segment = linked.image.segments.find(({ execute }) => execute);
  if (!segment) return;
  const { assembler, problems } = module;
  const code = { ...segment, module, linked };
  const wrong = problems.list().filter(({ severity }) => severity === 'error');
  const isKnown = (range: Range) => wrong.some((each) => each.range.start < range.end && each.range.end > range.start);
  // What a listing shows was not written here, and has been loaded.
  const isListing = assembler.base !== undefined;
  const changesData = !isListing && !rulesOf(assembler.version).hasRelativeCalls;
  const refusals = [
    ...unverified(code),
    ...badEntry(code),
    ...callsOutside(code),
    ...(changesData ? likeCalls(code) : []),
  ];
  for (const { range, code, message, fix } of refusals)
    if (range && !isKnown(range))
      problems.add(isListing ? 'warning' : 'error', range, code, message, isListing ? undefined : fix);
};

const placedAt = ({ linked }: Code, address: number): Placed | undefined => {
  const { placed } = linked;
  return placed[firstIndex(placed.length, (i) => (placed[i]?.address ?? 0) > address) - 1];
};

const rangeOf = (there: Placed | undefined): Range | undefined => there?.item.origin?.statement.range;

const unverified = (code: Code): readonly Refusal[] =>
  verify(code.bytes, code.module.assembler.version).map((error) => {
    const { kind, pc } = error;
    const at = pc === undefined ? code.bytes.length - 1 : pc * slotSize;
    const there = placedAt(code, code.address + at);
    return {
      ...{ range: rangeOf(there), code: codeOf(kind), message: messages.refused(error) },
      fix: there && refusalFix(kind, { ...code, there }),
    };
  });

/** `JumpOutOfCode` → `jump-out-of-code` */
const codeOf = (kind: VerifierErrorKind): string =>
  kind
    .replace('R10', 'FramePointer')
    .replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4')
    .toLowerCase();

const badEntry = ({ address, bytes, module, linked }: Code): readonly Refusal[] => {
  const { entry, symbols, sections } = linked.image;
  const { dialect, symbols: defined } = module.assembler;
  const symbol = dialect.entryIn(symbols, sections);
  if (!symbol || (entry < address + bytes.length && entry % slotSize === 0)) return [];
  const range = defined.get(symbol.name)?.definition;
  return [{ range, code: 'entry-without-code', message: messages.entryWithoutCode() }];
};

const callsOutside = ({ bytes, linked }: Code): readonly Refusal[] =>
  linked.placed.flatMap((there) => {
    const { content } = there.item;
    const reference = content instanceof Instruction ? content.reference : undefined;
    if (reference?.kind !== 'function' || (reference.pc >= 0 && reference.pc * slotSize < bytes.length)) return [];
    return [{ range: rangeOf(there), code: 'call-out-of-code', message: messages.callOutOfCode() }];
  });

/** Data that loaders before version 3 take for calls, and change. */
const likeCalls = (code: Code): readonly Refusal[] => {
  const { bytes, address, module } = code;
  const opcode = formAt(rowNamed('call'), module.assembler.version)?.opcode;
  const found: Refusal[] = [];
  for (let at = 0; at < bytes.length; at += slotSize) {
    const there = bytes[at] === opcode ? placedAt(code, address + at) : undefined;
    const isCode = there?.address === address + at && there.item.content instanceof Instruction;
    if (there && !isCode)
      found.push({
        ...{ range: rangeOf(there), code: 'data-like-call', message: messages.dataLikeCall() },
        fix: dataFix({ ...code, there }),
      });
  }
  return found;
};
