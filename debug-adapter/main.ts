import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { engines } from '../engines/list.ts';
import * as messages from './messages.ts';
import { GaslampSession } from './session.ts';
import { serve } from './streams.ts';

const host = {
  readFile: async (uri: string): Promise<Uint8Array> => {
    if (!/^file:/i.test(uri)) throw new Error(messages.onlyFiles());
    return readFile(fileURLToPath(uri));
  },
};

const portOf = (args: readonly string[]): number | undefined => {
  const at = args.indexOf('--port');
  if (at < 0) return undefined;
  const port = Number(args[at + 1] ?? 'missing');
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  console.error(messages.wrongPort(args[at + 1] ?? ''));
  process.exit(1);
};

const port = portOf(process.argv);
if (port === undefined) {
  serve(new GaslampSession(engines, host), process.stdin, process.stdout, () => process.stdin.destroy());
} else {
  const server = createServer((socket) => serve(new GaslampSession(engines, host), socket, socket, () => socket.end()));
  // Other programs wait for this line; with port 0 the system chooses one.
  server.listen(port, '127.0.0.1', () => console.log(JSON.stringify(server.address())));
}
