/**
 * Amounts of gas that no fork has changed so far (Yellow Paper, appendix G). Those that forks change stand in their
 * rules, and the base cost of an instruction in its row.
 */

/** A memory of n words costs n times `memoryWord` and n² / `memoryDivisor`. */
export const memoryWord = 3;
export const memoryDivisor = 512;
export const copyWord = 3;
export const hashWord = 6;
export const logByte = 8;
/** Per byte of the code of a new contract. */
export const codeDepositByte = 200;
export const valueTransfer = 9000;
/** What the callee gets of a value transfer. */
export const callStipend = 2300;
export const newAccount = 25000;
/** An account or a slot touched before in the transaction, which is all the base cost of a row since Berlin (EIP-2929). */
export const warmAccess = 100;
