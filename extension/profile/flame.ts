import * as vscode from 'vscode';
import type { CostNode } from '../../engines/profile/report.ts';
import { nameOf } from '../files.ts';
import * as messages from './messages.ts';
import { type FromPage, meterOf, stretchesOf, type ToPage, type Words } from './model.ts';
import type { Profiles } from './profiles.ts';

/** Where the graph is to be looked at first. */
export type Focus = { readonly uri: string; readonly line: number };

/** The flame graph, in an editor of its own. */
export class FlameGraph implements vscode.Disposable {
  readonly #profiles: Profiles;
  readonly #extensionUri: vscode.Uri;
  readonly #subscription: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  /** The nodes that the page shows, by index. */
  #nodes: readonly CostNode[] = [];
  #focus: Focus | undefined;

  constructor(profiles: Profiles, extensionUri: vscode.Uri) {
    this.#profiles = profiles;
    this.#extensionUri = extensionUri;
    this.#subscription = profiles.onDidChange(() => this.#show());
  }

  open(focus: Focus | undefined): void {
    const { profile } = this.#profiles.current ?? {};
    if (!profile) {
      vscode.window.showInformationMessage(messages.noProfile());
      return;
    }
    this.#focus = focus;
    if (this.#panel) {
      this.#panel.reveal();
      this.#show();
      return;
    }
    const dist = vscode.Uri.joinPath(this.#extensionUri, 'dist');
    const panel = vscode.window.createWebviewPanel(
      'gaslamp.flameGraph',
      messages.flameTitle(profile.program),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, localResourceRoots: [dist], retainContextWhenHidden: true },
    );
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: FromPage) => {
      if (message.kind === 'ready') this.#show();
      else void goTo(this.#nodes[message.index]);
    });
    this.#panel = panel;
    panel.webview.html = html(panel.webview, dist, meterOf(profile)?.name ?? '');
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#panel?.dispose();
  }

  #show(): void {
    const { profile } = this.#profiles.current ?? {};
    const meter = profile && meterOf(profile);
    if (!this.#panel) return;
    if (!meter) {
      this.#panel.dispose();
      return;
    }
    const { stretches, nodes } = stretchesOf(meter, wordsFor(meter.name));
    const { uri, line } = this.#focus ?? {};
    const focus = uri === undefined ? -1 : nodes.findIndex((node) => node.uri === uri && node.line === line);
    this.#focus = undefined;
    this.#nodes = nodes;
    this.#panel.title = messages.flameTitle(profile.program);
    const title = messages.summary(profile, meter.spent, meter.name);
    this.#panel.webview.postMessage({ stretches, title, focus: Math.max(0, focus) } satisfies ToPage);
  }
}

const wordsFor = (unit: string): Words => ({
  name: messages.stretchName,
  kind: messages.stretchKind,
  label: (node, share) => messages.stretchLabel(node, placeOf(node), share, unit),
  place: placeOf,
  number: messages.grouped,
  percent: messages.percent,
});

const placeOf = ({ uri, line }: CostNode): string | undefined =>
  uri === undefined || line === undefined ? undefined : messages.place(nameOf(vscode.Uri.parse(uri)), line);

const goTo = async (node: CostNode | undefined): Promise<void> => {
  if (node?.uri !== undefined && node.line !== undefined) await showLine(node.uri, node.line);
};

/** Shows a line in the editor that has its text already, or else beside what is looked at. */
export const showLine = async (uri: string, line: number): Promise<void> => {
  const target = vscode.Uri.parse(uri);
  const shown = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === target.toString()),
  );
  await vscode.window.showTextDocument(target, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(line, 0, line, 0),
  });
};

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

const html = (webview: vscode.Webview, dist: vscode.Uri, unit: string): string => {
  const nonce = crypto.randomUUID();
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(dist, file));
  const text = messages.page(unit);
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  const heads = [text.name, text.kind, text.place, text.own, text.total, text.share, text.times];
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri('profile-page.css')}">
  <title>Gaslamp</title>
</head>
<body>
  <main>
    <h1 id="title"></h1>
    <div id="tools">
      <input id="search" type="search" placeholder="${escaped(text.search)}" aria-label="${escaped(text.search)}">
      <button id="reset" type="button">${escaped(text.reset)}</button>
      <button id="goTo" type="button">${escaped(text.goTo)}</button>
      <button id="table" type="button" data-graph="${escaped(text.asGraph)}" data-table="${escaped(text.asTable)}">${escaped(text.asTable)}</button>
      <span id="found" role="status" data-found="${escaped(text.found)}" data-nothing="${escaped(text.nothingFound)}"></span>
    </div>
    <p id="detail" aria-hidden="true"></p>
    <div id="graph" role="tree" aria-label="${escaped(text.graph)}"></div>
    <p id="keys">${escaped(text.keys)}</p>
    <table id="rows" hidden>
      <caption>${escaped(text.graph)}</caption>
      <thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('')}</tr></thead>
      <tbody></tbody>
    </table>
  </main>
  <script nonce="${nonce}" src="${uri('profile-page.js')}"></script>
</body>
</html>`;
};
