import type { Range } from '../../language.ts';
import { withField } from '../isa/encoding.ts';
import type { Row } from '../isa/row.ts';
import { rowsNamed } from '../isa/template.ts';
import { lebOf, setNumber } from './directives/data.ts';
import { extentOf, fieldNamed, fits, isUpper, withNumber } from './encoder.ts';
import { evaluate, type Scope } from './evaluator.ts';
import * as messages from './messages.ts';
import type { Module } from './module.ts';
import type { Item, Jump, Patch, Section } from './section.ts';

/** An item at its address, and what names mean for it. */
type Site = {
  readonly item: Item;
  readonly address: number;
  readonly section: Section;
  readonly scope: Scope;
  readonly module: Module;
};

/** Writes an item's bytes, now that all addresses are known. */
export const patchItem = (bytes: Uint8Array, at: number, site: Site): void => {
  const { content, size } = site.item;
  switch (content.kind) {
    case 'bytes':
      bytes.set(content.bytes, at);
      return;
    case 'fill':
      if (content.bytes.length === 1) bytes.fill(content.bytes[0], at, at + size);
      else for (let offset = 0; offset < size; offset += content.bytes.length) bytes.set(content.bytes, at + offset);
      return;
    case 'numbers':
      for (const [i, value] of content.values.entries())
        setNumber(bytes, at + i * content.width, content.width, evaluate(value, site.scope)?.number ?? 0n);
      return;
    case 'leb':
      writeLeb(bytes, at, size, evaluate(content.value, site.scope)?.number ?? 0n, content.isSigned);
      return;
    case 'instruction':
      writeWord(bytes, at, size, content.patch ? patched(content.word, content.patch, site) : content.word);
      return;
    case 'jump':
      writeJump(bytes, at, content, site);
      return;
    case 'align':
      if (content.fill) fillWith(bytes, at, size, content.fill);
      else writeNops(bytes, at, size);
      return;
    case 'place':
      bytes.fill(content.fill, at, at + size);
      checkPlace(site, content.to);
  }
};

/** A number that takes fewer groups than there is room for has some of its sign behind it. */
const writeLeb = (bytes: Uint8Array, at: number, size: number, number: bigint, isSigned: boolean): void => {
  const groups = lebOf(number, isSigned);
  const rest = isSigned && number < 0n ? 127 : 0;
  for (let i = 0; i < size; i++) {
    const group = i < groups.length ? groups[i] & 127 : rest;
    bytes[at + i] = i === size - 1 ? group : group | 128;
  }
};

const writeWord = (bytes: Uint8Array, at: number, size: number, word: number): void => {
  for (let i = 0; i < size; i++) bytes[at + i] = word >>> (8 * i);
};

/** The rest that a wider value does not fill is zeros, in front. */
const fillWith = (bytes: Uint8Array, at: number, size: number, fill: Uint8Array): void => {
  const rest = size % fill.length;
  for (let offset = rest; offset < size; offset += fill.length) bytes.set(fill, at + offset);
};

/** A zero byte to an even address, one instruction of 16 bits at most, then those of 32 (GNU as, `riscv_make_nops`). */
const writeNops = (bytes: Uint8Array, at: number, size: number): void => {
  let offset = size % 2;
  if ((size - offset) % 4 === 2) {
    writeWord(bytes, at + offset, 2, 0x0001);
    offset += 2;
  }
  for (; offset < size; offset += 4) writeWord(bytes, at + offset, 4, 0x00000013);
};

const checkPlace = ({ item, section, scope }: Site, to: Extract<Item['content'], { kind: 'place' }>['to']): void => {
  const value = evaluate(to, scope);
  if (!value) return;
  // What is no place counts from the start of the section.
  const offset = Number(value.number) - (Number(value.number) >= section.address ? section.address : 0);
  if (offset < item.offset) scope.error(to.range, 'backwards', messages.orgBackwards(offset, item.offset));
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
  if (content.kind !== 'instruction' || !content.patch) return undefined;
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
  const isUpperPart = item?.content.kind === 'instruction' && item.content.patch?.relocation === 'pcrel_hi';
  if (position && item && isUpperPart) return { item, section: position.section };
  scope.error(value.range, 'no-upper-part', messages.noUpperPart(rangeText(value.range, module)));
  return undefined;
};

const rangeText = ({ start, end }: Range, { text }: Module) => text.slice(start, end);

const [jal] = rowsNamed('jal') as readonly [Row];

const writeJump = (
  bytes: Uint8Array,
  at: number,
  { row, word, short, target }: Jump,
  { item, address, scope }: Site,
): void => {
  const to = evaluate(target, scope);
  const distance = (to ? Number(to.number) : address) - address;
  const report = (used: Row) => {
    const field = fieldNamed(used, 'target');
    if (!to || !field || fits(field, distance)) return;
    if (distance % 2 !== 0)
      scope.error(target.range, 'misaligned-target', messages.misalignedTarget(Number(to.number)));
    else scope.error(target.range, 'out-of-range', messages.tooFar(used.mnemonic, distance));
  };
  if (item.size === 2 && short) {
    report(short.row);
    writeWord(bytes, at, 2, withTarget(short.row, short.word, distance));
  } else if (item.size === 4) {
    report(row);
    writeWord(bytes, at, 4, withTarget(row, word, distance));
  } else {
    // The opposite branch goes around a jump.
    const isShort = item.size === 6 && short;
    const around = isShort ? withTarget(short.row, short.word ^ 0x2000, 6) : withTarget(row, (word ^ 0x1000) >>> 0, 8);
    const size = item.size - 4;
    writeWord(bytes, at, size, around);
    report(jal);
    writeWord(bytes, at + size, 4, withTarget(jal, jal.bits.match, distance - size));
  }
};

const withTarget = (row: Row, word: number, distance: number): number => {
  const field = fieldNamed(row, 'target');
  return field ? withNumber(word, field, distance) : word;
};
