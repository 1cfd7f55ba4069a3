import type { ExtensionContext } from 'vscode';
import { Asking } from './asking.ts';
import { Client } from './client.ts';
import { profileRun, registerCommands } from './commands.ts';
import { registerDebugger } from './debug.ts';
import { registerExecution } from './execution/register.ts';
import { Listings } from './listings.ts';
import { Profiles } from './profile/profiles.ts';
import { registerProfile } from './profile/register.ts';

/** Called by VS Code when the extension is first needed. Starts nothing but what waits to be asked. */
export function activate(context: ExtensionContext): void {
  const client = new Client(context);
  const asking = new Asking(client, context);
  const profiles = new Profiles();
  context.subscriptions.push(
    client,
    asking,
    profiles,
    new Listings(client, context, (code) => profiles.listing(code)),
    registerDebugger(context, client, asking),
    registerExecution(context),
    registerProfile(context, profiles, (target, against) => profileRun(client, target, against)),
    registerCommands(client),
  );
}
