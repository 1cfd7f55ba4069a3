import type { ExtensionContext } from 'vscode';
import { Asking } from './asking.ts';
import { Client } from './client.ts';
import { profileRun, registerCommands } from './commands.ts';
import { registerDebugger } from './debug.ts';
import { registerExecution } from './execution/register.ts';
import { Listings } from './listings.ts';
import { registerProfile } from './profile/register.ts';

/** Called by VS Code when the extension is first needed. Starts nothing but what waits to be asked. */
export function activate(context: ExtensionContext): void {
  const client = new Client(context);
  const asking = new Asking(client, context);
  context.subscriptions.push(
    client,
    asking,
    new Listings(client, context),
    registerDebugger(context, client, asking),
    registerExecution(context),
    registerProfile(context, (target, against) => profileRun(client, target, against)),
    registerCommands(client),
  );
}
