import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { exitCode, findOnPath, isExecutable, run } from './processes.ts';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/**
 * The path of a Chromium to drive: CHROMIUM_PATH, one that is installed, or, on Debian with the right to do so,
 * the one that apt installs now.
 * @throws Error that says what to install.
 */
export async function obtainChromium(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is no program. Let it name a Chromium, or unset it.`);
  }
  const found = installed();
  if (found) return found;
  if (isDebian()) await installWithApt();
  const path = installed();
  if (path) return path;
  throw new Error(
    'A Chromium is needed to drive a real VS Code, and none was found. ' +
      'Install Chromium, Google Chrome or Microsoft Edge (on Debian as root: apt-get install -y chromium fonts-dejavu), ' +
      'or let the environment variable CHROMIUM_PATH name one.',
  );
}

function installed(): string | undefined {
  return findOnPath(...names) ?? [chromium.executablePath(), ...usualPlaces()].find(isExecutable);
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    );
  }
  if (process.platform !== 'win32') return [];
  const { ProgramFiles, 'ProgramFiles(x86)': ProgramFilesX86, LOCALAPPDATA } = process.env;
  const folders = [ProgramFiles, ProgramFilesX86, LOCALAPPDATA].filter((folder) => folder !== undefined);
  const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
  return programs.flatMap((program) => folders.map((folder) => join(folder, program)));
}

/** Debian itself: on Ubuntu the package `chromium` is a snap, which does not run in containers. */
function isDebian(): boolean {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

async function installWithApt(): Promise<void> {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0) {
    const allowed = findOnPath('sudo') && (await exitCode('sudo', ['-n', 'true'], { stdio: 'ignore' })) === 0;
    if (!allowed) return;
  }
  console.log('Installing Chromium with apt-get, once: a real VS Code is shown in it.');
  const apt = (...args: string[]) => {
    const [command, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    return run(command!, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
  };
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu');
}
