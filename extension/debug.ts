import * as vscode from 'vscode';
import { shareable } from '../engines/companions.ts';
import type { FileParams } from '../server/protocol.ts';
import type { Asking } from './asking.ts';
import type { Client } from './client.ts';
import { activeFile, encode, nameOf, openDocument, toBase64 } from './files.ts';
import { filesBehind } from './files-behind.ts';
import { debugType, hasScenario, launchOf, partOf, programOf, withProgram, withSettings } from './launch.ts';
import { nothingToDebug } from './messages.ts';

/** What the adapter answers to: the listing of a code that its session met. */
const listingRequest = 'gaslamp/listing';

/** Sessions under way, the latest last. */
const sessions = new Set<vscode.DebugSession>();

export function registerDebugger(
  { extension }: vscode.ExtensionContext,
  adapters: vscode.DebugAdapterDescriptorFactory,
  helpers: Omit<Helpers, 'settings'>,
): vscode.Disposable {
  const settings = Object.keys(extension.packageJSON.contributes.configuration.properties);
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, adapters),
    vscode.debug.registerDebugAdapterTrackerFactory(debugType, {
      createDebugAdapterTracker: () => ({
        onWillReceiveMessage: (message) => {
          translate(message);
          renewFiles(message);
        },
        onDidSendMessage: viewsAtFirstStop(),
      }),
    }),
    vscode.debug.registerDebugConfigurationProvider(debugType, {
      resolveDebugConfiguration: (_folder, configuration) => resolveProgram(configuration),
      resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
        complete(folder, addressed(configuration, folder), { ...helpers, settings }),
    }),
    vscode.debug.onDidStartDebugSession((session) => session.type === debugType && sessions.add(session)),
    vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
  );
}

/** Debugs or runs a file, or the code of a listing; `more` gives further properties of the launch. */
export async function startDebugging(
  uri: vscode.Uri,
  part?: string,
  options: vscode.DebugSessionOptions = {},
  more: (program: string) => object = () => ({}),
): Promise<void> {
  const program = programOf(uri);
  const configuration = { ...launchOf(nameOf(uri), program, part), ...more(program) };
  await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(uri), configuration, options);
}

/** The listing of a code that one of the running sessions met; undefined if none did. */
export async function listingOfCode(code: string): Promise<string | undefined> {
  for (const session of [...sessions].reverse()) {
    const answer = await session.customRequest(listingRequest, { code }).then(undefined, () => undefined);
    if (answer) return answer.text;
  }
  return undefined;
}

function resolveProgram(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration | undefined {
  const active = activeFile();
  const resolved = withProgram(configuration, active, active ? nameOf(active) : '');
  if (!resolved) vscode.window.showErrorMessage(nothingToDebug());
  return resolved as vscode.DebugConfiguration | undefined;
}

/** In a folder that is on no disk, a path means a file of that folder. */
function addressed(
  configuration: vscode.DebugConfiguration,
  folder = vscode.workspace.workspaceFolders?.[0],
): vscode.DebugConfiguration {
  if (!folder || folder.uri.scheme === 'file') return configuration;
  const uris = ['program', 'scenario'].flatMap((key) => {
    const path = configuration[key];
    return typeof path === 'string' && path.startsWith('/') ? [[key, folder.uri.with({ path }).toString()]] : [];
  });
  return { ...configuration, ...Object.fromEntries(uris) };
}

type Helpers = { readonly settings: readonly string[]; readonly client: Client; readonly asking: Asking };

/** Adds the settings, the files and what a person answers, so that the adapter needs to ask nobody. Undefined if the person gave up. */
async function complete(
  folder: vscode.WorkspaceFolder | undefined,
  { ask, ...configuration }: vscode.DebugConfiguration,
  { settings, client, asking }: Helpers,
): Promise<vscode.DebugConfiguration | undefined> {
  const chosen = vscode.workspace.getConfiguration(undefined, folder);
  const values = Object.fromEntries(settings.map((key) => [key, valueChosen(chosen, key)]));
  const completed = withSettings(configuration as vscode.DebugConfiguration, values);
  if (configuration.files) return completed;
  const files = await filesBehind(client, configuration);
  const [file, ...companions] = files;
  const asks = ask === true && !hasScenario(configuration) && file;
  const answers = asks ? await asking.ask({ file, companions }, partOf(configuration)) : {};
  return answers && { ...completed, ...answers, files };
}

/** What a person chose; undefined for a default, which leaves the choice to the program and the adapter. */
const valueChosen = (settings: vscode.WorkspaceConfiguration, key: string): unknown => {
  const { workspaceFolderValue, workspaceValue, globalValue } = settings.inspect(key) ?? {};
  return workspaceFolderValue ?? workspaceValue ?? globalValue;
};

/**
 * VS Code opens its Debug view when a session stops at a breakpoint. Somebody who has set none wants to see stack and
 * storage too, so this opens it wherever the session first stops, unless the settings say never.
 */
function viewsAtFirstStop(): (message: { event?: string; body?: { reason?: string } }) => void {
  let hasStopped = false;
  return async ({ event, body }) => {
    if (event !== 'stopped' || hasStopped) return;
    hasStopped = true;
    if (body?.reason === 'breakpoint') return;
    if (vscode.workspace.getConfiguration('debug').get('openDebug') === 'neverOpen') return;
    await vscode.commands.executeCommand('workbench.view.debug');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  };
}

/** Hands the adapter, which runs beside the extension, the texts of the language that VS Code is shown in. */
function translate(message: { command?: string; arguments?: { translations?: object } }): void {
  if (message.command === 'initialize' && message.arguments) message.arguments.translations = vscode.l10n.bundle;
}

/**
 * VS Code restarts a session with the files of its start. This puts what is in the editors by now in their place,
 * and drops what lies on the disk, which the adapter then reads again.
 */
function renewFiles(message: { command?: string; arguments?: { arguments?: { files?: FileParams[] } } }): void {
  const configuration = message.command === 'restart' ? message.arguments?.arguments : undefined;
  if (!configuration?.files) return;
  configuration.files = configuration.files.flatMap((file) => {
    const document = openDocument(vscode.Uri.parse(file.uri));
    if (document) return [{ ...file, base64: toBase64(shareable(encode(document.getText()), file.shared)) }];
    return vscode.Uri.parse(file.uri).scheme === 'file' ? [] : [file];
  });
}
