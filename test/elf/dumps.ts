/**
 * What `readelf` (GNU) and `llvm-dwarfdump` (LLVM) print, brought to plain lines that can be compared: the notation of
 * the fixtures. `ours.ts` writes the same lines from what the project's own reader finds.
 */

import { posix } from 'node:path';

const hex = (text: string) => `0x${BigInt(`0x${text.replace(/^0x/, '')}`).toString(16)}`;

/** From `readelf -lSsW`: sections, segments and symbols. */
export const headerLines = (text: string): string[] => text.split('\n').flatMap((line) => headerLine(line) ?? []);

const headerLine = (line: string): string | undefined => {
  const section =
    /^ +\[ *(\d+)\] +(\S*) +([A-Z_]+) +([\da-f]{16}) ([\da-f]+) ([\da-f]+) ([\da-f]+) +([A-Z]*) +(\d+) +(\d+) +(\d+)$/.exec(
      line,
    );
  if (section) {
    const [, index, name, type, address = '', offset = '', size = '', entry = '', flags, link, info, align] = section;
    const numbers = [address, offset, size, entry].map(hex).join(' ');
    return `section ${index} ${name} ${type} ${numbers} ${flags} ${link} ${info} ${align}`;
  }
  const segment =
    /^ +([A-Z_]+) +(0x[\da-f]+) (0x[\da-f]+) 0x[\da-f]+ (0x[\da-f]+) (0x[\da-f]+) ([RWE ]{3}) (0x[\da-f]+|0)$/.exec(
      line,
    );
  if (segment) {
    const [, type, offset = '', address = '', fileSize = '', memorySize = '', flags = '', align = ''] = segment;
    const numbers = [offset, address, fileSize, memorySize].map(hex).join(' ');
    return `segment ${type} ${numbers} ${flags.replaceAll(' ', '')} ${hex(align)}`;
  }
  const symbol = /^ +(\d+): ([\da-f]{16}) +(\S+) ([A-Z]+) +([A-Z]+) +[A-Z]+ +(\w+) ?(.*)$/.exec(line);
  if (!symbol) return undefined;
  const [, index, value = '', size = '', type, binding, section_, name = ''] = symbol;
  // Section symbols have no name of their own.
  return `symbol ${index} ${hex(value)} ${Number(size)} ${type} ${binding} ${section_} ${type === 'SECTION' ? '' : name}`;
};

/** Registers of RISC-V as `readelf` names them, by their numbers. */
const riscvRegisters =
  'zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6';

/**
 * From `readelf --debug-dump=frames-interp`: the rows of each function that has more than one, which alone are always shown.
 * It shows registers without a rule as undefined ones, so neither are.
 */
export const frameLines = (text: string, registers = riscvRegisters.split(' ')): string[] => {
  const lines: string[] = [];
  let columns: readonly string[] = [];
  let rows: string[] = [];
  const number = (name: string) => registers.indexOf(name);
  const renamed = (rule: string) =>
    rule
      .replace(/^r(\d+) ?(\(\w+\))?$/, 'r$1')
      .replace(/^([a-z]+\d*)(?=[+-])/, (name) => (number(name) < 0 ? name : `r${number(name)}`));
  const flush = () => {
    if (rows.length > 1) lines.push(...rows);
    rows = [];
  };
  let inFunction = false;
  for (const line of text.split('\n')) {
    const head = / (CIE|FDE) /.exec(line);
    if (head) {
      flush();
      inFunction = head[1] === 'FDE';
    }
    const cells = line
      .trim()
      .replace(/ \(\w+\)/g, '')
      .split(/ +/);
    if (cells[0] === 'LOC') columns = cells;
    if (!inFunction || !/^[\da-f]{16} /.test(line)) continue;
    const rules = cells.flatMap((cell, index) => {
      const column = columns[index] ?? '';
      return index < 2 || cell === 'u' ? [] : `r${number(column)}=${renamed(cell)}`;
    });
    rows.push(['frame', hex(cells[0] ?? ''), renamed(cells[1] ?? ''), ...rules].join(' '));
  }
  flush();
  return lines;
};

const flagNames = ['is_stmt', 'prologue_end', 'end_sequence'];

