import { LoaderError } from '../elf/errors.ts';
import type { Executable } from '../elf/executable.ts';
import { loadElf } from '../elf/load.ts';
import { type Program, programOf } from '../isa/program.ts';
import { verify } from '../isa/verifier.ts';
import type { Account } from './account.ts';
import { type Key, keyOf, keySize, wellKnown } from './keys.ts';

/** A program that can be run: its code, and what it finds in memory of its own file. */
export type LoadedProgram = { readonly executable: Executable; readonly program: Program };

/** Bytes in front of the file in an account of loader 3: what it is, when it was deployed, and who may replace it. */
const programDataHeader = 45;
/** Says that an account of loader 3 is a program, whose file lies elsewhere. */
const programTag = 2;

/** The file of a program, from its account. @param get the account at a key */
export const fileOf = (account: Account, get: (key: Key) => Account): Uint8Array | undefined => {
  const { owner, data } = account;
  if (owner === wellKnown.loader1 || owner === wellKnown.loader2) return data;
  if (owner !== wellKnown.loader3 || data[0] !== programTag || data.length < 4 + keySize) return undefined;
  return get(keyOf(data.subarray(4, 4 + keySize))).data.subarray(programDataHeader);
};

/** Loads programs, each once. */
export class ProgramCache {
  /** By the buffer of the file, and where in it the file lies. */
  readonly #loaded = new WeakMap<ArrayBufferLike, Map<string, LoadedProgram | LoaderError>>();
  readonly #isSyscall: (hash: number) => boolean;

  constructor(isSyscall: (hash: number) => boolean) {
    this.#isSyscall = isSyscall;
  }

  /** @throws LoaderError if the file is no program, or the verifier refuses it */
  load(file: Uint8Array): LoadedProgram {
    const { buffer, byteOffset, length } = file;
    const known = this.#loaded.get(buffer) ?? new Map<string, LoadedProgram | LoaderError>();
    this.#loaded.set(buffer, known);
    const found = known.get(`${byteOffset} ${length}`) ?? this.#attempt(file);
    known.set(`${byteOffset} ${length}`, found);
    if (found instanceof LoaderError) throw found;
    return found;
  }

  #attempt(file: Uint8Array): LoadedProgram | LoaderError {
    try {
      const executable = loadElf(file, { isSyscall: this.#isSyscall, isDeployment: false });
      const [refusal] = verify(executable.text, executable.version);
      if (refusal) return new LoaderError('Refused', `Verifier error: ${refusal.text}`, refusal.kind);
      return { executable, program: programOf(executable, this.#isSyscall) };
    } catch (error) {
      if (error instanceof LoaderError) return error;
      throw error;
    }
  }
}
