import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { toCpuProfile } from '../../engines/profile/cpuprofile.ts';
import { toSpeedscope } from '../../engines/profile/speedscope.ts';
import { profiledEvm } from '../../engines/profile/test/profiled.ts';
import { obtainChromium } from '../../tools/chromium.ts';
import { root } from '../../tools/paths.ts';
import { extensionHost, launch, type Window } from './driver.ts';
import { makeWorkspace, type Workspace } from './gestures.ts';
import { until } from './until.ts';

const profile = profiledEvm(
  'push 3\nagain:\n  push 7\n  push 0\n  sstore\n  push 1\n  swap1\n  sub\n  dup1\n  jumpi @again\n  stop',
);
const cpuProfile = JSON.stringify(toCpuProfile(profile.meters[0]!));
const speedscope = JSON.stringify(toSpeedscope(profile));

// Neither of them knows the extension, so where that runs makes no difference.
const options = { skip: extensionHost === 'web' };

describe('speedscope', options, () => {
  let workspace: Workspace;
  let browser: Browser;
  let page: Page;
  before(async () => {
    workspace = await makeWorkspace([]);
    browser = await chromium.launch({
      executablePath: await obtainChromium(),
      args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    });
    page = await browser.newPage();
  });
  after(async () => {
    await browser?.close();
    await workspace?.remove();
  });

  const files = [
    { name: 'run.speedscope.json', content: speedscope, sstore: /^22,300 .* SSTORE$/, push: /^3 \(.* PUSH1$/ },
    { name: 'run.cpuprofile', content: cpuProfile, sstore: /^22\.30ms .* SSTORE$/, push: /^3\.00µs .* PUSH1$/ },
  ];
  for (const { name, content, sstore, push } of files) {
    test(`reads ${name}`, async () => {
      // As its own program for the command line does it.
      await workspace.write('load.js', `speedscope.loadFileFromBase64(${JSON.stringify(name)}, "${btoa(content)}")`);
      const address = pathToFileURL(join(root, 'node_modules/speedscope/dist/release/index.html')).href;
      await page.goto('about:blank');
      await page.goto(`${address}#localProfilePath=${join(workspace.folder, 'load.js')}`);
      await page.getByText('Sandwich').click();
      await until(
        'the table of speedscope',
        async () => (await page.locator('table tr').allInnerTexts()).map((row) => row.replaceAll(/\s+/g, ' ')),
        (rows) => rows.some((row) => sstore.test(row)) && rows.some((row) => push.test(row)),
      );
    });
  }
});

describe('VS Code', options, () => {
  let workspace: Workspace;
  let window: Window;
  before(async () => {
    workspace = await makeWorkspace([], { 'run.cpuprofile': cpuProfile });
    window = await launch({ workspace: workspace.folder });
  });
  after(async () => {
    await window?.close();
    await workspace?.remove();
  });

  test('opens run.cpuprofile in its own viewer', async () => {
    await window.page.locator('.explorer-viewlet').getByText('run.cpuprofile').dblclick();
    const texts = async () => {
      const found = window.page.frames().map((frame) =>
        frame
          .locator('body')
          .innerText()
          .catch(() => ''),
      );
      return (await Promise.all(found)).join('\n').replaceAll(/\s+/g, ' ');
    };
    await until('the table of VS Code', texts, (text) => /22\.30ms 22\.30ms SSTORE a\.easm:5/.test(text));
  });
});
