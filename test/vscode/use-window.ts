import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, type TestContext } from 'node:test';
import { root } from '../../tools/paths.ts';
import { type LaunchOptions, launch, type Window } from './driver.ts';

/**
 * Opens a window before the tests of a file, or of a suite, and closes it after them.
 * A test that fails leaves a picture of the window in test-results/, and tells its words, which a log can keep.
 */
export function useWindow(options: LaunchOptions): { readonly window: Window } {
  let window: Window | undefined;
  before(async () => {
    window = await launch(options);
  });
  afterEach(async (context) => {
    // `passed` is documented (Node's test runner, class TestContext) but not typed yet.
    const { name, passed } = context as TestContext & { passed: boolean };
    if (passed || !window) return;
    console.log(await window.words());
    await window.screenshot(await pictureFile(name));
  });
  after(() => window?.close());
  return {
    get window() {
      if (!window) throw new Error('The window is there only while a test runs.');
      return window;
    },
  };
}

async function pictureFile(test: string): Promise<string> {
  const folder = join(root, 'test-results');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${test.replaceAll(/\W+/g, '-')}.png`);
  console.log(`A picture of the window: ${path}`);
  return path;
}
