import { parseSignature, selectorOf, signatureOf } from './abi/signatures.ts';
import { AbiError } from './abi/types.ts';
import { hexOf } from './words.ts';

/**
 * What a text of assembly says of its own functions: the signatures in it, be they in quotes, as in
 * `selector("count()")`, or written out in a comment, as in `; function count() returns (uint256)`, whose selectors the
 * code compares something with. So the functions of others, which it only calls, are not among them. Undefined if there are none.
 */
export const dispatchedFunctions = (text: string, code: Uint8Array): readonly string[] | undefined => {
  const hex = hexOf(code);
  const found = new Map<string, string>();
  for (const [, quoted, written] of text.matchAll(/"([^"\n]*)"|\b(function\s[^:"\n]*)/g)) {
    const selector = selectorIn(quoted ?? written ?? '');
    if (selector === undefined || !hex.includes(push4 + selector.slice(2) + eq)) continue;
    if (written !== undefined || !found.has(selector)) found.set(selector, (quoted ?? written ?? '').trim());
  }
  return found.size > 0 ? [...found.values()] : undefined;
};

/** In hexadecimal. Whether they lie at the start of an instruction does not matter: 4 bytes that are by chance a selector are rare. */
const push4 = '63';
const eq = '14';

const selectorIn = (text: string): string | undefined => {
  if (!text.includes('(')) return undefined;
  try {
    const signature = parseSignature(text);
    return signature.kind === 'function' ? selectorOf(signatureOf(signature)) : undefined;
  } catch (error) {
    if (error instanceof AbiError) return undefined;
    throw error;
  }
};
