import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { launch, type Window } from '../test/vscode/driver.ts';
import { makeWorkspace } from '../test/vscode/gestures.ts';
import { until } from '../test/vscode/until.ts';
import { build } from './build.ts';
import { obtainChromium } from './chromium.ts';
import { root, samples } from './paths.ts';

/** Pixels of the pictures: small enough to be read where they are shown, and to be kept. */
const size = { width: 1120, height: 680 };

type Scene = {
  readonly name: string;
  /** Samples; the first is opened. */
  readonly files: readonly string[];
  /** Leaves the window as the picture shows it. */
  play(window: Window): Promise<void>;
};

const scenes: readonly Scene[] = [
  {
    name: 'debugging',
    files: ['counter.easm'],
    play: async (window) => {
      await window.editor.toggleBreakpoint(22);
      await window.press('F5');
      await window.choose('increment');
      await window.debug.stopped();
      await window.editor.stopsAt(22);
      await window.command('View: Hide Panel');
      await window.debug.expand('Stack');
      await window.debug.expand('Storage');
      await window.editor.hover(22, 'sstore');
    },
  },
  {
    name: 'profile',
    files: ['bank.easm', 'thief.easm', 'reentrancy.gaslamp.json'],
    play: async (window) => {
      await window.openFile('reentrancy.gaslamp.json');
      await window.command('Gaslamp: Profile');
      await until(
        'the profile',
        () => window.notifications(),
        (messages) => messages.length > 0,
      );
      await window.command('Notifications: Clear All Notifications');
      await window.openFile('bank.easm');
      await window.editor.goToLine(30);
      await window.command('Gaslamp: Open Flame Graph');
      await pageWith(window, '#graph > [role=treeitem]');
      await window.command('View: Hide Panel');
      await window.command('Gaslamp: Focus on Profile View');
      await window.page.locator('.pane-body .monaco-list-row .label-name').first().waitFor();
      await pageWith(window, '#welcome:not([hidden])');
      // Away from what says something of itself.
      await window.page.mouse.move(size.width / 2, 0);
      await window.page.locator('.workbench-hover').waitFor({ state: 'hidden' });
    },
  },
];

/** Waits until one of our pages has an element. */
const pageWith = (window: Window, selector: string) =>
  until(
    `a page with ${selector}`,
    async () => {
      const found = window.page.frames().map((frame) => frame.$(selector).catch(() => null));
      return (await Promise.all(found)).some(Boolean);
    },
    Boolean,
  );

const settings = {
  'editor.inlayHints.enabled': 'on',
  'editor.codeLens': true,
  'editor.minimap.enabled': false,
  'editor.scrollBeyondLastLine': false,
  'workbench.tips.enabled': false,
};

/** What README shows: each scene in a light and a dark window. */
async function takePictures(): Promise<void> {
  const folder = join(root, 'media', 'pictures');
  await mkdir(folder, { recursive: true });
  for (const theme of ['light', 'dark'] as const) {
    for (const { name, files, play } of scenes) {
      const workspace = await makeWorkspace(files.map((file) => join(samples, 'evm', file)));
      const window = await launch({ workspace: workspace.folder, theme, userSettings: settings });
      try {
        await window.page.setViewportSize(size);
        await window.openFile(files[0]!);
        await play(window);
        const path = join(folder, `${name}-${theme}.png`);
        await window.screenshot(path);
        console.log(`wrote ${path}`);
      } finally {
        await window.close();
        await workspace.remove();
      }
    }
  }
}

/** The icon as pixels, which is how shops take it. */
async function drawIcon(): Promise<void> {
  const browser = await chromium.launch({ executablePath: await obtainChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
    const svg = await readFile(join(root, 'media', 'icon.svg'), 'utf8');
    await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    await page.screenshot({ path: join(root, 'media', 'icon.png'), omitBackground: true });
  } finally {
    await browser.close();
  }
}

await build();
await drawIcon();
await takePictures();
