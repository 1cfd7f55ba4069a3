/** A whole number with its digits in groups of three: `1,234,567`. */
export const grouped = (value: number | bigint | string): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
