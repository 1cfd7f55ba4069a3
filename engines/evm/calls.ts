import type { Frame } from './frame.ts';

export const call = (_f: Frame, _kind: string) => {};
export const create = (_f: Frame, _kind: string) => {};
export const finish = (_f: Frame, _data: Uint8Array) => {};
export const revert = (_f: Frame, _data: Uint8Array) => {};
export const fail = (_f: Frame) => {};
export const selfdestruct = (_f: Frame, _beneficiary: string) => {};
