import * as vscode from 'vscode';
import { type WritesParams, writesRequest } from '../../debug-adapter/protocol.ts';
import { Execution } from './execution.ts';
import * as messages from './messages.ts';
import { parseStep } from './model.ts';
import { ExecutionView, viewId } from './view.ts';

/** What VS Code gives to a command in the menu of a variable. */
type VariableContext = {
  readonly container?: { readonly variablesReference?: number };
  readonly variable?: { readonly name: string };
};

/** Everything that lets a person see and move through time. */
export function registerExecution({ extensionUri }: vscode.ExtensionContext): vscode.Disposable {
  const execution = new Execution();
  const { commands, window } = vscode;
  const write = (direction: WritesParams['direction']) => (context?: VariableContext) =>
    goToWrite(execution, context, direction);
  return vscode.Disposable.from(
    execution,
    statusBarItem(execution),
    window.registerWebviewViewProvider(viewId, new ExecutionView(execution, extensionUri)),
    commands.registerCommand('gaslamp.goToStep', () => goToStep(execution)),
    commands.registerCommand('gaslamp.previousWrite', write('previous')),
    commands.registerCommand('gaslamp.nextWrite', write('next')),
  );
}

function statusBarItem(execution: Execution): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('gaslamp.step', vscode.StatusBarAlignment.Left, 10);
  item.name = messages.statusBarName();
  item.command = 'gaslamp.goToStep';
  execution.onDidChange(() => {
    const { timeline } = execution;
    if (!timeline) return item.hide();
    item.text = `$(history) ${messages.statusBar(timeline)}`;
    item.tooltip = messages.statusBarTooltip(messages.position(timeline));
    item.show();
  });
  return item;
}

async function goToStep(execution: Execution): Promise<void> {
  const { timeline } = execution;
  if (!timeline) {
    vscode.window.showInformationMessage(messages.nothingStopped());
    return;
  }
  const { step, first, furthest, isComplete } = timeline;
  const read = (text: string) => parseStep(text, step);
  const typed = await vscode.window.showInputBox({
    title: messages.goToStepTitle(),
    prompt: messages.goToStepPrompt(first, furthest, isComplete),
    value: String(step),
    validateInput: (text) => {
      const wanted = read(text);
      if (wanted === undefined) return messages.noStep(text);
      return isComplete && wanted > furthest ? messages.beyondEnd(furthest) : undefined;
    },
  });
  const wanted = typed === undefined ? undefined : read(typed);
  if (wanted !== undefined) await execution.goTo(wanted);
}

/** Goes to where a variable was, or will be, written: asks where it lies as for a data breakpoint. */
async function goToWrite(
  { session }: Execution,
  { container, variable }: VariableContext = {},
  direction: WritesParams['direction'],
): Promise<void> {
  if (!session || !variable) return;
  const asked = { variablesReference: container?.variablesReference, name: variable.name };
  const { dataId, description } = await session.customRequest('dataBreakpointInfo', asked);
  if (typeof dataId !== 'string') {
    vscode.window.showInformationMessage(description);
    return;
  }
  const params: WritesParams = { dataId, direction };
  // VS Code tells by itself what goes wrong.
  await session.customRequest(writesRequest, params).then(undefined, () => {});
}
