import type { EvmCode } from './code.ts';
import type { Frame } from './frame.ts';

/** What an instruction does that touches nothing but the stack, for a fixed cost; a segment is made of such. */
export type Plain =
  /** Only moves items, as the picture of the row says. */
  | { readonly kind: 'moves' }
  /** Pushes what stands in the code. */
  | { readonly kind: 'constant'; readonly of: (code: EvmCode, at: number) => bigint }
  /** Takes up to three items for one that follows from them. */
  | { readonly kind: 'result'; readonly of: Result }
  /** Pushes what it finds around it, and changes nothing. */
  | { readonly kind: 'read'; readonly of: Read }
  /** Loads a word of memory, or stores one or a byte. */
  | { readonly kind: 'load' }
  | { readonly kind: 'store'; readonly size: 1 | 32 }
  /** Takes a target, and perhaps a condition. */
  | { readonly kind: 'jump' };

export type Result = (a: bigint, b: bigint, c: bigint) => bigint;
export type Read = (f: Frame, a: bigint) => bigint;

/** How a row is executed: alone, and for what is plain, as a part of a segment. */
export type Effect = { readonly run: (f: Frame) => void; readonly plain: Plain };

export const moving = (run: Effect['run']): Effect => ({ run, plain: { kind: 'moves' } });

export const jumping = (run: Effect['run']): Effect => ({ run, plain: { kind: 'jump' } });

export const fromMemory = (run: Effect['run']): Effect => ({ run, plain: { kind: 'load' } });

export const toMemory = (size: 1 | 32, run: Effect['run']): Effect => ({ run, plain: { kind: 'store', size } });

/** `size` counts the bytes of the code that hold it. */
export const constant = (of: (code: EvmCode, at: number) => bigint, size = 0): Effect => ({
  plain: { kind: 'constant', of },
  run: (f) => {
    f.push(of(f.code, f.at));
    f.pc += size;
  },
});

export const result = (of: Result): Effect => ({ plain: { kind: 'result', of }, run: alone(of) });

export const read = (of: Read): Effect => ({
  plain: { kind: 'read', of },
  run: of.length > 1 ? (f) => f.push(of(f, f.pop())) : (f) => f.push(of(f, 0n)),
});

const alone = (of: Result): Effect['run'] => {
  if (of.length === 1) return (f) => f.push(of(f.pop(), 0n, 0n));
  if (of.length === 2) return (f) => f.push(of(f.pop(), f.pop(), 0n));
  return (f) => f.push(of(f.pop(), f.pop(), f.pop()));
};
