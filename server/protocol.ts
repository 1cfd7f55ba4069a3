import type { Companion, Elements } from '../engines/companions.ts';
import type { NodeAnswer } from '../engines/fetching.ts';

/**
 * What the extension asks of the language server beyond LSP. Files travel in full, because the server reads none:
 * the extension does, through the editor's file system, also where there is no disk.
 * A file that no engine can use is answered with an error whose message is a sentence for a person.
 */

export type FileParams = {
  readonly uri: string;
  /** Last segment of the path. */
  readonly name: string;
  /** The editor's language for the file, where one is known. */
  readonly languageId?: string;
  readonly base64: string;
  /** Set where only these elements of the file, which is a list, were to be read. */
  readonly shared?: Elements;
};

export const partsMethod = 'gaslamp/parts';

/** Asks which engine takes a file, or whether the one called `vm` does, and which codes are in it. */
export type PartsParams = { readonly file: FileParams; readonly vm?: string };

export type PartsResult = {
  readonly engine: { readonly id: string; readonly name: string };
  /** At least one; the first is the one to take when nobody says which. */
  readonly parts: readonly { readonly id: string; readonly name: string; readonly description: string }[];
  /** The language of the engine's listings, and the ending of its files, with the dot. */
  readonly languageId: string;
  readonly extension: string;
};

export const listingMethod = 'gaslamp/listing';

/** Asks for the listing of one part of a file, or of its first. */
export type ListingParams = { readonly file: FileParams; readonly part?: string; readonly vm?: string };

export type ListingResult = { readonly text: string; readonly languageId: string };

export const callsMethod = 'gaslamp/calls';

/** Asks how one part of a file, or its first, can be called. `companions` are files around it that may say more of it. */
export type CallsParams = ListingParams & { readonly companions?: readonly FileParams[] };

/** A way to run a program, and what has to be filled in for it. */
export type CallEntry = {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly parameters: readonly { readonly name: string; readonly type: string; readonly placeholder: string }[];
};

export type CallsResult = {
  /** Names this answer in the two requests below, for as long as it is one of the latest. */
  readonly handle: number;
  /** What has to be filled in whatever is called. */
  readonly setup?: CallEntry;
  /** One of these is called; none where there is nothing to choose. */
  readonly choices: readonly CallEntry[];
} | null;

export const checkMethod = 'gaslamp/checkArgument';

/** Asks what is wrong with the text for a parameter of a call, by its place. */
export type CheckParams = {
  readonly handle: number;
  readonly call: string;
  readonly parameter: number;
  readonly text: string;
};

/** One sentence; null if nothing is wrong. */
export type CheckResult = { readonly problem: string | null };

export const launchOfMethod = 'gaslamp/launchOf';

/** Asks for the launch properties that say calls, given a text for each parameter. */
export type LaunchOfParams = { readonly handle: number; readonly answers: readonly CallAnswers[] };

export type CallAnswers = { readonly call: string; readonly texts: readonly string[] };

export type LaunchOfResult = { readonly launch: Readonly<Record<string, unknown>> };

export const filesMethod = 'gaslamp/files';

/** Asks which files a launch configuration leads to that are not among `files`. */
export type FilesParams = {
  readonly launch: Readonly<Record<string, unknown>>;
  readonly files: readonly FileParams[];
  /** URIs of files that were asked for and cannot be read. */
  readonly absent: readonly string[];
};

/** Those that can be told so far, some of which need not be there; once they are known, there may be more. */
export type FilesResult = { readonly needed: readonly Companion[] };

export const sourcesMethod = 'gaslamp/sources';

/**
 * Asked by the server of a client whose initialization options hold `sources: true`: the texts of the workspace's files
 * with these endings, those aside that are huge or beyond a bound of the client's.
 */
export type SourcesParams = { readonly extensions: readonly string[] };

export type SourcesResult = readonly { readonly uri: string; readonly text: string }[];

export const referenceMethod = 'gaslamp/reference';

/** Asks for the reference page of the engine that has this language, or of the first. */
export type ReferenceParams = { readonly languageId?: string | undefined };

/** Markdown, and what it is called. */
export type ReferenceResult = { readonly title: string; readonly text: string };

export const versionsMethod = 'gaslamp/versions';

/** Asks which versions the engine of a language has. */
export type VersionsParams = { readonly uri: string; readonly languageId: string };

/** The versions, oldest first, and the setting that chooses one; null where the language is not ours. */
export type VersionsResult = {
  readonly setting: string;
  /** One sentence on what is chosen. */
  readonly description: string;
  readonly versions: readonly { readonly id: string; readonly name: string }[];
  /** The version that the text says itself, if it does; another that is chosen means nothing for it. */
  readonly own?: string;
} | null;

export const fetchableMethod = 'gaslamp/fetchable';

/** Asks who fetches what has this name on a chain; an error says what is wrong with the name. */
export type FetchableParams = { readonly name: string };

/** The methods that a node will be asked for. */
export type FetchableResult = { readonly methods: readonly string[] };

export const fetchMethod = 'gaslamp/fetch';

/** Asks for a scenario of what happened on a chain. The server asks the client, who alone knows how to reach the node at `host`. */
export type FetchParams = {
  /** Chosen by the client, and named in each question to the node. */
  readonly handle: number;
  readonly name: string;
  readonly host: string;
};

export type FetchResult = {
  /** A name for the scenario's file, without an ending. */
  readonly name: string;
  readonly text: string;
  /** What was fetched, and whether its replay ends as the chain says. */
  readonly told: string;
  readonly isSame: boolean;
};

/** Asked by the server while it fetches: one question to the node. */
export const askNodeMethod = 'gaslamp/askNode';

export type AskNodeParams = { readonly handle: number; readonly method: string; readonly params: readonly unknown[] };

/** What the node answered, or why it did not, in a sentence. */
export type AskNodeResult = { readonly answer: NodeAnswer } | { readonly failure: string };
