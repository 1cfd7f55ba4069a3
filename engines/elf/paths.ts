/** The paths that compilers write down: absolute ones of any system, or starting at another's folder. */

const isAbsolute = (path: string) => /^[/\\]|^[a-z]:[/\\]/i.test(path);

/** A path that starts at `folder`, without `.` and `..` inside; one that is absolute stays so. Parts are joined by `/`. */
export const joinPath = (folder: string, path: string): string => {
  const whole = path === '' || isAbsolute(path) || folder === '' ? path || folder : `${folder}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    const last = parts.at(-1);
    if (part === '..' && last !== undefined && last !== '..') {
      // Nothing lies above the root.
      if (last !== '') parts.pop();
    } else if (part !== '.' && (part !== '' || parts.length === 0)) parts.push(part);
  }
  return parts.length === 1 && parts[0] === '' ? '/' : parts.join('/');
};

/**
 * Where a source really is: the longest of the prefixes that a path begins with is replaced, whole parts of the path only.
 * `/rustc/1a2b3c` → `/home/me/rust` leads `/rustc/1a2b3c/library/core/src/lib.rs` to `/home/me/rust/library/core/src/lib.rs`.
 */
export const mapPath = (path: string, prefixes: ReadonlyMap<string, string>): string => {
  const trimmed = (text: string) => text.replace(/[/\\]+$/, '');
  const [longest] = [...prefixes.keys()]
    .filter((prefix) => path.startsWith(trimmed(prefix)) && /^$|^[/\\]/.test(path.slice(trimmed(prefix).length)))
    .sort((a, b) => trimmed(b).length - trimmed(a).length);
  if (longest === undefined) return path;
  return `${trimmed(prefixes.get(longest) ?? '')}${path.slice(trimmed(longest).length)}`;
};
