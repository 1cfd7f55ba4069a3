import { evaluate } from '../../assembly/evaluator.ts';
import type { Expression } from '../../assembly/syntax.ts';
import { Instruction } from '../assembly/code.ts';
import type { SbpfDocument } from '../assembly/document.ts';
import { slotSize } from '../isa/decoder.ts';
import type { LinkedProgram, Reference, Referring } from './program.ts';

/** What was assembled, with all that refers to something. */
export const assembledProgram = (document: SbpfDocument): LinkedProgram => ({
  version: document.version,
  image: document.image,
  references: referencesIn(document),
  pointers: pointersIn(document),
});

const referencesIn = (document: SbpfDocument): readonly Referring[] =>
  document.linked.placed.flatMap(({ address, item }) => {
    const found = item.content instanceof Instruction ? item.content.reference : undefined;
    if (!found) return [];
    const reference: Reference =
      found.kind === 'address' ? { kind: 'address', global: globalIn(found.value, document) } : found;
    return [{ address, reference }];
  });

/** Where numbers of 8 bytes lie in data that stand for addresses. */
const pointersIn = ({ module }: SbpfDocument): readonly number[] => {
  const found: number[] = [];
  for (const section of module.assembler.sections.values()) {
    if (section.isExecutable || !section.isAllocated) continue;
    for (const { content, offset } of section.items) {
      if (content.kind !== 'numbers' || content.width !== slotSize) continue;
      for (const [i, value] of content.values.entries())
        if (evaluate(value, module.distances)?.section) found.push(section.address + offset + i * slotSize);
    }
  }
  return found;
};

/** A global name and what is added to it, if that is all an expression is. */
const globalIn = (
  value: Expression,
  document: SbpfDocument,
): { readonly name: string; readonly addend: number } | undefined => {
  const { symbols } = document.module.assembler;
  if (value.kind === 'symbol') return symbols.get(value.name)?.isGlobal ? { name: value.name, addend: 0 } : undefined;
  if (value.kind !== 'binary' || value.operator !== '+' || value.right.kind !== 'number') return undefined;
  const base = globalIn(value.left, document);
  return base && { name: base.name, addend: base.addend + Number(value.right.value) };
};
