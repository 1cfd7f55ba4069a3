import type { Engine } from '../../../engines/engine.ts';
import { riscvAssembly } from '../../../engines/riscv/assembly/language.ts';
import { writtenRows } from '../../../engines/riscv/assembly/vocabulary.ts';
import { newestVersion, versions } from '../../../engines/riscv/ckb/versions.ts';
import { languageHarness } from '../../harness/language.ts';
import { corpusPrograms } from './programs.ts';

/** As much of an engine as the harness of languages looks at. */
const engine = { versions, defaultVersion: newestVersion, instructions: writtenRows } as unknown as Engine;

languageHarness(
  engine,
  riscvAssembly(versions),
  corpusPrograms.flatMap(({ texts }) => texts),
);
