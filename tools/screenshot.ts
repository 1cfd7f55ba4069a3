import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { launch } from '../test/vscode/driver.ts';
import { samples } from './paths.ts';

/** The sample to be debugged, the line of it that gets the breakpoint, and the scope to open there. */
const sample = { file: 'evm/storage-loop.easm', line: 14, scope: 'Stack' };

/**
 * Writes a PNG of a VS Code in which a sample stands at a breakpoint.
 * @throws Error that says what was waited for in vain, and what the window showed.
 */
export async function screenshot(file: string): Promise<void> {
  const path = resolve(file);
  await mkdir(dirname(path), { recursive: true });
  const window = await launch({ workspace: samples, userSettings: { 'editor.inlayHints.enabled': 'on' } });
  try {
    await window.openFile(sample.file);
    await window.editor.toggleBreakpoint(sample.line);
    await window.press('F5');
    await window.debug.stopped();
    await window.editor.stopsAt(sample.line);
    await window.debug.expand(sample.scope);
    await window.screenshot(path);
    console.log(`wrote ${path}`);
  } catch (error) {
    const failed = path.replace(/(\.png)?$/, '-failed.png');
    await window.screenshot(failed);
    throw new Error(`The sample did not get to its breakpoint; ${failed} shows how far it came.`, { cause: error });
  } finally {
    await window.close();
  }
}
