import * as vscode from 'vscode';
import type { VersionsResult } from '../server/protocol.ts';
import type { Client } from './client.ts';
import { noVersions, reasonOf, versionItemName } from './messages.ts';

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
    const chosen = chosenOf(choice, editor.document);
    item.text = choice.versions.find(({ id }) => id === chosen)?.name ?? chosen;
    item.tooltip = choice.description;
    item.show();
  };
  const refresh = () => void show().catch(() => item.hide());
  refresh();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidOpenTextDocument(refresh),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('gaslamp') && refresh()),
    vscode.commands.registerCommand('gaslamp.chooseVersion', () =>
      choose(client).catch((error) => void vscode.window.showErrorMessage(reasonOf(error))),
    ),
  );
}

/** The server is asked only for texts of ours, so that it does not start for others. */
async function choiceFor(client: Client, { languageId }: vscode.TextDocument): Promise<Choice | null> {
  return client.languages.includes(languageId) ? client.versions(languageId) : null;
}

const chosenOf = ({ setting }: Choice, { uri }: vscode.TextDocument): string =>
  vscode.workspace.getConfiguration(undefined, uri).get(setting, '');

async function choose(client: Client): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const choice = document && (await choiceFor(client, document));
  if (!choice) {
    vscode.window.showInformationMessage(noVersions());
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
