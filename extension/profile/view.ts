import * as vscode from 'vscode';
import type { Comparison, NamedDifference } from '../../engines/profile/comparison.ts';
import type { MeterProfile, Profile, ReasonCost } from '../../engines/profile/report.ts';
import { momentText } from '../../engines/profile/text.ts';
import { comparisonOf } from './comparing.ts';
import * as messages from './messages.ts';
import { bar, hottestLines, meterOf, shareOf } from './model.ts';
import type { Profiles } from './profiles.ts';

export const viewId = 'gaslamp.profile';

type Item = { readonly item: vscode.TreeItem; readonly children: Item[] };

/** Lines and functions that are listed at most. */
const most = 30;

/** The Profile view: totals by instruction and function, the hottest lines, and what belongs to no instruction. */
export class ProfileView implements vscode.TreeDataProvider<Item> {
  readonly #profiles: Profiles;
  readonly onDidChangeTreeData: vscode.Event<void>;

  constructor(profiles: Profiles) {
    this.#profiles = profiles;
    this.onDidChangeTreeData = profiles.onDidChange;
  }

  getTreeItem({ item }: Item): vscode.TreeItem {
    return item;
  }

  getChildren(parent?: Item): Item[] {
    if (parent) return parent.children;
    const profile = this.#profiles.current?.profile;
    const meter = profile && meterOf(profile);
    if (!meter) return [];
    const comparison = comparisonOf(this.#profiles);
    const [summary, ...rest] = itemsOf(profile, meter);
    return [...(summary ? [summary] : []), ...(comparison ? comparisonItems(comparison) : []), ...rest];
  }
}

const itemsOf = (profile: Profile, meter: MeterProfile): Item[] => {
  const titles = messages.sections();
  const cost = (label: string, amount: string, children: Item[] = [], place?: Place): Item =>
    costItem(meter, label, amount, children, place);
  const reasons = (list: readonly ReasonCost[]) => list.map((each) => cost(messages.reason(each), each.cost));
  const saved = messages.saved(meter.saved.slice(1), meter.name);
  const causes = [
    ...reasons(meter.causes),
    ...(BigInt(meter.saved) < 0n ? [{ item: new vscode.TreeItem(saved), children: [] }] : []),
  ];
  const lines = hottestLines(meter, most).map((line) => cost(messages.hotLine(line), line.own, [], line));
  const instructions = meter.instructions.map((each) => {
    const beyond = each.extras.reduce((sum, extra) => sum + BigInt(extra.cost), 0n);
    const base = cost(messages.baseCost(), String(BigInt(each.cost) - beyond));
    return cost(messages.instruction(each), each.cost, each.extras.length > 0 ? [...reasons(each.extras), base] : []);
  });
  const functions = meter.functions
    .slice(0, most)
    .map((each) => cost(`${each.name} · ${messages.calls(each)}`, each.own, [], each));
  return [
    summaryItem(profile, meter),
    section(titles.causes, causes, true),
    section(titles.lines, lines, true),
    section(titles.instructions, instructions, true),
    section(titles.functions, functions, false),
    section(titles.apart, reasons(meter.apart), true),
  ].filter(({ item, children }) => children.length > 0 || item.contextValue === 'summary');
};

type Place = { readonly uri?: string; readonly line?: number };

const summaryItem = (profile: Profile, { name, spent, refunded }: MeterProfile): Item => {
  const item = new vscode.TreeItem(messages.summary(profile, spent, name));
  item.contextValue = 'summary';
  item.iconPath = new vscode.ThemeIcon('flame');
  item.tooltip = profile.ending.text;
  if (BigInt(refunded) < 0n) item.description = messages.refunded(refunded.slice(1), name);
  return { item, children: [] };
};

/** What differs from the profile before. */
const comparisonItems = ({ meters: [meter], divergence }: Comparison): Item[] => {
  if (!meter) return [];
  const { name, spent, functions, labels, instructions, apart, causes } = meter;
  const plain = (label: string, place: Place = {}, description = ''): Item => {
    const item = new vscode.TreeItem(label);
    item.description = description;
    return { item: withPlace(item, place), children: [] };
  };
  const differences = (list: readonly NamedDifference[]) =>
    list.slice(0, most).map((each) => plain(messages.changed(each.name, each), {}, messages.fromTo(each, name)));
  const reasonDifferences = (list: readonly NamedDifference[]) =>
    differences(list.map((each) => ({ ...each, name: messages.reason({ reason: each.name }) })));
  const moments = typeof divergence === 'object' ? [divergence.before, divergence.after] : [];
  const [before, after] = moments.map((moment) => momentText(moment, name));
  const parting =
    typeof divergence === 'object'
      ? [
          section(
            messages.partAt(divergence.step),
            [plain(messages.before(before ?? '')), plain(messages.after(after ?? ''), divergence.after)],
            true,
          ),
        ]
      : divergence === 'never'
        ? [plain(messages.neverPart())]
        : [];
  const titles = messages.sections();
  const children = [
    plain(messages.changed(messages.inAll(), spent), {}, messages.fromTo(spent, name)),
    ...parting,
    ...[
      section(titles.causes, reasonDifferences(causes), true),
      section(titles.functions, differences(functions), true),
      section(titles.labels, differences(labels), true),
      section(titles.instructions, differences(instructions), true),
      section(titles.apart, reasonDifferences(apart), true),
    ].filter((each) => each.children.length > 0),
  ];
  return [section(messages.sinceBefore(), children, true)];
};

const section = (title: string, children: Item[], isOpen: boolean): Item => {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  return { item: new vscode.TreeItem(title, isOpen ? Expanded : Collapsed), children };
};

const costItem = (
  { name, spent }: MeterProfile,
  label: string,
  amount: string,
  children: Item[],
  place: Place = {},
): Item => {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const share = shareOf(amount, spent);
  const item = new vscode.TreeItem(messages.withShare(label, share), children.length > 0 ? Collapsed : None);
  item.description = [messages.amount(amount, name), bar(share)].join(' ').trim();
  item.accessibilityInformation = { label: messages.spoken(label, amount, name, share) };
  return { item: withPlace(item, place), children };
};

/** Makes a click on the item go to the place. */
const withPlace = (item: vscode.TreeItem, { uri, line }: Place): vscode.TreeItem => {
  if (uri !== undefined && line !== undefined) {
    item.command = { title: '', command: 'gaslamp.profile.goToLine', arguments: [uri, line] };
  }
  return item;
};
