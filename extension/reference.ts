import * as vscode from 'vscode';
import type { Client } from './client.ts';
import { reasonOf } from './messages.ts';

/** Shows the reference page of instructions: of the VM whose code is in front, if one is. */
export function registerReference(client: Client, { globalStorageUri }: vscode.ExtensionContext): vscode.Disposable {
  const open = async () => {
    const { title, text } = await client.reference(vscode.window.activeTextEditor?.document.languageId);
    // As a file the preview is there again after the window was loaded anew.
    const page = vscode.Uri.joinPath(globalStorageUri, 'reference', `${title}.md`);
    await vscode.workspace.fs.writeFile(page, new TextEncoder().encode(text));
    await vscode.commands.executeCommand('markdown.showPreview', page);
  };
  return vscode.commands.registerCommand('gaslamp.openReference', () =>
    open().catch((error) => void vscode.window.showErrorMessage(reasonOf(error))),
  );
}
