import { evaluate } from '../../assembly/evaluator.ts';
import type { Expression } from '../../assembly/syntax.ts';
import { codeStart } from '../assembly/addresses.ts';
import { Instruction, type Reference } from '../assembly/code.ts';
import type { SbpfDocument } from '../assembly/document.ts';
import { slotSize } from '../isa/decoder.ts';

/** An instruction that a loader changes. */
export type Referring = { readonly address: number; readonly reference: Reference };

export const referencesIn = ({ linked }: SbpfDocument): readonly Referring[] =>
  linked.placed.flatMap(({ address, item }) => {
    const { content } = item;
    return content instanceof Instruction && content.reference ? [{ address, reference: content.reference }] : [];
  });

/** Addresses of the functions that are called. */
export const functionsIn = (document: SbpfDocument): ReadonlySet<number> => {
  const base = codeStart(document.module);
  const pcs = referencesIn(document).flatMap(({ reference }) => (reference.kind === 'function' ? [reference.pc] : []));
  return new Set(pcs.map((pc) => base + pc * slotSize));
};

/** Addresses in data: where each number of 8 bytes lies that stands for one. */
export const addressesInData = ({ module }: SbpfDocument): readonly number[] => {
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
export const globalIn = (
  value: Expression,
  document: SbpfDocument,
): { readonly name: string; readonly addend: number } | undefined => {
  const { symbols } = document.module.assembler;
  if (value.kind === 'symbol') return symbols.get(value.name)?.isGlobal ? { name: value.name, addend: 0 } : undefined;
  if (value.kind !== 'binary' || value.operator !== '+' || value.right.kind !== 'number') return undefined;
  const base = globalIn(value.left, document);
  return base && { name: base.name, addend: base.addend + Number(value.right.value) };
};
