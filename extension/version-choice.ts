import * as vscode from 'vscode';
import type { VersionsResult } from '../server/protocol.ts';
import type { Client } from './client.ts';
import { noVersions, reasonOf, versionIsSaid, versionItemName } from './messages.ts';

type Choice = NonNullable<VersionsResult>;

/** Shows in the status bar by which version the text in front is read, and lets a person choose another. */
export function registerVersionChoice(client: Client): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('gaslamp.version', vscode.StatusBarAlignment.Right, 101);
  item.name = versionItemName();
  item.command = 'gaslamp.chooseVersion';
  const show = async () => {
    const editor = vscode.window.activeTextEditor;
    const choice = editor && (await choiceFor(client, editor.document));
    if (editor !== vscode.window.activeTextEditor) return;
    if (!choice) return item.hide();
    item.text = nameIn(choice, choice.own ?? chosenOf(choice, editor.document));
    item.tooltip = choice.own === undefined ? choice.description : versionIsSaid(item.text);
    item.show();
  };
  const refresh = () => void show().catch(() => item.hide());
  refresh();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidOpenTextDocument(refresh),
    vscode.workspace.onDidSaveTextDocument(refresh),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('gaslamp') && refresh()),
    vscode.commands.registerCommand('gaslamp.chooseVersion', () =>
      choose(client).catch((error) => void vscode.window.showErrorMessage(reasonOf(error))),
    ),
  );
}

/** The server is asked only for texts of ours, so that it does not start for others. */
async function choiceFor(client: Client, { uri, languageId }: vscode.TextDocument): Promise<Choice | null> {
  return client.languages.includes(languageId) ? client.versions(uri, languageId) : null;
}

const nameIn = ({ versions }: Choice, version: string): string =>
  versions.find(({ id }) => id === version)?.name ?? version;

const chosenOf = ({ setting }: Choice, { uri }: vscode.TextDocument): string =>
  vscode.workspace.getConfiguration(undefined, uri).get(setting, '');

async function choose(client: Client): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const choice = document && (await choiceFor(client, document));
  if (!choice) {
    vscode.window.showInformationMessage(noVersions());
    return;
  }
  if (choice.own !== undefined) {
    vscode.window.showInformationMessage(versionIsSaid(nameIn(choice, choice.own)));
    return;
  }
  const chosen = chosenOf(choice, document);
  const items = choice.versions.map(({ id, name }) => ({ label: name, description: id, id, picked: id === chosen }));
  const picked = await vscode.window.showQuickPick(items.reverse(), { title: choice.description });
  if (!picked) return;
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const target = vscode.workspace.workspaceFolders ? Workspace : Global;
  await vscode.workspace.getConfiguration().update(choice.setting, picked.id, target);
}
