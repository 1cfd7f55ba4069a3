import * as vscode from 'vscode';
import { contextOf, type Deed } from './contexts.ts';
import { debugType } from './launch.ts';

const done = new Set<Deed>();

/** Lets the walkthrough tick a step. */
export function did(deed: Deed): void {
  if (done.has(deed)) return;
  done.add(deed);
  void vscode.commands.executeCommand('setContext', contextOf(deed), true);
}

/** Watches for what is done in VS Code itself: breakpoints in our languages, and what is asked of our debugger. */
export function registerWalkthrough({ extension }: vscode.ExtensionContext): vscode.Disposable {
  const languages: readonly string[] = extension.packageJSON.contributes.languages.map(({ id }: { id: string }) => id);
  const isOurs = (uri: vscode.Uri) =>
    vscode.workspace.textDocuments.some(
      (document) => document.uri.toString() === uri.toString() && languages.includes(document.languageId),
    );
  return vscode.Disposable.from(
    vscode.debug.onDidChangeBreakpoints(({ added }) => {
      if (added.some((each) => each instanceof vscode.SourceBreakpoint && isOurs(each.location.uri))) did('break');
    }),
    vscode.debug.registerDebugAdapterTrackerFactory(debugType, { createDebugAdapterTracker: makeTracker }),
  );
}

/** What a client asks of an adapter, as far as it is heard here. */
type Request = { readonly seq: number; readonly command: string; readonly arguments?: { readonly context?: string } };
type Answer = { readonly request_seq?: number; readonly success?: boolean };

function makeTracker(): vscode.DebugAdapterTracker {
  const asked = new Map<number, Deed>();
  return {
    onWillReceiveMessage: (request: Request) => {
      const deed = deedOf(request);
      if (deed) asked.set(request.seq, deed);
    },
    onDidSendMessage: ({ request_seq = -1, success }: Answer) => {
      const deed = asked.get(request_seq);
      asked.delete(request_seq);
      if (deed && success) did(deed);
    },
  };
}

const deedOf = ({ command, arguments: args }: Request): Deed | undefined => {
  if (command === 'stepBack' || command === 'reverseContinue') return 'stepBack';
  return command === 'evaluate' && args?.context === 'hover' ? 'hover' : undefined;
};
