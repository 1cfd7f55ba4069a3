import { noReason, panicMeaning, withBytes, withError, withPanic, withText } from './messages.ts';
import { fromBytes, hexOf } from './words.ts';

/** Selectors of `Error(string)` and `Panic(uint256)`, in which Solidity wraps what a program says when it reverts. */
const errorSelector = '0x08c379a0';
const panicSelector = '0x4e487b71';

/** The rest of the sentence "Reverted …": the decoded reason. */
export const revertReason = (data: Uint8Array): string => {
  if (data.length === 0) return noReason();
  if (data.length < 4) return withBytes(data);
  const selector = `0x${hexOf(data.subarray(0, 4))}`;
  if (selector === errorSelector) return textReason(data) ?? withBytes(data);
  if (selector === panicSelector && data.length === 36) {
    const code = fromBytes(data.subarray(4));
    return withPanic(code, panicMeaning(code));
  }
  return withError(selector, data.length - 4);
};

/** Layout: selector, offset of the string from the end of the selector, its length there, its bytes. */
const textReason = (data: Uint8Array): string | undefined => {
  const offset = 4 + Number(fromBytes(data.subarray(4, 36)));
  const start = offset + 32;
  if (start > data.length) return undefined;
  const size = Number(fromBytes(data.subarray(offset, start)));
  if (start + size > data.length) return undefined;
  return withText(new TextDecoder().decode(data.subarray(start, start + size)));
};
