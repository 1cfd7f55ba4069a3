/**
 * Clients name a file by its path, and whatever else by a URI, in spellings of their own.
 * Inside the adapter everything is a URI; two spellings of one thing have the same key.
 */

/** A drive letter is no scheme, so a scheme has two letters at least. */
const isUri = (text: string) => /^[a-z][a-z0-9+.-]+:/i.test(text);

const isWindowsPath = (text: string) => /^[a-z]:[\\/]|^\\\\/i.test(text);

/** True for a URI and for a path from the root on. */
export const isAbsolute = (pathOrUri: string) => isUri(pathOrUri) || isWindowsPath(pathOrUri) || pathOrUri[0] === '/';

/** As VS Code writes it: everything but letters, digits and `-._~/` is escaped. */
const encodePath = (path: string) =>
  encodeURIComponent(path.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `/a/b.json`, `C:\a\b.json`, `\\host\a` as a `file:` URI; a URI as it is. */
export const toUri = (pathOrUri: string): string => {
  if (isUri(pathOrUri)) return pathOrUri;
  const path = isWindowsPath(pathOrUri) ? pathOrUri.replaceAll('\\', '/') : pathOrUri;
  if (path.startsWith('//')) return `file:${encodePath(path)}`;
  return `file://${encodePath(/^[A-Z]:/i.test(path) ? `/${path[0]?.toLowerCase()}${path.slice(1)}` : path)}`;
};

/** The path of a `file:` URI, as its system writes it; any other URI as it is. */
export const toPath = (uri: string): string => {
  const match = /^file:\/\/([^/?#]*)([^?#]*)/i.exec(uri);
  if (!match) return uri;
  const [, host = '', path = ''] = match.map(decode);
  if (host !== '' && host !== 'localhost') return `\\\\${host}${path}`.replaceAll('/', '\\');
  return /^\/[a-z]:/i.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
};

/** Equal for all spellings of one path or URI. */
export const keyOf = (pathOrUri: string): string =>
  decode(toUri(pathOrUri))
    .replace(/^file:\/\/localhost\//i, 'file:///')
    .replace(/^file:\/\/\/([A-Z]):/, (_, drive: string) => `file:///${drive.toLowerCase()}:`);

/** Last segment of the path: `Token.json`. */
export const nameOf = (uri: string): string => decode(/([^/:]*)\/*$/.exec(uri.replace(/[?#].*$/, ''))?.[1] ?? uri);

/**
 * The URI of what a file at `base` names: a whole path or URI as it is, anything else from the folder of `base` on.
 * Undefined where `base` lies in no folder.
 */
export const resolve = (base: string, pathOrUri: string): string | undefined => {
  if (isAbsolute(pathOrUri)) return toUri(pathOrUri);
  const [, start, folder] = /^([a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?)(\/(?:[^?#]*\/)?)/i.exec(base) ?? [];
  if (start === undefined || folder === undefined) return undefined;
  const segments = folder.slice(1, -1).split('/').filter(Boolean);
  for (const segment of encodePath(pathOrUri.replaceAll('\\', '/')).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return `${start}/${segments.join('/')}`;
};
