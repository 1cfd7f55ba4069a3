import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { root } from '../../tools/paths.ts';
import { type Anvil, noAnvil, startAnvil } from '../fetch/anvil.ts';

const hash = `0x${'12'.repeat(32)}`;

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'gaslamp-cli-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the bundle as a program, with nobody to ask. */
const gaslamp = async (...args: readonly string[]) => {
  const program = join(root, 'dist', 'gaslamp.js');
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'exit');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await exit;
  return { status, stdout, stderr };
};

const refused = async (...args: readonly string[]): Promise<string> => {
  const { status, stdout, stderr } = await gaslamp('fetch', ...args);
  assert.deepEqual([status, stdout], [1, '']);
  return stderr;
};

test('gaslamp fetch says what is missing or wrong', async () => {
  assert.match(await refused(), /^Say what is fetched, and the address of a node: gaslamp fetch 0x/);
  assert.match(await refused(hash), /address of a node/);
  assert.match(await refused(hash, '--node'), /"--node" needs a value/);
  assert.match(await refused(hash, '--nod', 'x'), /"--nod" means nothing to gaslamp fetch/);
  assert.match(await refused('0x12', '--node', 'http://127.0.0.1:1'), /64 hexadecimal digits; found "0x12"/);
  assert.match(await refused(hash, '--node', 'here'), /is a URL such as/);
});

describe('gaslamp fetch', { skip: noAnvil }, () => {
  let anvil: Anvil;
  before(async () => {
    anvil = await startAnvil();
  });
  after(() => anvil?.stop());

  test('sends nothing before somebody agreed, and shows what it would send', async () => {
    const message = await refused(hash, '--node', `${anvil.url}/with-a-key`);
    assert.match(
      message,
      /^127\.0\.0\.1:\d+ will be asked about 0x1212.*, by the methods eth_.*debug_traceTransaction/,
    );
    assert.match(message, /add --yes\.\n$/);
    assert.doesNotMatch(message, /with-a-key/);
  });

  test('writes a scenario that the other commands take, once', async () => {
    const [from, to] = (await anvil.ask('eth_accounts')) as string[];
    const sent = await anvil.send({ from, to, value: '0x10' });
    const words = ['fetch', sent, '--node', anvil.url, '--yes', '--out', 'it.gaslamp.json'];
    const { status, stdout, stderr } = await gaslamp(...words);
    assert.deepEqual([status, stdout], [0, '']);
    assert.match(stderr, /The chain says the same\.\n$/);
    assert.match(JSON.parse(readFileSync(join(folder, 'it.gaslamp.json'), 'utf8')).description, /^Transaction 0x/);
    assert.match((await gaslamp('profile', 'it.gaslamp.json')).stdout, /The chain says the same\./);
    assert.match(await refused(...words.slice(1)), /There is a file it\.gaslamp\.json already/);
  });
});
