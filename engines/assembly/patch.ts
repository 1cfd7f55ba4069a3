import { lebOf, setNumber } from './directives/data.ts';
import { evaluate } from './evaluator.ts';
import * as messages from './messages.ts';
import type { Item, Site } from './section.ts';

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
    case 'code':
      content.write(bytes, at, site);
      return;
    case 'align':
      if (content.fill) fillWith(bytes, at, size, content.fill);
      else site.module.assembler.dialect.fillCode(bytes, at, size);
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

/** The rest that a wider value does not fill is zeros, in front. */
const fillWith = (bytes: Uint8Array, at: number, size: number, fill: Uint8Array): void => {
  const rest = size % fill.length;
  for (let offset = rest; offset < size; offset += fill.length) bytes.set(fill, at + offset);
};

const checkPlace = ({ item, section, scope }: Site, to: Extract<Item['content'], { kind: 'place' }>['to']): void => {
  const value = evaluate(to, scope);
  if (!value) return;
  // What is no place counts from the start of the section.
  const offset = Number(value.number) - (Number(value.number) >= section.address ? section.address : 0);
  if (offset < item.offset) scope.error(to.range, 'backwards', messages.orgBackwards(offset, item.offset));
};
