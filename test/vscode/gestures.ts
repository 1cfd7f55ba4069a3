import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Window } from './driver.ts';
import { until } from './until.ts';

/** A folder to work in, for as long as a test needs it. */
export type Workspace = {
  readonly folder: string;
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** Deletes a file, or the whole folder. */
  remove(name?: string): Promise<void>;
};

/** Makes a folder of copies of `files` and of new files with these contents, by name. */
export async function makeWorkspace(
  files: readonly string[],
  made: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), 'gaslamp-test-'));
  const path = (name: string) => join(folder, name);
  const write = async (name: string, content: string | Uint8Array) => {
    await mkdir(dirname(path(name)), { recursive: true });
    await writeFile(path(name), content);
  };
  for (const file of files) await cp(file, path(basename(file)));
  for (const [name, content] of Object.entries(made)) await write(name, content);
  return { folder, write, remove: (name = '.') => rm(path(name), { recursive: true, force: true }) };
}

/** Chooses from Gaslamp's menu on a file in the Explorer. */
export async function chooseInExplorer({ page }: Window, file: string, item: string): Promise<void> {
  await page.locator('.explorer-viewlet').getByText(file, { exact: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Gaslamp' }).hover();
  const choice = page.getByRole('menuitem', { name: item });
  await choice.waitFor();
  // A menu takes no click in the first moment after it opened.
  const choose = async () => {
    await choice.click({ timeout: 1000 }).catch(() => {});
    return choice.isVisible();
  };
  await until(`${item} to be chosen`, choose, (open) => !open);
}

/** Presses a button of the debug toolbar by the name of its icon: `step-back`, `reverse-continue`. */
export async function pressInToolbar({ page }: Window, icon: string): Promise<void> {
  await page.locator(`.debug-toolbar .codicon-debug-${icon}:not(.disabled)`).click();
}

/** Goes on from the end of a run, which ends the session. */
export async function endSession(window: Window): Promise<void> {
  await window.debug.stopped();
  // A short run may be told as ended while VS Code still takes it for running, and then it passes over the key.
  const goOn = async () => {
    await window.press('F5');
    return window.debug.ended(3000).then(
      () => true,
      () => false,
    );
  };
  await until('the end of the session', goOn, Boolean);
}

/** Reloads the window as a person does, and waits until it is there again. */
export async function reload(window: Window): Promise<void> {
  const { page } = window;
  // The window's own clock tells the new page from the old one; the event `load` waits for every webview too.
  const opened = () => page.evaluate('performance.timeOrigin').catch(() => undefined);
  const before = await opened();
  await window.command('Developer: Reload Window');
  await until('the reloaded window', opened, (origin) => origin !== undefined && origin !== before);
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
  await window.editor.focused();
}
