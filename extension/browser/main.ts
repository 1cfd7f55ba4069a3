import {
  type DebugAdapter,
  DebugAdapterInlineImplementation,
  type DebugProtocolMessage,
  EventEmitter,
  type ExtensionContext,
  Uri,
} from 'vscode';
import type { Host } from '../host.ts';
import { start } from '../main.ts';
import { startWorker } from './workers.ts';

/** VS Code in a browser: what runs beside it are workers. */
const host: Host = {
  loadLanguageClient: () => import('./language-client.ts'),
  adapters: ({ extensionUri }) => {
    const script = Uri.joinPath(extensionUri, 'dist', 'browser', 'debug-adapter.js');
    return { createDebugAdapterDescriptor: () => new DebugAdapterInlineImplementation(adapterIn(startWorker(script))) };
  },
};

/** Hands messages to a worker that answers them, one session each. */
function adapterIn(worker: Worker): DebugAdapter {
  const messages = new EventEmitter<DebugProtocolMessage>();
  worker.onmessage = ({ data }) => messages.fire(data);
  return {
    onDidSendMessage: messages.event,
    handleMessage: (message) => worker.postMessage(message),
    dispose: () => {
      worker.terminate();
      messages.dispose();
    },
  };
}

/** Called by VS Code when the extension is first needed. */
export function activate(context: ExtensionContext): void {
  start(context, host);
}
