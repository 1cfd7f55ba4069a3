import * as vscode from 'vscode';
import type { Execution } from './execution.ts';
import * as messages from './messages.ts';
import { type FromPage, grouped, type Shown, type ToPage } from './model.ts';

export const viewId = 'gaslamp.execution';

/** The Execution view: a page with a slider through the run, and a list of what happened in it. */
export class ExecutionView implements vscode.WebviewViewProvider {
  readonly #execution: Execution;
  readonly #dist: vscode.Uri;

  constructor(execution: Execution, extensionUri: vscode.Uri) {
    this.#execution = execution;
    this.#dist = vscode.Uri.joinPath(extensionUri, 'dist');
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const execution = this.#execution;
    const { webview } = view;
    webview.options = { enableScripts: true, localResourceRoots: [this.#dist] };
    const show = () => webview.postMessage({ shown: shownOf(execution) } satisfies ToPage);
    const subscriptions = vscode.Disposable.from(
      execution.onDidChange(show),
      webview.onDidReceiveMessage((message: FromPage) => {
        if (message.kind === 'ready') show();
        else if (message.kind === 'goTo') execution.goTo(message.step);
        else if (message.kind === 'focusLost') keepFocus(view);
        else vscode.commands.executeCommand(`gaslamp.${message.kind}`);
      }),
      view.onDidChangeVisibility(() => {
        execution.wantsMarks = view.visible;
      }),
    );
    view.onDidDispose(() => {
      execution.wantsMarks = false;
      subscriptions.dispose();
    });
    webview.html = this.#html(webview);
    execution.wantsMarks = view.visible;
  }

  #html(webview: vscode.Webview): string {
    const nonce = crypto.randomUUID();
    const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.#dist, file));
    const text = messages.page();
    const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
    const button = (id: string, label: string) => `<button id="${id}" type="button">${escaped(label)}</button>`;
    return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${uri('execution-page.css')}">
  <title>Gaslamp</title>
</head>
<body>
<main>
  <h1>${escaped(text.title)}</h1>
  <section id="welcome" hidden>
    <p>${escaped(text.welcome)}</p>
    ${button('debug', text.debug)}
  </section>
  <section id="run" hidden>
    <p id="position"></p>
    <div id="time">
      <input id="slider" type="range" step="1" aria-label="${escaped(text.slider)}">
      <div id="ticks" aria-hidden="true"></div>
    </div>
    <div id="buttons">
      ${button('start', text.start)}${button('back', text.back)}${button('forward', text.forward)}${button('end', text.end)}
      ${button('goToStep', text.goToStep)}
    </div>
    <p id="note" role="status"></p>
    <div id="marks" role="listbox" tabindex="0" aria-label="${escaped(text.marks)}"></div>
    <p id="looking"></p>
  </section>
</main>
  <script nonce="${nonce}" src="${uri('execution-page.js')}"></script>
</body>
</html>`;
  }
}

/** Takes back the focus that VS Code gave to the editor at a stop, so that keys go on working here. */
const keepFocus = (view: vscode.WebviewView) => {
  if (vscode.workspace.getConfiguration('debug').get('focusEditorOnBreak')) view.show(false);
};

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

const shownOf = ({ timeline, note }: Execution): Shown | undefined =>
  timeline && {
    step: timeline.step,
    first: timeline.first,
    furthest: timeline.furthest,
    position: messages.position(timeline),
    note,
    marks: timeline.marks.map((mark) => ({
      step: mark.step,
      kind: mark.kind,
      number: grouped(mark.step),
      label: messages.mark(mark),
    })),
    looking: timeline.lookedTo < timeline.furthest ? messages.looking(timeline.lookedTo) : '',
  };
