import type { Region } from '../isa/memory.ts';
import type { ProgramFacts } from '../isa/program.ts';
import { hashCollision } from './errors.ts';

/** A program that was loaded: its code, and the memory that it finds. */
export type Executable = ProgramFacts & {
  readonly constants: Region;
};

/** What a loader must know of the chain. */
export type LoadRules = {
  /** Whether a hash is that of a syscall. */
  isSyscall(hash: number): boolean;
  /** Whether what is refused only when a program is deployed is refused. */
  readonly isDeployment: boolean;
};

/** Functions by the hashes that call them. */
export class FunctionTable {
  readonly #pcs = new Map<number, number>();
  readonly #rules: LoadRules;

  constructor(rules: LoadRules) {
    this.#rules = rules;
  }

  get entries(): ReadonlyMap<number, number> {
    return this.#pcs;
  }

  /** @throws LoaderError if the hash means something else already */
  add(hash: number, pc: number): number {
    if (this.#rules.isSyscall(hash) || (this.#pcs.get(hash) ?? pc) !== pc) throw hashCollision(hash);
    this.#pcs.set(hash, pc);
    return hash;
  }

  delete(hash: number): void {
    this.#pcs.delete(hash);
  }
}
