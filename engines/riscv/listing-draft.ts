import type { Code } from '../code.ts';
export const listingOf = (code: Code): string => {
  const lines: string[] = ['.option norvc'];
  for (let at = code.base; at < code.base + code.bytes.length; at += code.decode(at)?.size ?? 2)
    lines.push(`  ${code.decode(at)?.text ?? ''}`);
  return `${lines.join('\n')}\n`;
};
