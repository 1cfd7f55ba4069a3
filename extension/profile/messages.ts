import { l10n } from 'vscode';
import type { Difference } from '../../engines/profile/comparison.ts';
import type {
  Cost,
  CostNode,
  FunctionCost,
  InstructionCost,
  Profile,
  ReasonCost,
} from '../../engines/profile/report.ts';
import { tableText } from '../../engines/translate.ts';
import { grouped } from '../execution/model.ts';
import type { HotLine } from './model.ts';

export { grouped };

/** `12.5 %`, with more digits for what is small. */
export const percent = (share: number) => {
  const digits = share !== 0 && Math.abs(share) < 0.01 ? 2 : 1;
  return `${(share * 100).toLocaleString('en', { maximumFractionDigits: digits })} %`;
};

export const nothingToProfile = () =>
  l10n.t('There is nothing to profile yet: open a contract, an artifact or a bytecode file first.');

export const profiling = (name: string) => l10n.t('Profiling {0} …', name);

/** `Profiled Counter.json: 22,345 units in 120 steps.` */
export const profiled = ({ program, steps, ending }: Profile, spent: string, unit: string) =>
  ending.kind === 'limit'
    ? l10n.t(
        'Profiled {0} up to a limit: {1} {2} in {3} steps. {4}',
        program,
        grouped(spent),
        unit,
        grouped(steps),
        ending.text,
      )
    : l10n.t('Profiled {0}: {1} {2} in {3} steps.', program, grouped(spent), unit, grouped(steps));

export const openFlameGraph = () => l10n.t('Open Flame Graph');

export const noProfile = () => l10n.t('There is no profile yet: choose "Profile" where a contract starts.');

/** What stands behind a line: `2,300 units · 10.2 %`, and what was called from it. */
export const behindLine = ({ own, total }: Cost, share: number, unit: string) =>
  own === total
    ? l10n.t('{0} {1} · {2}', grouped(own), unit, percent(share))
    : l10n.t('{0} {1} · {2} · {3} with callees', grouped(own), unit, percent(share), grouped(total));

export const lineHover = (times: number, program: string) =>
  times === 0
    ? l10n.t('In the profile of {0}.', program)
    : l10n.t('Charged for {0} times in the profile of {1}.', grouped(times), program);

export const lens = (name: string, { own, total }: Cost, share: number, unit: string) =>
  own === total
    ? l10n.t('{0}: {1} {2}, {3}', name, grouped(total), unit, percent(share))
    : l10n.t('{0}: {1} {2} with callees, {3}; own {4}', name, grouped(total), unit, percent(share), grouped(own));

/** How often a function was called, which nobody knows of one that was inlined. */
export const calls = ({ kind, calls: times }: FunctionCost) =>
  kind === 'inlined' ? l10n.t('inlined') : times === 1 ? l10n.t('1 call') : l10n.t('{0} calls', grouped(times));

export const sections = () => ({
  causes: l10n.t('By Cause'),
  lines: l10n.t('Hottest Lines'),
  instructions: l10n.t('By Instruction'),
  functions: l10n.t('By Function'),
  labels: l10n.t('By Label'),
  apart: l10n.t('Belongs to No Instruction'),
});

export const summary = (profile: Profile, spent: string, unit: string) =>
  l10n.t('{0}: {1} {2}, {3} steps', profile.program, grouped(spent), unit, grouped(profile.steps));

export const refunded = (amount: string, unit: string) => l10n.t('{0} {1} of it given back', grouped(amount), unit);

export const saved = (amount: string, unit: string) =>
  l10n.t('{0} {1} saved by instructions that ran as one', grouped(amount), unit);

/** `Counter.json:12`. */
export const place = (name: string, line: number) => l10n.t('{0}:{1}', name, line + 1);

export const hotLine = ({ name, line, text }: HotLine) => l10n.t('{0} at {1}', text, place(name, line));

/** `89.3 %  SSTORE`. */
export const withShare = (label: string, share: number) => l10n.t('{0}  {1}', percent(share), label);

