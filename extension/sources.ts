import * as vscode from 'vscode';
import type { SourcesParams, SourcesResult } from '../server/protocol.ts';

const mostFiles = 500;
const largestFile = 2 ** 20;

/** The texts of the workspace's files with the endings that the server names, for its search of names. Unreadable ones are left out. */
export const readSources = async ({ extensions }: SourcesParams): Promise<SourcesResult> => {
  const uris = await vscode.workspace.findFiles(`**/*{${extensions.join(',')}}`, undefined, mostFiles);
  const sources = await Promise.all(uris.map(readSource));
  return sources.flat();
};

const readSource = async (uri: vscode.Uri): Promise<SourcesResult> => {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.length > largestFile ? [] : [{ uri: uri.toString(), text: new TextDecoder().decode(bytes) }];
  } catch {
    return [];
  }
};
