import * as vscode from 'vscode';
import * as messages from './messages.ts';
import { type Heat, heatOf, meterOf, shareOf } from './model.ts';
import type { Profiles } from './profiles.ts';

const heats: readonly Heat[] = [1, 2, 3, 4, 5];

/** Shows behind each line what it cost, on a ground that is the warmer the more it was. */
export function decorateLines(profiles: Profiles): vscode.Disposable {
  const types = new Map(heats.map((heat) => [heat, typeOf(heat)]));
  const free = vscode.window.createTextEditorDecorationType({ rangeBehavior });
  const decorate = (editor: vscode.TextEditor) => {
    const found = decorationsOf(profiles, editor.document);
    for (const [heat, type] of types) editor.setDecorations(type, found.get(heat) ?? []);
    editor.setDecorations(free, found.get(undefined) ?? []);
  };
  const decorateAll = () => vscode.window.visibleTextEditors.forEach(decorate);
  return vscode.Disposable.from(
    ...types.values(),
    free,
    profiles.onDidChange(decorateAll),
    vscode.window.onDidChangeVisibleTextEditors(decorateAll),
  );
}

const rangeBehavior = vscode.DecorationRangeBehavior.ClosedClosed;

const typeOf = (heat: Heat) => {
  const color = new vscode.ThemeColor(`gaslamp.heat${heat}`);
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    rangeBehavior,
    backgroundColor: color,
    overviewRulerColor: color,
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
};

const decorationsOf = (profiles: Profiles, document: vscode.TextDocument) => {
  const found = new Map<Heat | undefined, vscode.DecorationOptions[]>();
  const costs = profiles.costsOf(document);
  const profile = profiles.current?.profile;
  const meter = profile && meterOf(profile);
  if (!costs || !meter) return found;
  for (const cost of costs.lines) {
    if (cost.line >= document.lineCount) continue;
    const share = shareOf(cost.own, meter.spent);
    const heat = heatOf(share);
    const options: vscode.DecorationOptions = {
      range: document.lineAt(cost.line).range,
      hoverMessage: messages.lineHover(cost.times, profile.program),
      renderOptions: {
        after: {
          contentText: messages.behindLine(cost, share, meter.name),
          color: new vscode.ThemeColor('editor.foreground'),
          fontStyle: 'italic',
          margin: '0 0 0 3em',
        },
      },
    };
    const alike = found.get(heat);
    if (alike) alike.push(options);
    else found.set(heat, [options]);
  }
  return found;
};
