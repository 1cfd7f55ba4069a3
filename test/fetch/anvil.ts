import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../tools/paths.ts';

const machine = process.arch === 'x64' ? 'amd64' : process.arch;
const ending = process.platform === 'win32' ? '.exe' : '';
const program = join(root, `node_modules/@foundry-rs/anvil-${process.platform}-${machine}/bin/anvil${ending}`);

/** Why there is no local node on this machine; false where there is one. */
export const noAnvil = existsSync(program)
  ? false
  : `the local node is not installed for ${process.platform} on ${process.arch}`;

export type Anvil = {
  readonly url: string;
  ask(method: string, ...params: readonly unknown[]): Promise<unknown>;
  /** Sends a transaction from an account that the node has the key of, and gives its hash once it is in a block. */
  send(transaction: object): Promise<string>;
  stop(): Promise<void>;
};

/** Starts a chain of its own on this computer: Foundry's node, which knows nothing of any other. */
export const startAnvil = async (...options: readonly string[]): Promise<Anvil> => {
  const child = spawn(program, ['--host', '127.0.0.1', '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let url: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    const address = /^Listening on (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    url = `http://${address}`;
    break;
  }
  if (url === undefined) throw new Error('anvil ended before it listened.');
  // Else its next line would find nobody.
  child.stdout.resume();
  const ask = async (method: string, ...params: readonly unknown[]) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body });
    const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  return {
    url,
    ask,
    send: async (transaction) => {
      const hash = await ask('eth_sendTransaction', transaction);
      await ask('eth_getTransactionReceipt', hash);
      return String(hash);
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
};
