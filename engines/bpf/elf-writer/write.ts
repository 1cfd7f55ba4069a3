import type { SbpfDocument } from '../assembly/document.ts';
import { rulesOf, versions } from '../isa/versions.ts';
import { writeLenient } from './lenient.ts';
import type { LinkedProgram } from './program.ts';
import { assembledProgram } from './references.ts';
import { writeStrict } from './strict.ts';

/** A text as a file that the chain takes. It has no errors. */
export const writeElf = (document: SbpfDocument): Uint8Array => writeProgram(assembledProgram(document));

/** A program as a file that the chain takes, if it has no `descriptions`, whose names may be too long for it. */
export const writeProgram = (program: LinkedProgram): Uint8Array => {
  const flags = versions.findIndex(({ id }) => id === program.version);
  return rulesOf(program.version).hasStrictElf ? writeStrict(program, flags) : writeLenient(program, flags);
};
