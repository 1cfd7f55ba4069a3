import { LoadError } from '../../engine.ts';
import { knownIdls } from '../idl/known.ts';
import { readIdl } from '../idl/read.ts';
import { IdlError } from '../idl/shapes.ts';
import type { Idl } from '../idl/types.ts';
import type { Key } from '../solana/keys.ts';
import { type Files, fileNamed } from './files.ts';
import * as messages from './messages.ts';

/** The IDLs of programs: those that are given, and those of programs that everybody knows. */
export class Idls {
  readonly #files: Files;
  readonly #read = new Map<string, Idl>();
  readonly #byProgram = new Map<Key, Idl>(knownIdls);

  constructor(files: Files) {
    this.#files = files;
  }

  /** The one in a file. @param property that names the file @throws LoadError */
  in(path: string, property: string): Idl {
    const known = this.#read.get(path);
    if (known) return known;
    const { bytes, name } = fileNamed(path, this.#files, property);
    const idl = readIdl(bytes, name, property);
    this.#read.set(path, idl);
    return idl;
  }

  set(program: Key, idl: Idl): void {
    this.#byProgram.set(program, idl);
  }

  of(program: Key): Idl | undefined {
    return this.#byProgram.get(program);
  }

  /** @param path of what needs it @throws LoadError */
  needed(program: Key, called: string, path: string): Idl {
    const found = this.of(program);
    if (!found) throw new LoadError(messages.noIdl(called), path.split(/[.[]/)[0], path);
    return found;
  }
}

/** Does something with an IDL, and says where in the scenario it stands if that makes no sense. @throws LoadError */
export const withIdl = <Result>(path: string, act: () => Result): Result => {
  try {
    return act();
  } catch (error) {
    if (error instanceof IdlError) throw new LoadError(error.message, path.split(/[.[]/)[0], path);
    throw error;
  }
};
