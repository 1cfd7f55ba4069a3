import * as vscode from 'vscode';
import { encode, nameOf } from './files.ts';
import { debugType, programOf, relativeTo, scenarioName } from './launch.ts';
import * as messages from './messages.ts';

/** A call that somebody made, and wants to make again. */
export type Saved = {
  readonly program: vscode.Uri;
  readonly part: string;
  /** The launch properties that say it. */
  readonly launch: Readonly<Record<string, unknown>>;
  readonly label: string;
};

/** Asks where to keep a call, keeps it there, and shows it. */
export async function saveCall(saved: Saved): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(saved.program);
  const places = [
    ...(folder ? [{ label: messages.asConfiguration(), save: () => saveConfiguration(saved, folder) }] : []),
    { label: messages.asScenario(), save: () => saveScenario(saved) },
  ];
  const place = await vscode.window.showQuickPick(places, { title: messages.saveTitle(saved.label) });
  await place?.save();
}

async function saveConfiguration(
  { program, part, launch, label }: Saved,
  folder: vscode.WorkspaceFolder,
): Promise<void> {
  const inFolder = relativeTo(folder.uri.path.replace(/\/*$/, '/'), program.path);
  const configuration = {
    type: debugType,
    request: 'launch',
    name: messages.configurationName(nameOf(program), label),
    program: inFolder.startsWith('../') ? programOf(program) : `\${workspaceFolder}/${inFolder}`,
    part,
    ...launch,
  };
  const settings = vscode.workspace.getConfiguration('launch', folder.uri);
  const before =
    settings.inspect<unknown[]>('configurations')?.workspaceFolderValue ?? settings.get('configurations', []);
  await settings.update('configurations', [...before, configuration], vscode.ConfigurationTarget.WorkspaceFolder);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, '.vscode', 'launch.json'));
}

async function saveScenario({ program, part, launch, label }: Saved): Promise<void> {
  const defaultUri = vscode.Uri.joinPath(program, '..', scenarioName(nameOf(program), label));
  const uri = await vscode.window.showSaveDialog({
    defaultUri,
    filters: { [messages.scenarioFiles()]: ['json'] },
  });
  if (!uri) return;
  const near = uri.scheme === program.scheme && uri.authority === program.authority;
  const scenario = { program: near ? relativeTo(uri.path, program.path) : programOf(program), part, ...launch };
  await vscode.workspace.fs.writeFile(uri, encode(`${JSON.stringify(scenario, undefined, 2)}\n`));
  await vscode.window.showTextDocument(uri);
}
