import * as vscode from 'vscode';
import { debugType } from '../launch.ts';
import { ComparisonText, toCompareWith } from './comparing.ts';
import { decorateLines } from './decorations.ts';
import { exportProfile } from './exporting.ts';
import { FlameGraph, type Focus, showLine } from './flame.ts';
import { Lenses } from './lenses.ts';
import type { Profiles } from './profiles.ts';
import { ProfileView, viewId } from './view.ts';

/**
 * Everything that shows where the cost of a run went.
 * @param run runs a file, or the one that is looked at, without debugging and with `"profile": true`.
 */
export function registerProfile(
  { extension, extensionUri }: vscode.ExtensionContext,
  profiles: Profiles,
  run: (target: vscode.Uri | string | undefined, against: (program: unknown) => object | undefined) => Promise<void>,
): vscode.Disposable {
  const comparison = new ComparisonText(profiles);
  const flame = new FlameGraph(profiles, extensionUri);
  const languages: readonly string[] = extension.packageJSON.contributes.languages.map(({ id }: { id: string }) => id);
  const { commands, languages: registry, window } = vscode;
  const profile = (target: vscode.Uri | string | undefined) => {
    const session = vscode.debug.activeDebugSession;
    return target === undefined && session?.type === debugType
      ? profiles.profile(session)
      : run(target, (program) => toCompareWith(profiles.current, program));
  };
  return vscode.Disposable.from(
    flame,
    comparison,
    decorateLines(profiles),
    registry.registerCodeLensProvider(
      languages.map((language) => ({ language })),
      new Lenses(profiles),
    ),
    window.createTreeView(viewId, { treeDataProvider: new ProfileView(profiles), showCollapseAll: true }),
    commands.registerCommand('gaslamp.profile', profile),
    commands.registerCommand('gaslamp.openFlameGraph', (focus?: Focus) => flame.open(focus)),
    commands.registerCommand('gaslamp.exportProfile', () => exportProfile(profiles)),
    commands.registerCommand('gaslamp.compareProfiles', () => comparison.open()),
    commands.registerCommand('gaslamp.clearProfile', () => profiles.clear()),
    commands.registerCommand('gaslamp.profile.goToLine', showLine),
  );
}
