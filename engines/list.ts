import { solana } from './bpf/index.ts';
import type { Engine } from './engine.ts';
import { evm } from './evm/index.ts';
import { ckb } from './riscv/index.ts';

/** Every VM that Gaslamp knows. Adding one is a folder beside this file and an entry here. */
export const engines: readonly Engine[] = [evm, ckb, solana];