export const amount = (number: string, unit: string) => l10n.t('{0} {1}', grouped(number), unit);

export const instruction = ({ mnemonic, times }: InstructionCost) => l10n.t('{0} × {1}', mnemonic, grouped(times));

/** For a screen reader, which should not read bars. */
export const spoken = (what: string, amount: string, unit: string, share: number) =>
  l10n.t('{0}: {1} {2}, {3}', what, grouped(amount), unit, percent(share));

export const baseCost = () => l10n.t('base cost');

export const reason = ({ reason: text }: Pick<ReasonCost, 'reason'>) =>
  text === 'base' ? baseCost() : tableText(text);

export const stretchName = ({ kind, name }: CostNode) => (kind === 'apart' ? l10n.t('({0})', tableText(name)) : name);

export const stretchKind = (kind: CostNode['kind']) =>
  ({
    run: l10n.t('run'),
    call: l10n.t('call'),
    function: l10n.t('function'),
    inlined: l10n.t('inlined'),
    native: l10n.t('native'),
    label: l10n.t('label'),
    line: l10n.t('line'),
    apart: l10n.t('no instruction'),
  })[kind];

export const stretchLabel = (node: CostNode, place: string | undefined, share: number, unit: string) => {
  const name = place === undefined ? stretchName(node) : l10n.t('{0} at {1}', stretchName(node), place);
  return l10n.t(
    '{0}, {1}: {2} {3}, {4}; own {5}',
    name,
    stretchKind(node.kind),
    grouped(node.total),
    unit,
    percent(share),
    grouped(node.own),
  );
};

export const flameTitle = (program: string) => l10n.t('Flame Graph: {0}', program);

/** What stands in the page of the flame graph. */
export const page = (unit: string) => ({
  search: l10n.t('Search'),
  found: l10n.t('{0} found, {1} of the cost'),
  nothingFound: l10n.t('Nothing found'),
  reset: l10n.t('Show All'),
  goTo: l10n.t('Go to Line'),
  asTable: l10n.t('Show as Table'),
  asGraph: l10n.t('Show as Graph'),
  graph: l10n.t('Cost by call path'),
  keys: l10n.t('Arrows move, Enter zooms in, Escape shows all, G goes to the line.'),
  name: l10n.t('Name'),
  kind: l10n.t('Kind'),
  own: l10n.t('Own {0}', unit),
  total: l10n.t('With callees'),
  share: l10n.t('Share'),
  times: l10n.t('Times'),
  place: l10n.t('Place'),
});

export const comparisonName = () => l10n.t('Comparison of Profiles');

export const nothingToCompare = () =>
  l10n.t('There is nothing to compare yet: profile a program, change it, and profile it again.');

export const sinceBefore = () => l10n.t('Since the Profile Before');

export const neverPart = () => l10n.t('Both runs make the same steps at the same cost.');

export const partAt = (step: number) => l10n.t('The runs part at step {0}', grouped(step));

export const before = (moment: string) => l10n.t('Before: {0}', moment);

export const after = (moment: string) => l10n.t('Now: {0}', moment);

/** `+1,500`, `-20`. */
export const change = (amount: string) => (amount.startsWith('-') ? grouped(amount) : `+${grouped(amount)}`);

export const changed = (name: string, { change: by }: Difference) => l10n.t('{0}  {1}', change(by), name);

export const fromTo = ({ before: from, after: to }: Difference, unit: string) =>
  l10n.t('{0} → {1} {2}', grouped(from), grouped(to), unit);

export const inAll = () => l10n.t('in all');

export const exportTitle = () => l10n.t('Export Profile');

export const exportFormats = () => ({
  cpuprofile: {
    label: l10n.t('CPU profile'),
    detail: l10n.t('Opens in VS Code and in the developer tools of Chrome.'),
  },
  speedscope: { label: l10n.t('speedscope'), detail: l10n.t('Opens in speedscope.app.') },
  json: { label: l10n.t('Gaslamp profile'), detail: l10n.t('Everything, to be compared with a later run.') },
});
