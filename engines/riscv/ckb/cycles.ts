/** Cycles for moving bytes between the chain and a program (`ckb`, `cost_model.rs`). */
export const transferCycles = (bytes: number): number => Math.ceil(bytes / 4);
