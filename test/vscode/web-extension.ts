import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { Page } from 'playwright-core';

/** A folder as an extension that a browser can load: its files over HTTP, for pages from anywhere on this machine. */
export type WebExtension = {
  /** Makes a page's VS Code run it in the browser's own extension host. To be called before the page is opened. */
  install(page: Page): Promise<void>;
  close(): Promise<void>;
};

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.cjs': 'text/javascript',
  '.css': 'text/css',
};

export async function serveExtension(folder: string): Promise<WebExtension> {
  const server = createServer(async ({ url = '/' }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
    const content = await readFile(join(folder, path)).catch(() => undefined);
    const type = types[extname(path)] ?? 'application/octet-stream';
    response.writeHead(content ? 200 : 404, { 'access-control-allow-origin': '*', 'content-type': type });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const extension = { scheme: 'http', authority: `127.0.0.1:${port}`, path: '/' };
  return {
    install: async (page) => {
      await page.addInitScript(`(${addExtension})(${JSON.stringify(extension)})`);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Runs in the page: as soon as VS Code's settings are there, and before VS Code reads them, an extension to develop is put in. */
const addExtension = `(extension) => {
  const watcher = new MutationObserver(() => {
    const element = document.getElementById('vscode-workbench-web-configuration');
    if (!element) return;
    watcher.disconnect();
    const settings = JSON.parse(element.getAttribute('data-settings'));
    settings.developmentOptions = { ...settings.developmentOptions, extensions: [extension] };
    element.setAttribute('data-settings', JSON.stringify(settings));
  });
  watcher.observe(document, { childList: true, subtree: true });
}`;
