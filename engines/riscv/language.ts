import { riscvAssembly } from './assembly/language.ts';
import { versions } from './ckb/versions.ts';

/** RISC-V assembly, of which each version of CKB-VM takes its part. */
export const assembly = riscvAssembly(versions);
