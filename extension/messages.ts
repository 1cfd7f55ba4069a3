import { l10n } from 'vscode';

/** The sentence of whatever was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const nothingToDebug = () =>
  l10n.t('There is nothing to debug yet: open a contract, an artifact or a bytecode file first.');

export const fileUnreadable = (name: string, reason: string) => l10n.t('{0} cannot be read: {1}', name, reason);

export const chooseFile = () => l10n.t('Choose a Contract, an Artifact or a Bytecode File');

export const chooseAnother = () => l10n.t('Choose Another File');

export const choosePart = (file: string) => l10n.t('Code in {0}', file);

export const serverFailed = () =>
  l10n.t('The language server of Gaslamp could not be started; the output channel "Gaslamp" says why.');

export const serverCrashed = () =>
  l10n.t('The language server of Gaslamp ended again and again, so there are no hovers, checks and listings.');

export const restart = () => l10n.t('Restart');

export const codeNotMet = () =>
  l10n.t('This code came up in a debug session. Start the session again, and it is shown here when it runs.');

export const listingReadOnly = () =>
  l10n.t('A listing shows what bytecode says and cannot be edited; copy it to a file to change it.');
