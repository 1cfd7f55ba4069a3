import { writeFixtures } from '../test/riscv/assembly/gnu.ts';
import { corpusPrograms, generatedPrograms } from '../test/riscv/assembly/programs.ts';

// What GNU as makes of the assembly programs of the tests, so that the tests need no toolchain.
writeFixtures([...corpusPrograms, ...generatedPrograms()]);
