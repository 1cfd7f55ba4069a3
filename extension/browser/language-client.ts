import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/browser';
import { quiet } from '../quiet.ts';
import { startWorker } from './workers.ts';

export { CloseAction, ErrorAction } from 'vscode-languageclient';

export function makeClient({ extensionUri }: ExtensionContext, options: LanguageClientOptions): LanguageClient {
  const worker = startWorker(Uri.joinPath(extensionUri, 'dist', 'browser', 'server.js'));
  return quiet(new LanguageClient('gaslamp', 'Gaslamp', worker, options));
}
