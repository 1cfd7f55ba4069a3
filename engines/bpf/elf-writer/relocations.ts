import type { ImageSegment } from '../../assembly/image.ts';
import { undefinedSection } from '../../elf/symbols.ts';
import type { WrittenSymbol } from '../../elf/writer.ts';
import type { Reference } from '../assembly/code.ts';
import type { SbpfDocument } from '../assembly/document.ts';
import { slotSize } from '../isa/decoder.ts';
import { address as regions } from '../isa/memory.ts';
import { addressesInData, globalIn, referencesIn } from './references.ts';

/** What a loader does at a place (`sbpf` 0.23, `elf.rs`). */
export const relocationTypes = { named: 1, relative: 8, call: 10 } as const;

export type Relocation = { readonly at: number; readonly type: number; readonly symbol: number };

/** A program as a file holds it, and what its loader does to get it back. Addresses are those in the file. */
export type Relocated = {
  readonly code: Uint8Array;
  readonly data: Uint8Array;
  readonly relocations: readonly Relocation[];
  /** The first has the index 1. */
  readonly symbols: readonly WrittenSymbol[];
};

/** Bytes of the longest name that loaders take, without the zero at its end. */
const longestName = 63;
const codeSection = 1;
const dataSection = 2;
/** What the loader takes for a call of a name. */
const unknown = -1;

/** Undoes what a loader will do, and says what that is. */
export const relocate = (document: SbpfDocument, code?: ImageSegment, data?: ImageSegment): Relocated => {
  const shift = regions.program;
  const codeBytes = Uint8Array.from(code?.bytes ?? []);
  const dataBytes = Uint8Array.from(data?.bytes ?? []);
  const view = new DataView(codeBytes.buffer);
  const relocations: Relocation[] = [];
  const symbols = new SymbolTable();

  const putNumber = (at: number, imm: number) => view.setInt32(at + 4, imm, true);
  const call = (at: number, reference: Exclude<Reference, { kind: 'address' }>): number | undefined => {
    if (reference.kind === 'syscall') return symbols.add(reference.name, undefinedSection, 0, 'none');
    const { pc, distance, name } = reference;
    const isNamed = name !== undefined && name.length <= longestName;
    // A distance of -1 is what stands in the call of a name.
    if (!isNamed && distance !== unknown) {
      putNumber(at, distance);
      return undefined;
    }
    const target = (code?.address ?? 0) - shift + pc * slotSize;
    return symbols.add(isNamed ? name : `function_${pc}`, codeSection, target, 'function');
  };
  const address = (at: number, value: Parameters<typeof globalIn>[0]): number | undefined => {
    const target = (view.getUint32(at + 4, true) | 0) >>> 0;
    const isInFile = view.getUint32(at + slotSize + 4, true) === shift / 2 ** 32;
    if (!isInFile) return undefined;
    const global = globalIn(value, document);
    const isNamed = global !== undefined && global.name.length <= longestName && global.addend >= 0;
    view.setInt32(at + 4, isNamed ? global.addend : target, true);
    view.setInt32(at + slotSize + 4, 0, true);
    if (!isNamed) return 0;
    const isCode = target - global.addend < (data?.address ?? Number.POSITIVE_INFINITY) - shift;
    const [section, type] = isCode ? ([codeSection, 'function'] as const) : ([dataSection, 'object'] as const);
    return symbols.add(global.name, section, target - global.addend, type);
  };

  for (const { address: place, reference } of referencesIn(document)) {
    const at = place - (code?.address ?? 0);
    if (reference.kind === 'address') {
      const symbol = address(at, reference.value);
      const type = symbol === 0 ? relocationTypes.relative : relocationTypes.named;
      if (symbol !== undefined) relocations.push({ at: place - shift, type, symbol });
      continue;
    }
    const symbol = call(at, reference);
    if (symbol === undefined) continue;
    putNumber(at, unknown);
    relocations.push({ at: place - shift, type: relocationTypes.call, symbol });
  }
  const dataView = new DataView(dataBytes.buffer);
  for (const place of addressesInData(document)) {
    const at = place - (data?.address ?? 0);
    // The loader takes the address from the upper half (`elf.rs`, a fault of old toolchains that stayed).
    dataView.setUint32(at + 4, dataView.getUint32(at, true), true);
    dataView.setUint32(at, 0, true);
    relocations.push({ at: place - shift, type: relocationTypes.relative, symbol: 0 });
  }
  return { code: codeBytes, data: dataBytes, relocations, symbols: symbols.all };
};

/** The symbols that a loader asks for, each once. */
class SymbolTable {
  readonly all: WrittenSymbol[] = [];
  readonly #indexes = new Map<string, number>();

  /** @returns its index, of which the first is 1 */
  add(name: string, section: number, address: number, type: WrittenSymbol['type']): number {
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    this.all.push({ name, address, size: 0, type, isGlobal: true, section });
    this.#indexes.set(name, this.all.length);
    return this.all.length;
  }
}
