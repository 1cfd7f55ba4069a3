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
