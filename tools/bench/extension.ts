import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from '../../test/vscode/driver.ts';
import { makeWorkspace } from '../../test/vscode/gestures.ts';
import { root, samples } from '../paths.ts';
import { obtainVSCode } from '../vscode.ts';
import { median, type Row, row, type Scale } from './rows.ts';

/** Windows that are opened, one after the other. */
const windows = 3;

/** Extensions of VS Code's own with a language server, and a file that each of them is there for. */
const builtIn: Readonly<Record<string, string>> = {
  'JSON Language Features': 'a.json',
  'CSS Language Features': 'a.css',
};

/** What the extension costs a window, against extensions that come with VS Code. */
export async function extension(scale: Scale): Promise<readonly Row[]> {
  return scale === 'tiny' ? [] : [...(await activations()), ...(await bundles())];
}

/** How long VS Code says that it took to activate each. Servers are started by theirs then, by ours behind it. */
async function activations(): Promise<readonly Row[]> {
  const runs: ReadonlyMap<string, number>[] = [];
  while (runs.length < windows) runs.push(await timesOfActivation());
  const timeOf = (name: string) => median(runs.map((times) => times.get(name) ?? Number.NaN));
  return Object.keys(builtIn).map((theirs) =>
    row(`activation, beside ${theirs}`, timeOf('Gaslamp'), theirs, timeOf(theirs), 'ms'),
  );
}

/** In a window of its own, with a file open for each: milliseconds by the name of the extension. */
async function timesOfActivation(): Promise<ReadonlyMap<string, number>> {
  const ours = 'counter.easm';
  const files = Object.values(builtIn);
  const workspace = await makeWorkspace(
    [join(samples, 'evm', ours)],
    Object.fromEntries(files.map((file) => [file, ''])),
  );
  const window = await launch({ workspace: workspace.folder });
  try {
    for (const file of [...files, ours]) await window.openFile(file);
    await window.editor.hover(20, 'sload');
    // High enough for the whole list.
    await window.page.setViewportSize({ width: 1440, height: 2400 });
    await window.command('Developer: Show Running Extensions');
    const rows = window.page.locator('.runtime-extensions-editor .monaco-list-row');
    await rows.filter({ hasText: 'Gaslamp' }).waitFor();
    const times = (await rows.allInnerTexts()).map((text): [string, number] => [
      text.split('\n')[0]!,
      Number(/Activation: (\d+)ms/.exec(text)?.[1]),
    ]);
    return new Map(times);
  } finally {
    await window.close();
    await workspace.remove();
  }
}

/** Sizes of what is loaded, all of it minified. */
async function bundles(): Promise<readonly Row[]> {
  const vscode = join(await obtainVSCode(), 'extensions');
  const json = join(vscode, 'json-language-features');
  const client = join(json, 'client', 'dist', 'node', 'jsonClientMain.js');
  const server = join(json, 'server', 'dist', 'node', 'jsonServerMain.js');
  const ours = (...names: string[]) => kilobytes(names.map((name) => join(root, 'dist', name)));
  const language = await ours('extension.cjs', 'language-client.cjs', 'server.js');
  return [
    row('bundle that is loaded first', await ours('extension.cjs'), "JSON's client", await kilobytes([client]), 'kB'),
    row('bundles of the languages', language, "JSON's client and server", await kilobytes([client, server]), 'kB'),
    row(
      'bundle of the debugger',
      await ours('debug-adapter.js'),
      'JavaScript debugger',
      await kilobytes([join(vscode, 'ms-vscode.js-debug', 'src', 'extension.js')]),
      'kB',
    ),
  ];
}

async function kilobytes(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}
