import { l10n } from 'vscode';
import { tableText } from '../engines/translate.ts';

/** The sentence of whatever was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const nothingToDebug = () =>
  l10n.t('There is nothing to debug yet: open a contract, an artifact or a bytecode file first.');

export const notTrusted = () =>
  l10n.t(
    'VS Code runs nothing in Restricted Mode; trust this folder, and contracts in it can be debugged, run and profiled.',
  );

export const manageTrust = () => l10n.t('Manage Trust');

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

export const callTitle = (file: string) => l10n.t('Call {0}', file);

export const callPlaceholder = () => l10n.t('What is called?');

export const againLabel = (call: string) => l10n.t('{0}, as last time', call);

/** Answers in short: `0x0b0b…, 250`. */
export const answersText = (texts: readonly (readonly string[])[]) => {
  const text = texts.flat().join(', ');
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
};

export const argumentTitle = (call: string, number: number, of: number) =>
  of === 1 ? call : l10n.t('{0} ({1} of {2})', call, number, of);

export const argumentPrompt = (name: string, type: string) => l10n.t('{0} ({1})', name, type);

export const saveTooltip = () => l10n.t('Save This Call…');

export const saveTitle = (call: string) => l10n.t('Save {0}', call);

export const asConfiguration = () => l10n.t('As a launch configuration, in launch.json');

export const asScenario = () => l10n.t('As a scenario, in a file of its own');

export const configurationName = (file: string, call: string) => l10n.t('{0}: {1}', file.replace(/\.[^.]+$/, ''), call);

export const scenarioFiles = () => l10n.t('Scenarios');

export const nothingToSave = () => l10n.t('There is no call to save yet: debug a contract, and choose what is called.');

export const openSampleTitle = () => l10n.t('Open a Sample');

/** A title or a line of samples/samples.json. */
export const sampleText = (english: string) => tableText(english);

export const startOver = () => l10n.t('Open It as It Was at First');

export const copyAll = () => l10n.t('Copy All Samples into a Folder…');

/** The folder that all samples are copied into. */
export const samplesFolder = 'gaslamp-samples';

export const versionItemName = () => l10n.t('Version of the Instruction Set');

export const noVersions = () =>
  l10n.t('There is no version to choose here: open a text of assembly or bytecode first.');

export const runIt = () => l10n.t('Run');

export const profileIt = () => l10n.t('Profile');

export const versionIsSaid = (version: string) =>
  l10n.t('The text says itself that it is for {0}; another version can be chosen there.', version);

export const fetchIsOff = () =>
  l10n.t(
    'Gaslamp asks no node unless you allow it; turn on the setting "gaslamp.fetch.enabled" to fetch a transaction.',
  );

export const openSetting = () => l10n.t('Open Setting');

export const fetchTitle = () => l10n.t('Fetch a Transaction');

export const fetchPrompt = () => l10n.t('Hash of the transaction');

export const nodeTitle = () => l10n.t('Ask Which Node?');

export const nodePrompt = () => l10n.t('URL of a node that offers debug_traceTransaction; no key is asked for');

export const maySend = (host: string) => l10n.t('Ask the node at {0}?', host);

export const toBeSent = (name: string, methods: readonly string[]) =>
  l10n.t(
    'It is sent {0}, and is asked by these methods: {1}. Beside that only what it tells is sent back to it: numbers of blocks and addresses.',
    name,
    methods.join(', '),
  );

export const send = () => l10n.t('Ask');

export const fetchingFrom = (host: string) => l10n.t('Fetching from {0}…', host);

export const fetchEnded = () => l10n.t('Nothing is being fetched any more.');

export const debugIt = () => l10n.t('Debug');
