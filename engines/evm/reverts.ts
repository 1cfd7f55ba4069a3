import { decode } from './abi/codec.ts';
import { describeError } from './abi/describe.ts';
import type { Interface } from './abi/interface.ts';
import { parseSignature } from './abi/signatures.ts';
import { AbiError } from './abi/types.ts';
import { noReason, panicMeaning, withBytes, withCustomError, withError, withPanic, withText } from './messages.ts';
import { fromBytes, hexOf } from './words.ts';

/** Selectors of `Error(string)` and `Panic(uint256)`, in which Solidity wraps what a program says when it reverts. */
const errorSelector = '0x08c379a0';
const panicSelector = '0x4e487b71';

const textParameter = parseSignature('Error(string)').inputs;

/** The rest of the sentence "Reverted …": the decoded reason; custom errors as far as they are known. */
export const revertReason = (data: Uint8Array, known: Interface | undefined): string => {
  if (data.length === 0) return noReason();
  if (data.length < 4) return withBytes(data);
  const selector = `0x${hexOf(data.subarray(0, 4))}`;
  if (selector === errorSelector) return textReason(data) ?? withBytes(data);
  if (selector === panicSelector && data.length === 36) {
    const code = fromBytes(data.subarray(4));
    return withPanic(code, panicMeaning(code));
  }
  const error = known && describeError(known, data);
  return error === undefined ? withError(selector, data.length - 4) : withCustomError(error);
};

const textReason = (data: Uint8Array): string | undefined => {
  try {
    return withText(String(decode(textParameter, data.subarray(4))[0]));
  } catch (error) {
    if (error instanceof AbiError) return undefined;
    throw error;
  }
};
