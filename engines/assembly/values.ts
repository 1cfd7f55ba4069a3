import type { Document, Token } from '../language.ts';
import { firstIndex } from '../search.ts';
import { setNumber } from './directives/data.ts';
import type { Linked } from './link.ts';
import { readCharacter, readText } from './literals.ts';
import type { Module } from './module.ts';

/** The number, text or name at `offset`, lowest byte first. */
export const valueAt = (
  tokens: readonly Token[],
  module: Module,
  linked: Linked,
  offset: number,
): ReturnType<Document['value']> => {
  const first = firstIndex(tokens.length, (index) => (tokens[index]?.range.end ?? 0) >= offset);
  for (const token of tokens.slice(first, first + 2)) {
    const { range, kind } = token;
    if (range.start > offset) return undefined;
    const bytes = bytesOf(kind, module.text.slice(range.start, range.end), module, linked);
    if (bytes) return { range, bytes };
  }
  return undefined;
};

const bytesOf = (kind: Token['kind'], text: string, module: Module, linked: Linked): Uint8Array | undefined => {
  if (kind === 'number') return numberBytes(module.assembler.dialect.readNumber(text));
  if (kind === 'string')
    return text.startsWith("'") ? numberBytes(readCharacter(text)) : readText(text.replace(/^"|"$/g, '')).bytes;
  if (kind === 'constant') return numberBytes(linked.symbol(module, text));
  return undefined;
};

/** As many bytes as numbers of that size usually have. */
const numberBytes = (number: bigint | undefined): Uint8Array | undefined => {
  if (number === undefined) return undefined;
  const width =
    [1, 2, 4].find(
      (bytes) => BigInt.asIntN(8 * bytes, number) === number || BigInt.asUintN(8 * bytes, number) === number,
    ) ?? 8;
  const bytes = new Uint8Array(width);
  setNumber(bytes, 0, width, number);
  return bytes;
};
