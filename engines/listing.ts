/** The scheme of read-only listings. A listing's URI says all that is needed to make it again after a reload. */
export const listingScheme = 'gaslamp-listing';

export type ListingSource =
  /** The code of one part of a file. */
  | { readonly kind: 'file'; readonly uri: string; readonly part: string | undefined }
  /** A code that a debug session met. */
  | { readonly kind: 'code'; readonly code: string };

/** `gaslamp-listing:/Token.runtime.easm?file=…&part=…`; `name` is what the tab shows, `extension` that of the assembly language. */
export const listingUri = (source: ListingSource, name: string, extension: string): string => {
  const query =
    source.kind === 'code'
      ? `code=${source.code}`
      : `file=${encodeURIComponent(source.uri)}${source.part === undefined ? '' : `&part=${encodeURIComponent(source.part)}`}`;
  return `${listingScheme}:/${encodeURIComponent(name)}${extension}?${encodeURIComponent(query)}`;
};

/**
 * The `name` in the URI of a file's listing: the file's without its ending, and the part's where there are several.
 * A source in the assembly language itself is told from its listing by the word in between: `counter.listing.easm`.
 */
export const listingName = (path: string, part: string, parts: number, extension: string): string => {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  if (parts === 1) return path.endsWith(extension) ? `${file}.listing` : file;
  const name = part.replaceAll('/', '.');
  return name.startsWith(`${file}.`) ? name : `${file}.${name}`;
};

/** The inverse of `listingUri`; undefined for any other URI. */
export const parseListingUri = (uri: string): ListingSource | undefined => {
  const match = /^gaslamp-listing:\/[^?]*\?([^#]*)/.exec(uri);
  if (!match?.[1]) return undefined;
  const query = new URLSearchParams(decoded(match[1]));
  const code = query.get('code');
  if (code !== null) return { kind: 'code', code };
  const file = query.get('file');
  return file === null ? undefined : { kind: 'file', uri: file, part: query.get('part') ?? undefined };
};

/** Empty where a percent sign stands for nothing. */
const decoded = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};
