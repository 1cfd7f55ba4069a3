import { type ExtensionContext, l10n } from 'vscode';
import { setTranslations } from '../engines/translate.ts';
import { Asking } from './asking.ts';
import { Client } from './client.ts';
import { profileRun, registerCommands } from './commands.ts';
import { registerDebugger } from './debug.ts';
import { registerExecution } from './execution/register.ts';
import { registerFetching } from './fetching.ts';
import type { Host } from './host.ts';
import { Listings } from './listings.ts';
import { Profiles } from './profile/profiles.ts';
import { registerProfile } from './profile/register.ts';
import { registerReference } from './reference.ts';
import { registerSamples } from './samples.ts';
import { registerScenarioLenses } from './scenario-lenses.ts';
import { registerSchema } from './schema.ts';
import { registerVersionChoice } from './version-choice.ts';
import { registerWalkthrough } from './walkthrough.ts';

/** Starts nothing but what waits to be asked. */
export function start(context: ExtensionContext, host: Host): void {
  setTranslations(l10n.bundle);
  const client = new Client(context, host);
  const asking = new Asking(client, context);
  const profiles = new Profiles();
  context.subscriptions.push(
    client,
    asking,
    profiles,
    new Listings(client, context, (code) => profiles.listing(code)),
    registerDebugger(context, host.adapters(context), { client, asking }),
    registerExecution(context),
    registerProfile(context, profiles, (target, against) => profileRun(client, target, against)),
    registerCommands(client),
    registerFetching(client),
    registerReference(client, context),
    registerSamples(context),
    registerScenarioLenses(),
    registerVersionChoice(client),
    registerSchema(context),
    registerWalkthrough(context),
  );
}
