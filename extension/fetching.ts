import * as vscode from 'vscode';
import { scenarioEnding } from '../engines/claim.ts';
import { addressOf, nodeAt } from '../network/node.ts';
import type { FetchResult } from '../server/protocol.ts';
import type { Client } from './client.ts';
import { startDebugging } from './debug.ts';
import { encode } from './files.ts';
import * as messages from './messages.ts';

/** Off unless a person says otherwise; no workspace can, for it belongs to the application. */
export const fetchSetting = 'gaslamp.fetch.enabled';

/** Where a node of one's own listens, if nobody says otherwise. */
const usualNode = 'http://127.0.0.1:8545';

/** Fetches a transaction from a node into a scenario, once a person has allowed it, and has seen what is sent. */
export function registerFetching(client: Client): vscode.Disposable {
  let node = usualNode;
  const command = async () => {
    if (!vscode.workspace.getConfiguration().get<boolean>(fetchSetting, false)) return offerSetting();
    const name = await askName(client);
    if (name === undefined) return;
    const address = await askNode(node);
    if (address === undefined) return;
    node = address;
    const { host } = addressOf(address);
    if (!(await agrees(host, name, await client.fetchable(name)))) return;
    const fetched = await fetchWithProgress(client, name, address);
    if (fetched) await save(fetched);
  };
  return vscode.commands.registerCommand('gaslamp.fetchTransaction', () =>
    command().catch((error) => void vscode.window.showErrorMessage(messages.reasonOf(error))),
  );
}

async function offerSetting(): Promise<void> {
  const action = messages.openSetting();
  if ((await vscode.window.showInformationMessage(messages.fetchIsOff(), action)) !== action) return;
  await vscode.commands.executeCommand('workbench.action.openSettings', fetchSetting);
}

async function askName(client: Client): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: messages.fetchTitle(),
    prompt: messages.fetchPrompt(),
    placeHolder: '0x…',
    ignoreFocusOut: true,
    validateInput: (text) => client.fetchable(text.trim()).then(() => undefined, messages.reasonOf),
  });
  return name?.trim();
}

async function askNode(value: string): Promise<string | undefined> {
  const address = await vscode.window.showInputBox({
    title: messages.nodeTitle(),
    prompt: messages.nodePrompt(),
    value,
    ignoreFocusOut: true,
    validateInput: (text) => problemOf(text.trim()),
  });
  return address?.trim();
}

function problemOf(address: string): string | undefined {
  try {
    addressOf(address);
    return undefined;
  } catch (error) {
    return messages.reasonOf(error);
  }
}

async function agrees(host: string, name: string, methods: readonly string[]): Promise<boolean> {
  const send = messages.send();
  const detail = messages.toBeSent(name, methods);
  const answer = await vscode.window.showInformationMessage(messages.maySend(host), { modal: true, detail }, send);
  return answer === send;
}

/** Undefined if the person gave up. */
async function fetchWithProgress(client: Client, name: string, address: string): Promise<FetchResult | undefined> {
  const location = vscode.ProgressLocation.Notification;
  const title = messages.fetchingFrom(addressOf(address).host);
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const given = new AbortController();
    token.onCancellationRequested(() => given.abort());
    try {
      return await client.fetchScenario(name, nodeAt(address, { signal: given.signal }), token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}

async function save({ name, text, told, isSame }: FetchResult): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${name}${scenarioEnding}`;
  const uri = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, file) }),
    filters: { [messages.scenarioFiles()]: ['json'] },
  });
  if (!uri) return;
  await vscode.workspace.fs.writeFile(uri, encode(text));
  await vscode.window.showTextDocument(uri);
  const debug = messages.debugIt();
  const show = isSame ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await show(told, debug)) === debug) await startDebugging(uri);
}
