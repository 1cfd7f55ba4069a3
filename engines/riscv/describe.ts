import { tableText } from '../translate.ts';
import { syscalls } from './ckb/syscalls/table.ts';
import { syscallCost } from './messages.ts';

/** Says of a number that it is that of a syscall, as lines of Markdown. */
export const describeNumber = (bytes: Uint8Array): readonly string[] => {
  const number = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  const named = syscalls.filter((syscall) => syscall.number === number);
  return named
    .slice(-1)
    .flatMap(({ name, takes, doc, cost, source }) => [
      `**${name}**(${takes.join(', ').replaceAll('*', '\\*')}) · ${source}`,
      tableText(doc),
      ...(cost === '' ? [] : [syscallCost(tableText(cost))]),
    ]);
};
