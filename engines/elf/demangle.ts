import { demangleLegacy } from './demangle-legacy.ts';
import { demangleV0 } from './demangle-v0.ts';

/**
 * The path that a Rust symbol stands for, without hashes: `core::ptr::read_volatile`. Undefined for every other symbol, those
 * of C++ among them, which are best left as they are.
 */
export const demangle = (symbol: string): string | undefined => demangleV0(symbol) ?? demangleLegacy(symbol);
