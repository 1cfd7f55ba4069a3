import { isSame } from '../../bytes.ts';
import { Halt } from '../halt.ts';
import { hexOf } from '../words.ts';
import type { Run } from './precompile.ts';

/** So many results are remembered; of inputs longer than `longest`, only the last. */
const most = 512;
const longest = 8192;

/**
 * A dear precompile that remembers its last results. It is a function of its input alone, and a debugger that goes back
 * runs the same calls again.
 */
export const remembering = (run: Run): Run => {
  const results = new Map<string, Result>();
  let last: { readonly input: Uint8Array; readonly result: Result } | undefined;
  const ofLong = (input: Uint8Array): Result => {
    if (!last || !isSame(last.input, input)) last = { input: input.slice(), result: resultOf(run, input) };
    return last.result;
  };
  const ofShort = (input: Uint8Array): Result => {
    const key = hexOf(input);
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = resultOf(run, input);
    if (results.size >= most) results.delete(results.keys().next().value ?? '');
    results.set(key, result);
    return result;
  };
  return (input) => {
    const result = input.length > longest ? ofLong(input) : ofShort(input);
    if (result instanceof Halt) throw result;
    return result;
  };
};

type Result = Uint8Array | Halt;

const resultOf = (run: Run, input: Uint8Array): Result => {
  try {
    return run(input);
  } catch (thrown) {
    if (thrown instanceof Halt) return thrown;
    throw thrown;
  }
};
