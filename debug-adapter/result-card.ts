import type { Meter, Outcome, StateChange } from '../engines/machine.ts';
import * as messages from './messages.ts';

/** What a run came to. */
export type Result = {
  readonly ok: boolean;
  /** One sentence: how it ended. */
  readonly text: string;
  readonly data: Outcome['data'];
  readonly meters: readonly Meter[];
  readonly steps: number;
  /** Undefined where the VM keeps no state. */
  readonly changes: readonly StateChange[] | undefined;
};

/** Bytes of data, and changes, that are shown at most. */
const shownBytes = 256;
const shownChanges = 50;
const bytesInRow = 32;

/** Words of hexadecimal that are longer are cut in the middle. */
const longDigits = /0x([\da-f]{6})[\da-f]{14,}([\da-f]{4})/gi;

/** The result of a run on a few lines: its head, and what stands below it in two columns. */
export const resultCard = (result: Result, isStyled: boolean): { readonly head: string; readonly rows: string } => {
  const style = isStyled ? ansi : plain;
  const labelled = [
    [messages.dataLabel(), dataRows(result.data).map(style.strong)],
    ...result.meters.map(({ name, spent, limit }) => [
      name,
      [style.strong(messages.used(spent, limit, shareOf(spent, limit)))],
    ]),
    [messages.stepsLabel(), [style.strong(messages.stepsMade(result.steps))]],
    [messages.changesLabel(), changeRows(result.changes, style)],
  ] as readonly (readonly [string, readonly string[]])[];
  const filled = labelled.filter(([, rows]) => rows.length > 0);
  const width = Math.max(...filled.map(([label]) => label.length));
  const rows = filled.flatMap(([label, texts]) =>
    texts.map((text, i) => `  ${(i === 0 ? label : '').padEnd(width)}  ${text}`),
  );
  const head = result.ok ? style.good(`✔ ${result.text}`) : style.bad(`✘ ${result.text}`);
  return { head, rows: rows.join('\n') };
};

const dataRows = (data: Uint8Array): readonly string[] => {
  if (data.length === 0) return [];
  const shown = data.subarray(0, shownBytes);
  const rows = Array.from({ length: Math.ceil(shown.length / bytesInRow) }, (_, i) =>
    Array.from(shown.subarray(i * bytesInRow, (i + 1) * bytesInRow), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    ),
  );
  const [first = '', ...more] = rows;
  const all = [`0x${first}`, ...more.map((row) => `  ${row}`)];
  return data.length > shownBytes ? [...all, messages.bytesInAll(data.length)] : all;
};

const changeRows = (changes: Result['changes'], style: Style): readonly string[] => {
  if (!changes) return [];
  if (changes.length === 0) return [messages.nothingChanged()];
  const shown = changes.slice(0, shownChanges).map(({ name, before, after }) => [name, before, after].map(shortened));
  const columns = [0, 1].map((i) => Math.max(...shown.map((row) => row[i]?.length ?? 0)));
  const rows = shown.map(([name = '', before = '', after = '']) =>
    [name.padEnd(columns[0] ?? 0), before.padStart(columns[1] ?? 0), '→', style.strong(after)].join('  '),
  );
  const more = changes.length - shown.length;
  return more > 0 ? [...rows, messages.moreChanges(more)] : rows;
};

const shortened = (text: string) => text.replace(longDigits, '0x$1…$2');

/** In per cent, where it says something. */
const shareOf = (spent: bigint, limit: bigint): number | undefined => {
  const share = limit === 0n ? 0 : Number((spent * 10_000n) / limit) / 100;
  return share > 0 ? share : undefined;
};

type Style = Readonly<Record<'good' | 'bad' | 'strong', (text: string) => string>>;

const same = (text: string) => text;
const plain: Style = { good: same, bad: same, strong: same };

/** Escape sequences of ECMA-48, section 8.3.117 (SGR): 1 bold, 31 red, 32 green. */
const sgr = (codes: string) => (text: string) => (text === '' ? '' : `\u001b[${codes}m${text}\u001b[0m`);
const ansi: Style = { good: sgr('1;32'), bad: sgr('1;31'), strong: sgr('1') };
