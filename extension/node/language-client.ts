import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { quiet } from '../quiet.ts';

export { CloseAction, ErrorAction } from 'vscode-languageclient';

/** The server is a process of its own. */
export function makeClient({ extensionUri }: ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const module = Uri.joinPath(extensionUri, 'dist', 'server.js').fsPath;
  return quiet(new LanguageClient('gaslamp', 'Gaslamp', { module, transport: TransportKind.ipc }, options));
}
