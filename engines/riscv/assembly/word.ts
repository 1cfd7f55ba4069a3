import { evaluate, type Scope } from '../../assembly/evaluator.ts';
import type { Module } from '../../assembly/module.ts';
import type { Coded, Item, Section, Site } from '../../assembly/section.ts';
import type { Expression } from '../../assembly/syntax.ts';
import type { Range } from '../../language.ts';
import { withField } from '../isa/encoding.ts';
import type { Row } from '../isa/row.ts';
import { extentOf, fieldNamed, fits, isUpper, withNumber } from './encoder.ts';
import * as messages from './messages.ts';

/** What the linker puts into a field of an instruction. */
export type Patch = {
  readonly row: Row;
  readonly field: string;
  readonly value: Expression;
  readonly relocation: Relocation | undefined;
  /** Of `pcrel_lo`: the instruction that holds the upper part, if that is not for the label in `value` to say. */
  readonly upper?: Item;
};

/** What is made of an address: both halves of it, or of the distance to it; or a number as it is. */
export type Relocation = 'hi' | 'lo' | 'pcrel_hi' | 'pcrel_lo';

/** An instruction that is no jump. */
export class Word implements Coded {
  readonly kind = 'code';
  readonly word: number;
  readonly patch: Patch | undefined;

  constructor(word: number, patch?: Patch) {
    this.word = word;
    this.patch = patch;
  }

  write(bytes: Uint8Array, at: number, site: Site): void {
    writeWord(bytes, at, site.item.size, this.patch ? patched(this.word, this.patch, site) : this.word);
  }
}

export const writeWord = (bytes: Uint8Array, at: number, size: number, word: number): void => {
  for (let i = 0; i < size; i++) bytes[at + i] = word >>> (8 * i);
};

/** A zero byte to an even address, one instruction of 16 bits at most, then those of 32 (GNU as, `riscv_make_nops`). */
export const writeNops = (bytes: Uint8Array, at: number, size: number): void => {
  let offset = size % 2;
  if ((size - offset) % 4 === 2) {
    writeWord(bytes, at + offset, 2, 0x0001);
    offset += 2;
  }
  for (; offset < size; offset += 4) writeWord(bytes, at + offset, 4, 0x00000013);
};

/** The word with what the patch says in its field. */
const patched = (word: number, patch: Patch, site: Site): number => {
  const { row, field: name, relocation, value } = patch;
  const { scope, address } = site;
  const field = fieldNamed(row, name);
  if (!field) return word;
  if (relocation === 'pcrel_lo') {
    const upper = patch.upper ? { item: patch.upper, section: site.section } : upperOf(patch, site);
    const distance = upper && distanceOf(upper.item, upper.section.address + upper.item.offset, scope);
    return distance === undefined ? word : withField(word, field, low(distance));
  }
  const target = evaluate(value, scope);
  if (!target) return word;
  const number = Number(target.number);
  if (relocation === 'pcrel_hi' || relocation === 'hi') {
    const distance = relocation === 'hi' ? number : number - address;
    if (distance + 0x800 >= -(2 ** 31) && distance + 0x800 < 2 ** 31) return withField(word, field, high(distance));
    scope.error(value.range, 'out-of-range', messages.tooFar(row.mnemonic, distance));
    return word;
  }
  if (relocation === 'lo') return withField(word, field, low(number));
  const wanted = isUpper(field) ? (number < 0x80000 ? number : number - 0x100000) * 4096 : number;
  if (fits(field, wanted)) return withNumber(word, field, wanted);
  const { least, most } = extentOf(field);
  scope.error(value.range, 'out-of-range', messages.outOfRange(row.mnemonic, target.number, least, most));
  return word;
};

/** The upper part, such that the lower one, which is signed, makes it whole. */
const high = (number: number): number => {
  const rounded = Math.floor((number + 0x800) / 4096) * 4096;
  return rounded < 0 ? rounded + 2 ** 32 : rounded;
};
const low = (number: number): number => ((number % 4096) + 4096) % 4096;

const distanceOf = ({ content }: Item, address: number, scope: Scope): number | undefined => {
  if (!(content instanceof Word) || !content.patch) return undefined;
  const target = evaluate(content.patch.value, scope);
  return target && Number(target.number) - address;
};

/** The instruction that holds the upper part: the one that the label marks. */
const upperOf = (
  { value }: Patch,
  { scope, module }: Site,
): { readonly item: Item; readonly section: Section } | undefined => {
  const position =
    value.kind === 'symbol'
      ? module.assembler.symbols.get(value.name)?.position
      : value.kind === 'place'
        ? value.place
        : undefined;
  if (value.kind === 'symbol' && !position) {
    if (scope.symbol(value.name, value.range))
      scope.error(value.range, 'no-upper-part', messages.noUpperPart(rangeText(value.range, module)));
    return undefined;
  }
  const item = position?.section.items[position.index];
  const isUpperPart = item?.content instanceof Word && item.content.patch?.relocation === 'pcrel_hi';
  if (position && item && isUpperPart) return { item, section: position.section };
  scope.error(value.range, 'no-upper-part', messages.noUpperPart(rangeText(value.range, module)));
  return undefined;
};

const rangeText = ({ start, end }: Range, { text }: Module) => text.slice(start, end);
