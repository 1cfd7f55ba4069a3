import { LanguageClient } from 'vscode-languageclient/node';

export { CloseAction, ErrorAction, TransportKind } from 'vscode-languageclient/node';

/** A language client that writes errors into its log only: what a person must know, they are told once and in one sentence. */
export class QuietLanguageClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
