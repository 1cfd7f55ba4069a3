import type { ImageSegment } from '../../assembly/image.ts';
import type { Linked, Placed } from '../../assembly/link.ts';
import type { Module } from '../../assembly/module.ts';
import type { Problem, Range } from '../../language.ts';
import { firstIndex } from '../../search.ts';
import { slotSize } from '../isa/decoder.ts';
import { formAt } from '../isa/row.ts';
import { type VerifierError, verify } from '../isa/verifier.ts';
import { rulesOf } from '../isa/versions.ts';
import { Instruction } from './code.ts';
import * as messages from './messages.ts';
import { rowNamed } from './vocabulary.ts';

/** Makes problems of what loaders and the verifier have against the code, but for lines that are wrong already. */
export const addRefusals = (module: Module, { image, placed }: Linked): void => {
  const code = image.segments.find(({ execute }) => execute);
  if (!code) return;
  const { assembler, problems } = module;
  const wrong = problems.list().filter(({ severity }) => severity === 'error');
  // What a listing shows was not written here, and has been loaded.
  const isListing = assembler.base !== undefined;
  const refuse = (range: Range | undefined, kind: string, message: string) => {
    if (range && !overlapsAny(range, wrong)) problems.add(isListing ? 'warning' : 'error', range, kind, message);
  };
  for (const error of verify(code.bytes, assembler.version)) {
    const { origin } = placedAt(placed, code.address + (error.pc ?? 0) * slotSize)?.item ?? {};
    refuse(origin?.statement.range, codeOf(error), messages.refused(error.kind, error.text));
  }
  const entry = assembler.dialect.entryIn(image.symbols, image.sections);
  if (entry && (image.entry >= code.address + code.bytes.length || image.entry % slotSize !== 0))
    refuse(assembler.symbols.get(entry.name)?.definition, 'entry-without-code', messages.entryWithoutCode());
  for (const { item } of placed) {
    if (!(item.content instanceof Instruction)) continue;
    const { reference } = item.content;
    const isInside =
      reference?.kind !== 'function' || (reference.pc >= 0 && reference.pc * slotSize < code.bytes.length);
    if (!isInside) refuse(item.origin?.statement.range, 'call-out-of-code', messages.callOutOfCode());
  }
  if (isListing || rulesOf(assembler.version).hasRelativeCalls) return;
  for (const { item } of likeCalls(placed, code, assembler.version))
    refuse(item.origin?.statement.range, 'data-like-call', messages.dataLikeCall());
};

const overlapsAny = (range: Range, wrong: readonly Problem[]): boolean =>
  wrong.some((known) => known.range.start < range.end && known.range.end > range.start);

const placedAt = (placed: readonly Placed[], address: number): Placed | undefined =>
  placed[firstIndex(placed.length, (i) => (placed[i]?.address ?? 0) > address) - 1];

/** Data that loaders before version 3 take for calls, and change. */
const likeCalls = (placed: readonly Placed[], { bytes, address }: ImageSegment, version: string): readonly Placed[] => {
  const opcode = formAt(rowNamed('call'), version)?.opcode;
  const found: Placed[] = [];
  for (let at = 0; at < bytes.length; at += slotSize) {
    const there = bytes[at] === opcode ? placedAt(placed, address + at) : undefined;
    const isCode = there?.address === address + at && there.item.content instanceof Instruction;
    if (there && !isCode) found.push(there);
  }
  return found;
};

/** `JumpOutOfCode` → `jump-out-of-code` */
const codeOf = ({ kind }: VerifierError): string =>
  kind
    .replace(/\d+/g, '')
    .replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4')
    .toLowerCase();
