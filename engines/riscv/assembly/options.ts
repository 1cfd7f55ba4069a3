import type { Assembler } from '../../assembly/assembler.ts';

/** What `.option` changes. */
export type Options = {
  /** Whether instructions may take 16 bits. */
  compresses: boolean;
  /** What was kept by `.option push`. */
  readonly pushed: boolean[];
};

const known = new WeakMap<Assembler, Options>();

/** The options that are in force where an assembler is. */
export const optionsOf = (assembler: Assembler): Options => {
  const options = known.get(assembler) ?? { compresses: true, pushed: [] };
  known.set(assembler, options);
  return options;
};
