import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const onWindows = process.platform === 'win32';

/**
 * Runs a command to its end with its output on ours.
 * @throws Error naming the command, when it cannot be started or exits with anything but 0.
 */
export async function run(command: string, args: string[], options: SpawnOptions = {}): Promise<void> {
  const code = await exitCode(command, args, options);
  if (code !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` failed with exit code ${code}.`);
}

/** Runs a command to its end and returns its exit code; null when a signal ended it. */
export async function exitCode(command: string, args: string[], options: SpawnOptions = {}): Promise<number | null> {
  const child =
    onWindows && command.endsWith('.cmd')
      ? // Only the shell starts these, and it splits at spaces.
        spawn(quoted(command), args.map(quoted), { stdio: 'inherit', shell: true, ...options })
      : spawn(command, args, { stdio: 'inherit', ...options });
  const [code] = await once(child, 'exit');
  return code;
}

function quoted(text: string): string {
  return `"${text}"`;
}

/** Runs npm: the one that runs this script, else the one on PATH. */
export function runNpm(args: string[], options: SpawnOptions = {}): Promise<void> {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js')
    ? run(process.execPath, [npm, ...args], options)
    : run(findOnPath('npm') ?? 'npm', args, options);
}

/** The full path of the first of these programs that is on PATH. */
export function findOnPath(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const endings = onWindows ? ['.exe', '.cmd'] : [''];
  return names.flatMap((name) => folders.flatMap((f) => endings.map((e) => join(f, name + e)))).find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts a process that `stopTree` can end together with everything it started. */
export function startTree(command: string, args: string[], options: SpawnOptions): ChildProcess {
  return spawn(command, args, { detached: !onWindows, ...options });
}

/** Ends a process of `startTree` and its descendants, and waits until it is gone. */
export async function stopTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  killTree(child.pid);
  await gone;
}

/** `stopTree` without the waiting: the descendants are told, and this returns. */
export function killTree(pid: number): void {
  if (onWindows) spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
  else {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/**
 * Makes sure that an action is done when this process ends, signals included.
 * Returns a function that does it now, and so not again at the end.
 */
export function atExit(action: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const exit = () => process.exit(130);
  process.on('exit', action);
  for (const signal of signals) process.on(signal, exit);
  return () => {
    process.off('exit', action);
    for (const signal of signals) process.off(signal, exit);
    action();
  };
}

/** Opens an address in the user's browser, where there is a screen to show it on; quietly does nothing elsewhere. */
export function openInBrowser(address: string): void {
  const [command, ...args] = browserCommand();
  if (!command) return;
  const opener = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  opener.on('error', () => console.log('No browser could be opened: open the address yourself.'));
  opener.unref();
}

function browserCommand(): string[] {
  if (process.platform === 'darwin') return ['open'];
  if (onWindows) return ['rundll32', 'url.dll,FileProtocolHandler'];
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open'] : [];
}
