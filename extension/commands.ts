import * as vscode from 'vscode';
import { isScenario } from '../engines/claim.ts';
import { listingName, listingUri, parseListingUri } from '../engines/listing.ts';
import type { FileParams, PartsResult } from '../server/protocol.ts';
import type { Client } from './client.ts';
import { startDebugging } from './debug.ts';
import { activeFile, isLeftToAdapter, readFile } from './files.ts';
import { chooseAnother, chooseFile, choosePart, manageTrust, notTrusted, reasonOf } from './messages.ts';

/** The file that a command is for. A code lens of the language server gives its URI as text. */
type Target = vscode.Uri | string;

/** A code that a person chose: which of those in a file. */
type Chosen = { readonly uri: vscode.Uri; readonly found: PartsResult; readonly part: PartsResult['parts'][number] };

export function registerCommands(client: Client): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('gaslamp.openListing', (uri?: vscode.Uri) => openListing(client, uri)),
    vscode.commands.registerCommand('gaslamp.debug', (target?: Target) => start(client, target, { noDebug: false })),
    vscode.commands.registerCommand('gaslamp.run', (target?: Target) => start(client, target, { noDebug: true })),
  );
}

/** Runs a file without debugging, and shows where the cost of the run went. @param against gives the launch to compare it with. */
export async function profileRun(
  client: Client,
  target: Target | undefined,
  against: (program: unknown) => object | undefined,
): Promise<void> {
  await start(client, target, { noDebug: true }, (program) => ({ profile: true, against: against(program) }));
}

async function openListing(client: Client, uri: vscode.Uri | undefined): Promise<void> {
  const chosen = await choose(client, uri);
  if (!chosen) return;
  const { found, part } = chosen;
  const name = listingName(chosen.uri.path, part.id, found.parts.length, found.extension);
  const source = { kind: 'file', uri: chosen.uri.toString(), part: part.id } as const;
  await vscode.window.showTextDocument(vscode.Uri.parse(listingUri(source, name, found.extension)));
}

/** VS Code debugs nothing in Restricted Mode. Where it is asked to by F5, it says so itself. */
async function offerTrust(): Promise<void> {
  const action = manageTrust();
  if ((await vscode.window.showWarningMessage(notTrusted(), action)) !== action) return;
  await vscode.commands.executeCommand('workbench.trust.manage');
}

async function start(
  client: Client,
  given: Target | undefined,
  options: vscode.DebugSessionOptions,
  more?: (program: string) => object,
): Promise<void> {
  if (!vscode.workspace.isTrusted) return offerTrust();
  const uri = typeof given === 'string' ? vscode.Uri.parse(given) : given;
  const target = uri ?? activeFile();
  const needsNoChoice = target && (parseListingUri(target.toString()) || isScenario(target.path));
  if (target && (needsNoChoice || (await isLeftToAdapter(target)))) {
    return startDebugging(target, undefined, options, more);
  }
  const chosen = await choose(client, uri);
  if (chosen)
    await startDebugging(chosen.uri, chosen.found.parts.length > 1 ? chosen.part.id : undefined, options, more);
}

/** The code that is meant: in the file given, in the active editor's or in one picked from the disk. */
async function choose(client: Client, given: vscode.Uri | undefined): Promise<Chosen | undefined> {
  const uri = given ?? activeFile() ?? (await pickFile());
  if (!uri) return undefined;
  try {
    const file = await readFile(uri);
    const found = await client.parts(file);
    const part = await pickPart(file, found);
    return part && { uri, found, part };
  } catch (error) {
    // A file that was pointed at needs no remedy; one that happened to be open may not have been meant at all.
    const actions = given ? [] : [chooseAnother()];
    const action = await vscode.window.showErrorMessage(reasonOf(error), ...actions);
    if (action === undefined) return undefined;
    const other = await pickFile();
    return other && choose(client, other);
  }
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({ title: chooseFile() });
  return picked?.[0];
}

async function pickPart({ name }: FileParams, { parts }: PartsResult): Promise<Chosen['part'] | undefined> {
  if (parts.length === 1) return parts[0];
  const items = parts.map((part) => ({ label: part.name, description: part.description, part }));
  const picked = await vscode.window.showQuickPick(items, { title: choosePart(name), matchOnDescription: true });
  return picked?.part;
}
