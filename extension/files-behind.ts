import * as vscode from 'vscode';
import type { Companion } from '../engines/companions.ts';
import type { FileParams } from '../server/protocol.ts';
import type { Client } from './client.ts';
import { isLeftToAdapter, readFile } from './files.ts';

/** Files that a launch may lead to; more are a mistake. */
const mostFiles = 100;

/** Scenarios, the program, what they name and what may lie around it, as far as they can be read. The adapter says what is missing. */
export async function filesBehind(client: Client, launch: object): Promise<readonly FileParams[]> {
  const files: FileParams[] = [];
  const absent: string[] = [];
  while (files.length + absent.length < mostFiles) {
    const needed = await client.neededFiles(launch, files, absent).catch(() => []);
    if (needed.length === 0) break;
    const found = await Promise.all(needed.map(fileAt));
    files.push(...found.filter((file) => file !== undefined));
    absent.push(...needed.flatMap(({ uri }, index) => (found[index] === undefined ? [uri] : [])));
  }
  return files;
}

/** Undefined if it cannot be read, or is left to the adapter. */
async function fileAt({ uri, shared }: Companion): Promise<FileParams | undefined> {
  const at = vscode.Uri.parse(uri);
  if (await isLeftToAdapter(at)) return undefined;
  return readFile(at, shared).then(
    (file) => ({ ...file, uri }),
    () => undefined,
  );
}
