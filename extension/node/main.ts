import { DebugAdapterExecutable, type ExtensionContext, Uri } from 'vscode';
import type { Host } from '../host.ts';
import { start } from '../main.ts';

/** VS Code on a computer: what runs beside it are processes. */
const host: Host = {
  loadLanguageClient: () => import('./language-client.ts'),
  adapters: ({ extensionUri }) => {
    const adapter = Uri.joinPath(extensionUri, 'dist', 'debug-adapter.js').fsPath;
    // VS Code's own program is Node when it is asked to be.
    const env = { ELECTRON_RUN_AS_NODE: '1' };
    return { createDebugAdapterDescriptor: () => new DebugAdapterExecutable(process.execPath, [adapter], { env }) };
  },
};

/** Called by VS Code when the extension is first needed. */
export function activate(context: ExtensionContext): void {
  start(context, host);
}
