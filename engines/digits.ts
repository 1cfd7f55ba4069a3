/** A whole number with its digits in groups of three: `1,234,567`. */
export const grouped = (value: number | bigint | string): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `0x1f`, `-0x1f` */
export const hex = (value: number | bigint): string =>
  value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;

/** As a register of 64 bits has it, in which no number is below zero. */
export const hex64 = (value: number | bigint): string => hex(value < 0 ? BigInt.asUintN(64, BigInt(value)) : value);
