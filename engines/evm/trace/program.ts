import { type InputFile, LoadError, type Program } from '../../engine.ts';
import type { EvmCode } from '../code.ts';
import { TraceMachine } from './machine.ts';
import { noSteps, notReadable } from './messages.ts';
import { readTrace, type Trace } from './trace.ts';

/** Of a file that was read before, at the fork for which it was. */
const known = new WeakMap<Uint8Array, { readonly fork: string; readonly trace: Trace }>();

/** @throws LoadError */
const traceIn = ({ name, bytes }: InputFile, fork: string): Trace => {
  const before = known.get(bytes);
  if (before?.fork === fork) return before.trace;
  let trace: Trace;
  try {
    trace = readTrace(bytes, fork);
  } catch (error) {
    throw new LoadError(notReadable(name, error instanceof Error ? error.message : String(error)), 'program');
  }
  if (trace.rows.count === 0) throw new LoadError(noSteps(name), 'program');
  known.set(bytes, { fork, trace });
  return trace;
};

/** The code that a recorded run begins with. @throws LoadError */
export const outermostCode = (file: InputFile, fork: string): EvmCode => traceIn(file, fork).frameAt(0).code;

/** A recorded run as a program. @throws LoadError */
export const traceProgram = (file: InputFile, fork: string): Program => {
  const trace = traceIn(file, fork);
  return {
    name: file.name,
    codes: [...trace.codes.values()],
    sources: [],
    start: () => new TraceMachine(trace, fork),
  };
};
