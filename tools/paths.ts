import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** The workspace a newcomer sees first. */
export const samples = join(root, 'samples');

/** The per-user folder for what can be fetched again. */
export function cacheFolder(): string {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, 'gaslamp');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'gaslamp');
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'gaslamp', 'Cache');
  }
  return join(homedir(), '.cache', 'gaslamp');
}
