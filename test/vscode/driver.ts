import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { obtainChromium } from '../../tools/chromium.ts';
import { root } from '../../tools/paths.ts';
import { startServer } from '../../tools/vscode.ts';
import { DebugViews } from './debug-views.ts';
import { Editor } from './editor.ts';
import { dialogMessage, labels, notificationMessages } from './rows.ts';
import { until } from './until.ts';
import { serveExtension, type WebExtension } from './web-extension.ts';

/** VS Code's own names of its themes. */
const themes = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast-light': 'Default High Contrast Light',
  'high-contrast-dark': 'Default High Contrast',
};

/** What comes late and moves the text while a test aims at it; a test about it turns it on. */
const stillSettings = { 'editor.codeLens': false, 'editor.inlayHints.enabled': 'off' };

export type LaunchOptions = {
  /** The absolute path of the folder to open; without it the window is empty. */
  workspace?: string;
  theme?: keyof typeof themes;
  userSettings?: Record<string, unknown>;
  /** The folder of the extension, if it is not this repository. */
  extension?: string;
  /** Whether the folder is one that nobody has trusted yet. */
  restricted?: boolean;
  /** The language that extensions are asked for; VS Code itself stays English. */
  language?: string;
};

/** Where the extension runs: in Node, as on a computer, or in the browser's own worker, as on vscode.dev. The test runner says which. */
export const extensionHost: 'node' | 'web' = process.argv.includes('--web') ? 'web' : 'node';

/** How long an element may take to appear, in milliseconds; generous, because it is only spent when something is wrong. */
const patience = 30_000;

/**
 * Opens a real VS Code with Gaslamp installed, in a Chromium without a screen.
 * Everything goes through what a person sees and touches; the extension API plays no part.
 */
export async function launch({
  workspace,
  theme = 'light',
  userSettings = {},
  extension: folder = root,
  restricted,
  language,
}: LaunchOptions): Promise<Window> {
  const executablePath = await obtainChromium();
  const settings = { 'workbench.colorTheme': themes[theme], ...stillSettings, ...userSettings };
  const server = await startServer(workspace, settings, {
    extension: extensionHost === 'node' ? folder : null,
    restricted,
  });
  let browser: Browser | undefined;
  let extension: WebExtension | undefined;
  try {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-component-update'],
    });
    const page = await browser.newPage({
      bypassCSP: extensionHost === 'web',
      viewport: { width: 1440, height: 900 },
      colorScheme: theme.endsWith('light') ? 'light' : 'dark',
    });
    page.setDefaultTimeout(patience);
    // Asked whether to leave a window that still has something to write, a person who reloads it says yes.
    page.on('dialog', (dialog) => void dialog.accept());
    if (extensionHost === 'web') {
      extension = await serveExtension(folder);
      await extension.install(page);
    }
    if (language) await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
    await page.goto(server.address);
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await page.waitForFunction("performance.getEntriesByName('code/didLoadExtensions').length > 0");
    return new Window(page, [browser, extension, { close: server.stop }]);
  } catch (error) {
    await browser?.close();
    await extension?.close();
    await server.stop();
    throw error;
  }
}

/** A browser or a server that a window needs. */
type Behind = { close(): Promise<void> };

/** A window of VS Code, for as long as it is open. */
export class Window {
  /** The editor that has the focus, or had it last. */
  readonly editor: Editor;
  readonly debug: DebugViews;
  /** Playwright's page, for what has no word here yet. */
  readonly page: Page;
  readonly #behind: readonly (Behind | undefined)[];

  constructor(page: Page, behind: readonly (Behind | undefined)[]) {
    this.page = page;
    this.#behind = behind;
    this.editor = new Editor(page);
    this.debug = new DebugViews(page);
  }

