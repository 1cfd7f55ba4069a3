/**
 * What `readelf` (GNU) and `llvm-dwarfdump` (LLVM) print, brought to plain lines that can be compared: the notation of
 * the fixtures. `ours.ts` writes the same lines from what the project's own reader finds.
 */

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

const flagNames = ['is_stmt', 'prologue_end', 'end_sequence'];

/** From `llvm-dwarfdump --debug-line`: for each line table its rows. */
export const lineLines = (text: string): string[] => {
  let columns: readonly string[] = [];
  return text.split('\n').flatMap((line) => {
    const table = /^debug_line\[0x([\da-f]+)\]/.exec(line);
    if (table) return `table ${hex(table[1] ?? '')}`;
    if (line.startsWith('Address ')) columns = line.trim().split(/ +/);
    if (!/^0x[\da-f]{16} /.test(line)) return [];
    const cells = line.trim().split(/ +/);
    const cell = (name: string) => cells[columns.indexOf(name)] ?? '';
    const flags = cells.slice(columns.indexOf('Flags')).filter((flag) => flagNames.includes(flag));
    const numbers = ['Line', 'Column', 'File', 'Discriminator'].map(cell).join(' ');
    return [`row ${addressText(cell('Address'))} ${numbers} ${flags.join(' ')}`.trim()];
  });
};

/** Beyond 2^53 numbers are not exact; what stands there is an address that means "dropped". */
export const addressText = (address: string | number | bigint) =>
  BigInt(address) > Number.MAX_SAFE_INTEGER ? 'dropped' : `0x${BigInt(address).toString(16)}`;
