import {
  add64,
  block,
  constant32,
  get,
  i64,
  isZero32,
  leaveIf,
  load64,
  loop,
  moduleOf,
  rotated,
  set,
  store64,
  xor64,
} from '../wasm.ts';
import { mixings, schedule } from './blake2f-tables.ts';

/** Where the module's memory holds the sixteen words of the state, and those of the message. */
export const [workAt, wordsAt] = [0, 128];

const words = 16;
const rounds = 0;
const word = (index: number) => 1 + index;

const minusOne32 = [...constant32(-1), 0x6a];

/** The mixing function G (RFC 7693, 3.1) on words of the state, with two of the message. */
const mix = ([a, b, c, d]: readonly number[], x: number, y: number): number[] => {
  const add = (to: number, ...from: readonly (readonly number[])[]) => [
    ...get(word(to)),
    ...from.flatMap((each) => [...each, add64]),
    ...set(word(to)),
  ];
  const message = (index: number) => [...constant32(0), ...load64(wordsAt + 8 * index)];
  const turn = (to: number, from: number, right: number) => [
    ...rotated([...get(word(to)), ...get(word(from)), xor64], 64 - right),
    ...set(word(to)),
  ];
  return [
    ...[...add(a, get(word(b)), message(x)), ...turn(d, a, 32), ...add(c, get(word(d))), ...turn(b, c, 24)],
    ...[...add(a, get(word(b)), message(y)), ...turn(d, a, 16), ...add(c, get(word(d))), ...turn(b, c, 63)],
  ];
};

const round = (order: readonly number[]): number[] =>
  mixings.flatMap((places, i) => mix(places, order[2 * i] as number, order[2 * i + 1] as number));

/**
 * A WebAssembly module, as bytes, for the rounds of BLAKE2b (RFC 7693, 3.2), of which EIP-152 allows any number. The words of the
 * state are locals of 64 bits. It exports `memory`, and `mix(rounds)`, which mixes the message into the state.
 */
export const blake2fModule = (): Uint8Array<ArrayBuffer> => {
  const all = Array.from({ length: words }, (_, i) => i);
  const next = [...get(rounds), isZero32, ...leaveIf(1), ...get(rounds), ...minusOne32, ...set(rounds)];
  const body = [
    ...all.flatMap((i) => [...constant32(0), ...load64(workAt + 8 * i), ...set(word(i))]),
    // The jump out of the block is the only way out of the loop.
    ...block(loop([...schedule.flatMap((order) => [...next, ...round(order)]), 0x0c, 0])),
    ...all.flatMap((i) => [...constant32(0), ...get(word(i)), ...store64(workAt + 8 * i)]),
  ];
  return moduleOf({ function: 'mix', locals: [[words, i64]], body, data: { at: 0, bytes: [] } });
};