  /** Runs a command by its title in the Command Palette, such as `View: Focus Problems`. */
  async command(title: string): Promise<void> {
    await this.#ask('F1');
    await this.choose(title, `>${title}`, () => this.#ask('F1'));
  }

  /** The titles that the Command Palette offers for a search. */
  async commands(search: string): Promise<string[]> {
    await this.#ask('F1');
    await this.#quickInput.fill(`>${search}`);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    const texts = await rows.allInnerTexts();
    await this.press('Escape');
    return texts.map((text) => text.trim().split('\n')[0]!);
  }

  /** Opens a file by its path in the workspace, `evm/sum.evm`, in Quick Open, and waits until its editor has the focus. */
  async openFile(path: string): Promise<void> {
    const folders = path.split('/');
    const fileName = folders.pop() ?? '';
    const isOpen = (tab: string | undefined) => tab === fileName;
    // A list that is made anew under the pointer takes a click for none.
    const openOnce = async () => {
      await this.#ask('ControlOrMeta+p');
      // Quick Open names a file and then its folder, if it lies in one.
      await this.choose([fileName, folders.join('/')].join(' ').trim(), path, () => this.#ask('ControlOrMeta+p'));
      const activeTab = () => this.activeTab();
      return until(`the editor of ${fileName}`, activeTab, isOpen, 5000).catch(activeTab);
    };
    await until(`the editor of ${fileName}`, openOnce, isOpen);
    await this.editor.focused();
  }

  /**
   * Picks, in the list that is open, the entry of this label; `search` is typed first where the list needs it.
   * @param reopen opens the list again, if what came to the front at that moment closed it.
   */
  async choose(label: string, search = label, reopen = async () => {}): Promise<void> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const isIt = (entry: string) => entry === label || entry.startsWith(`${label},`);
    // The list may be made anew, with other words about an entry, between a look at it and a click.
    const pick = async () => {
      const entries = await labels(rows);
      const entry = entries.find(isIt);
      if (entry === undefined) return { entries, picked: false };
      const row = rows.and(this.page.locator(`[aria-label=${JSON.stringify(entry)}]`)).first();
      const picked = await row.click({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
      return { entries, picked };
    };
    // What VS Code learns only while the list is open, a command of a part that is still loading, shows in the next search.
    const searchOnce = async () => {
      if (!(await this.#quickInput.isVisible())) await reopen();
      for (const text of ['', search]) await this.#quickInput.fill(text, { timeout: 2000 }).catch(() => {});
      return until(`"${label}" in the list`, pick, ({ picked }) => picked, 5000).catch(pick);
    };
    await until(`"${label}" in the list`, searchOnce, ({ picked }) => picked);
  }

  /** Answers the input box that is open. */
  async answer(text: string): Promise<void> {
    await this.#quickInput.fill(text);
    await this.press('Enter');
  }

  /** Presses a key or a chord in Playwright's notation: `F5`, `Shift+F11`, `ControlOrMeta+s`. */
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Types text where the focus is. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** The label of the active editor's tab. */
  async activeTab(): Promise<string | undefined> {
    const tabs = this.page.locator('.editor-group-container.active .tab.active');
    return tabs.evaluateAll(([tab]) => tab?.getAttribute('data-resource-name') ?? undefined);
  }

  /** The messages of the notifications on the screen. */
  notifications(): Promise<string[]> {
    return notificationMessages(this.page);
  }

  /** The message of the modal dialog on the screen. */
  dialog(): Promise<string | undefined> {
    return dialogMessage(this.page);
  }

  /** Shows the Problems view and reads its rows, files and problems, as a screen reader says them. */
  async problems(): Promise<string[]> {
    const rows = this.page.locator('.markers-panel-container .monaco-list-row');
    if (!(await this.page.locator('.markers-panel-container').isVisible())) {
      await this.command('Problems: Focus on Problems View');
    }
    return labels(rows);
  }

  /** The texts of the items in the status bar. */
  statusBar(): Promise<string[]> {
    return this.page.locator('.part.statusbar .statusbar-item').allInnerTexts();
  }

  /** Searches among the installed extensions and reads the names found. */
  async installedExtensions(search: string): Promise<string[]> {
    await this.command('Extensions: Show Installed Extensions');
    const viewlet = this.page.locator('.extensions-viewlet');
    await viewlet.locator('.native-edit-context').first().focus();
    await this.type(` ${search}`);
    await viewlet.locator('.extension-list-item .name').first().waitFor();
    return viewlet.locator('.extension-list-item .name').allInnerTexts();
  }

  /** The page inside the window, a webview's or a preview's, that has such an element. */
  async frameWith(selector: string): Promise<Frame> {
    const find = async () => {
      for (const frame of this.page.frames()) if (await frame.$(selector).catch(() => null)) return frame;
      return undefined;
    };
    return (await until(`a page with ${selector}`, find, Boolean)) as Frame;
  }

  /** Writes a PNG of the whole window, with whatever fades in fully there. */
  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path, animations: 'disabled' });
  }

  /** What stands in the window, part by part. */
  async words(): Promise<string> {
    const parts = this.page.locator('.part:is(.sidebar, .editor, .panel), .quick-input-widget, .dialog-box');
    const texts = await parts.locator('visible=true').allInnerTexts();
    const lines = [...texts, ...(await this.notifications())].map((text) => text.replaceAll(/\s*\n\s*/g, ' | '));
    return ['The window says:', ...lines].join('\n  ');
  }

  /** Closes the window and ends its browser and its server. */
  async close(): Promise<void> {
    for (const each of this.#behind) await each?.close();
  }

  /** Opens the quick input by its key, again if something that opened at that moment took the focus from it. */
  async #ask(key: string): Promise<void> {
    const opens = async () => {
      await this.press(key);
      const shown = this.#quickInput.waitFor({ timeout: 2000 });
      return shown.then(
        () => true,
        () => false,
      );
    };
    await until('the quick input', opens, Boolean);
  }

  get #quickInput(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }
}
