import type { SbpfDocument } from '../assembly/document.ts';
import { rulesOf, versions } from '../isa/versions.ts';
import { writeLenient } from './lenient.ts';
import { writeStrict } from './strict.ts';

/** A program as a file that the chain takes. The document has no errors. */
export const writeElf = (document: SbpfDocument): Uint8Array => {
  const flags = versions.findIndex(({ id }) => id === document.version);
  return rulesOf(document.version).hasStrictElf ? writeStrict(document, flags) : writeLenient(document, flags);
};
