import { grouped } from '../digits.ts';
import { type Amount, byCost } from './amount.ts';
import type { Comparison, NamedDifference } from './comparison.ts';
import type { Moment } from './divergence.ts';
import * as messages from './messages.ts';
import type { MeterProfile, Profile } from './report.ts';

/** Rows of a table that are shown at most. */
const mostRows = 20;

/** A profile as tables, for a person. */
export const profileText = (profile: Profile): string => {
  const { program, vm, version, ending, steps, meters } = profile;
  const parts = meters
    .filter(({ spent }, index) => index === 0 || spent !== '0')
    .map((meter) => meterText(meter, steps));
  return `${[messages.head(program, vm, version), messages.ending(ending), '', ...parts].join('\n')}\n`;
};

const meterText = ({ name, spent, refunded, saved, causes, ...lists }: MeterProfile, steps: number) => {
  const { functions, texts, instructions, apart } = lists;
  const title = messages.titles();
  const { own, total, share, times } = messages.columns();
  const shareOf = (amount: Amount) => messages.percent(spent === '0' ? 0 : Number(amount) / Number(spent));
  const labels = byCost(
    texts.flatMap((text) => text.labels),
    (label) => label.own,
    (label) => label.name,
  );
  const lines = byCost(
    texts.flatMap((text) => text.lines.map((line) => ({ ...line, place: placeOf(text.name, line.line) }))),
    (line) => line.own,
    ({ place }) => place,
  ).filter((line) => line.own !== '0');
  const tables = [
    table(
      [title.causes, own, share],
      causes.map(({ reason, cost }) => [messages.cause(reason), grouped(cost), shareOf(cost)]),
    ),
    table(
      [title.functions, own, total, share, times],
      functions.map((f) => [f.name, grouped(f.own), grouped(f.total), shareOf(f.total), messages.calls(f)]),
    ),
    table(
      [title.labels, own, total, share],
      labels.map((label) => [label.name, grouped(label.own), grouped(label.total), shareOf(label.total)]),
    ),
    table(
      [title.instructions, own, share, times],
      instructions.map((i) => [i.mnemonic, grouped(i.cost), shareOf(i.cost), grouped(i.times)]),
    ),
    table(
      [title.lines, own, share, times],
      lines.map((l) => [`${l.place} ${l.text}`, grouped(l.own), shareOf(l.own), grouped(l.times)]),
    ),
    table(
      [title.apart, own, share],
      apart.map(({ reason, cost }) => [reason, grouped(cost), shareOf(cost)]),
    ),
  ];
  const given = refunded === '0' ? [] : [messages.refunded(refunded, name)];
  const less = saved === '0' ? [] : [messages.saved(saved, name)];
  return [messages.spent(spent, name, steps), ...given, ...less, ...tables.filter((text) => text !== '')].join('\n');
};

/** A comparison as tables, for a person. */
export const comparisonText = ({ before, after, meters, divergence }: Comparison): string => {
  const [first] = meters;
  const unit = first?.name ?? '';
  const runs = [before, after].map(({ program, vm, version, ending, steps }, index) => {
    const amount = (index === 0 ? first?.spent.before : first?.spent.after) ?? '0';
    const text = `${messages.head(program, vm, version)}: ${messages.spent(amount, unit, steps)}`;
    const { before: was, after: is } = messages.columns();
    return `${(index === 0 ? was : is).padEnd(8)}${text}. ${messages.ending(ending)}`;
  });
  const parts = meters.flatMap(({ name, spent, ...lists }) => {
    const title = messages.titles();
    const causes = lists.causes.map((each) => ({ ...each, name: messages.cause(each.name) }));
    const tables = (['causes', 'functions', 'labels', 'instructions', 'apart'] as const).map((list) =>
      differences(title[list], { ...lists, causes }[list]),
    );
    const isSame = tables.every((text) => text === '') && spent.change === '0';
    return isSame ? [] : [`${messages.change(spent.change)} ${name}`, ...tables];
  });
  const tables = parts.length > 0 ? parts.filter((text) => text !== '') : [messages.nothingDiffers()];
  return `${[...runs, ...divergenceLines(divergence, unit), '', ...tables].join('\n')}\n`;
};

const divergenceLines = (divergence: Comparison['divergence'], unit: string): readonly string[] => {
  if (divergence === undefined) return [];
  if (divergence === 'never') return ['', messages.neverPart()];
  const { before, after } = messages.columns();
  const line = (word: string, moment: Moment | undefined) => `${word.padEnd(8)}${momentText(moment, unit)}`;
  return ['', messages.part(divergence.step), line(before, divergence.before), line(after, divergence.after)];
};

/** `SSTORE at counter.easm:12, 20,000 units`. */
export const momentText = (moment: Moment | undefined, unit: string): string => {
  if (!moment) return messages.hasEnded();
  const { name, line, instruction, cost } = moment;
  const place = name === undefined || line === undefined ? undefined : placeOf(name, line);
  return messages.moment(instruction, place, cost, unit);
};

const placeOf = (name: string, line: number) => `${name}:${line + 1}`;

const differences = (title: string, list: readonly NamedDifference[]): string => {
  const { before, after, change } = messages.columns();
  return table(
    [title, before, after, change],
    list.map((each) => [each.name, grouped(each.before), grouped(each.after), messages.change(each.change)]),
  );
};

/** The first column starts at the left, the numbers end at the right; nothing for no rows. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  if (rows.length === 0) return '';
  const all = [head, ...rows.slice(0, mostRows)];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  const hidden = rows.length - mostRows;
  return ['', ...lines, ...(hidden > 0 ? [messages.more(hidden)] : [])].join('\n');
};
