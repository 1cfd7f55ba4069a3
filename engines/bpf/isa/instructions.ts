import { arithmetic, products } from './arithmetic.ts';
import { control } from './control.ts';
import { memoryAccess } from './memory-access.ts';
import type { Row } from './row.ts';

/** Every instruction of sBPF. */
export const instructions: readonly Row[] = [...arithmetic, ...products, ...memoryAccess, ...control];
