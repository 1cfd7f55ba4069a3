import type { DebugAdapterDescriptorFactory, ExtensionContext } from 'vscode';
import type * as protocol from 'vscode-languageclient';

/** What differs between VS Code on a computer and in a browser: how the language server and the debug adapter are run beside it. */
export type Host = {
  /** Imported when it is first asked for, because it is most of the extension's code and most windows never need it. */
  loadLanguageClient(): Promise<LanguageClients>;
  adapters(context: ExtensionContext): DebugAdapterDescriptorFactory;
};

/** What the module that brings the protocol's library along is asked for. */
export type LanguageClients = Pick<typeof protocol, 'CloseAction' | 'ErrorAction'> & {
  makeClient(context: ExtensionContext, options: protocol.LanguageClientOptions): protocol.BaseLanguageClient;
};
