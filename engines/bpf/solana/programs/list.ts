import { InstructionError } from '../errors.ts';
import { type Key, wellKnown } from '../keys.ts';
import type { NativeProgram } from './native.ts';
import { systemProgram } from './system.ts';

/** Its instructions are read before the transaction begins; run, they do nothing. */
const computeBudgetProgram: NativeProgram = {
  key: wellKnown.computeBudget,
  name: 'Compute Budget',
  computeUnits: 150,
  run: () => {},
};

/** A loader whose own instructions are gone (`programs/bpf_loader`). */
const retiredLoader = (key: Key, name: string, computeUnits: number, remark: string): NativeProgram => ({
  key,
  name,
  computeUnits,
  run: ({ log }) => {
    log(remark);
    throw new InstructionError('UnsupportedProgramId');
  },
});

/** Programs that are part of the chain, as far as they can be run here. */
export const nativePrograms: ReadonlyMap<Key, NativeProgram> = new Map(
  [
    systemProgram,
    computeBudgetProgram,
    retiredLoader(wellKnown.loader1, 'BPF Loader 1', 1_140, 'Deprecated loader is no longer supported'),
    retiredLoader(wellKnown.loader2, 'BPF Loader 2', 570, 'BPF loader management instructions are no longer supported'),
  ].map((program) => [program.key, program]),
);
