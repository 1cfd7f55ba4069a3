import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { root, samples } from './paths.ts';
import { exitCode, findOnPath, openInBrowser } from './processes.ts';
import { startServer } from './vscode.ts';

/** The VS Code that is installed here, with the extension under development. False when it could not be started. */
async function startInstalled(code: string): Promise<boolean> {
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', samples];
  const status = await exitCode(code, args);
  if (status !== 0) console.error(`\`${code}\` failed with exit code ${status}: VS Code comes from npm instead.`);
  return status === 0;
}

/** VS Code from npm, in the browser. It keeps this process alive, and ends with it. */
async function startServed(): Promise<void> {
  const { address } = await startServer(samples);
  console.log(`VS Code with Gaslamp: ${address}\nCtrl-C ends it.`);
  openInBrowser(address);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { screenshot: { type: 'string' } } });
  await build();
  if (values.screenshot !== undefined) {
    const { screenshot } = await import('./screenshot.ts');
    await screenshot(values.screenshot);
  } else {
    const code = findOnPath('code');
    if (!code || !(await startInstalled(code))) await startServed();
  }
}

await main().catch((error) => {
  for (let reason = error; reason instanceof Error; reason = reason.cause) console.error(reason.message);
  process.exitCode = 1;
});
