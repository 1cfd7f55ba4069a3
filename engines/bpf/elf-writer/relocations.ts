import type { ImageSegment } from '../../assembly/image.ts';
import { undefinedSection } from '../../elf/symbols.ts';
import type { WrittenSymbol } from '../../elf/writer.ts';
import { slotSize } from '../isa/decoder.ts';
import { address as regions } from '../isa/memory.ts';
import type { LinkedProgram, Reference } from './program.ts';

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
const region = regions.program;

type Called = Exclude<Reference, { readonly kind: 'address' }>;

/** Undoes what a loader will do, and says what that is. */
export const relocate = (program: LinkedProgram, code?: ImageSegment, data?: ImageSegment): Relocated => {
  const relocator = new Relocator(code, data);
  for (const { address, reference } of program.references) {
    if (reference.kind === 'address') relocator.address(address, reference);
    else relocator.call(address, reference);
  }
  for (const address of program.pointers) relocator.pointer(address);
  return relocator;
};

class Relocator implements Relocated {
  readonly code: Uint8Array;
  readonly data: Uint8Array;
  readonly relocations: Relocation[] = [];
  readonly symbols: WrittenSymbol[] = [];
  readonly #codeAt: number;
  readonly #dataAt: number;
  readonly #codeView: DataView;
  readonly #dataView: DataView;
  readonly #indexes = new Map<string, number>();

  constructor(code: ImageSegment | undefined, data: ImageSegment | undefined) {
    this.code = Uint8Array.from(code?.bytes ?? []);
    this.data = Uint8Array.from(data?.bytes ?? []);
    this.#codeAt = code?.address ?? 0;
    this.#dataAt = data?.address ?? Number.POSITIVE_INFINITY;
    this.#codeView = new DataView(this.code.buffer);
    this.#dataView = new DataView(this.data.buffer);
  }

  /** An address in the number of an instruction and of the slot behind it. */
  address(place: number, { global }: Extract<Reference, { readonly kind: 'address' }>): void {
    const at = place - this.#codeAt + 4;
    // What lies elsewhere, no loader finds; it is what it is.
    if (this.#codeView.getUint32(at + slotSize, true) !== region / 2 ** 32) return;
    const target = this.#codeView.getUint32(at, true);
    const isNamed = global !== undefined && global.name.length <= longestName && global.addend >= 0;
    this.#codeView.setInt32(at + slotSize, 0, true);
    if (!isNamed) {
      this.#add(place, relocationTypes.relative, 0);
      return;
    }
    this.#codeView.setInt32(at, global.addend, true);
    const start = target - global.addend;
    const isCode = start < this.#dataAt - region;
    const symbol = isCode
      ? this.#symbol(global.name, codeSection, start, 'function')
      : this.#symbol(global.name, dataSection, start, 'object');
    this.#add(place, relocationTypes.named, symbol);
  }

  /** A call of a name, or of a function that is some slots away. */
  call(place: number, reference: Called): void {
    const at = place - this.#codeAt + 4;
    const symbol = this.#called(reference);
    if (symbol === undefined && reference.kind === 'function') this.#codeView.setInt32(at, reference.distance, true);
    if (symbol === undefined) return;
    this.#codeView.setInt32(at, unknown, true);
    this.#add(place, relocationTypes.call, symbol);
  }

  /** The symbol that is called; undefined where the distance tells it. */
  #called(reference: Called): number | undefined {
    if (reference.kind === 'syscall') return this.#symbol(reference.name, undefinedSection, 0, 'none');
    const { pc, distance, name } = reference;
    const isNamed = name !== undefined && name.length <= longestName;
    // A distance of -1 is what stands in the call of a name.
    if (!isNamed && distance !== unknown) return undefined;
    const target = this.#codeAt - region + pc * slotSize;
    return this.#symbol(isNamed ? name : `function_${pc}`, codeSection, target, 'function');
  }

  /** An address in data. Loaders take it from the upper half (`elf.rs`: a fault of old toolchains that stayed). */
  pointer(place: number): void {
    const at = place - this.#dataAt;
    this.#dataView.setUint32(at + 4, this.#dataView.getUint32(at, true), true);
    this.#dataView.setUint32(at, 0, true);
    this.#add(place, relocationTypes.relative, 0);
  }

  #add(place: number, type: number, symbol: number): void {
    this.relocations.push({ at: place - region, type, symbol });
  }

  /** Index of a symbol, of which the first is 1. */
  #symbol(name: string, section: number, address: number, type: WrittenSymbol['type']): number {
    const key = `${section} ${name}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.symbols.push({ name, address, size: 0, type, isGlobal: true, section });
    this.#indexes.set(key, this.symbols.length);
    return this.symbols.length;
  }
}