/** From `llvm-dwarfdump --debug-line`: for each line table its rows. Rows of dropped code are left out: LLVM shows only some. */
export const lineLines = (text: string): string[] => {
  let columns: readonly string[] = [];
  return text.split('\n').flatMap((line) => {
    const table = /^debug_line\[0x([\da-f]+)\]/.exec(line);
    if (table) return `table ${hex(table[1] ?? '')}`;
    if (line.startsWith('Address ')) columns = line.trim().split(/ +/);
    if (!/^0x[\da-f]{16} /.test(line)) return [];
    const cells = line.trim().split(/ +/);
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    if (addressText(cell('Address')) === dropped) return [];
    const flags = cells.slice(columns.indexOf('Flags')).filter((flag) => flagNames.includes(flag));
    const numbers = ['Line', 'Column', 'File', 'Discriminator'].map(cell).join(' ');
    return [`row ${addressText(cell('Address'))} ${numbers} ${flags.join(' ')}`.trim()];
  });
};

/** Stands for addresses beyond 2^53, which linkers give to code that they dropped. */
export const dropped = 'dropped';

export const addressText = (address: string | number | bigint) =>
  BigInt(address) > Number.MAX_SAFE_INTEGER ? dropped : `0x${BigInt(address).toString(16)}`;

/** From `llvm-dwarfdump --debug-info`: every entry, and of functions and of what is inlined the code, the call and the linkage name. */
export const entryLines = (text: string): string[] => {
  const lines: string[] = [];
  let entry = '';
  let tag = '';
  let name = '';
  let attribute = '';
  let details: string[] = [];
  let start = '';
  let ranges: string[] = [];
  const flush = () => {
    if (entry === '') return;
    lines.push(`entry ${entry} ${tag} ${name}`.trim());
    if (!/subprogram|inlined_subroutine/.test(tag)) return;
    if (ranges.length > 0) lines.push(`code ${entry} ${ranges.join(' ')}`);
    if (details.length > 0) lines.push(`about ${entry} ${details.join(' ')}`);
  };
  for (const line of text.split('\n')) {
    const head = /^0x([\da-f]{8}): +DW_TAG_(\w+)/.exec(line) ?? /^0x([\da-f]{8}): DW_TAG_(\w+)/.exec(line);
    if (head) {
      flush();
      [entry, tag, name, attribute, details, ranges] = [hex(head[1] ?? ''), head[2] ?? '', '', '', [], []];
      continue;
    }
    const found = /^ +DW_AT_(\w+)\t\((.*?)\)?$/.exec(line);
    if (found) attribute = found[1] ?? '';
    const value = found?.[2] ?? '';
    if (attribute === 'ranges') {
      const range = /\[0x([\da-f]{16}), 0x([\da-f]{16})\)/.exec(line);
      if (range && range[1] !== range[2])
        ranges.push(`${addressText(`0x${range[1]}`)}-${addressText(`0x${range[2]}`)}`);
    }
    if (attribute === 'name' && found) name = value.slice(1, -1).replaceAll('\\"', '"');
    if (attribute === 'low_pc' && found) start = value;
    if (attribute === 'high_pc' && found && start !== value && start !== 'dead code') {
      // A size in LEB128, which GNU as writes, is shown as it stands.
      const end = value.startsWith('0x') ? BigInt(value) : BigInt(start) + BigInt(value);
      ranges = [`${addressText(start)}-${addressText(end)}`];
    }
    if (attribute === 'linkage_name' && found) details.push(`linkage=${value.slice(1, -1)}`);
    if (attribute === 'call_file' && found) details.push(`file=${posix.normalize(value.slice(1, -1))}`);
    if (/^call_(line|column)$/.test(attribute) && found) details.push(`${attribute.slice(5)}=${Number(value)}`);
  }
  flush();
  return lines;
};

/**
 * From `llvm-symbolizer --inlines --no-demangle --functions=linkage` and the addresses it was asked for: what runs at each,
 * innermost first, as `name file:line:column`.
 */
export const symbolizerLines = (text: string, addresses: readonly string[]): string[] =>
  text
    .trimEnd()
    .split('\n\n')
    .map((block, index) => {
      const lines = block.trim().split('\n');
      const frames = lines.flatMap((name, at) =>
        at % 2 === 0 ? `${name} ${posix.normalize(lines[at + 1] ?? '')}` : [],
      );
      return `at ${addresses[index]} ${frames.join(' | ')}`;
    });
