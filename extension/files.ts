import * as vscode from 'vscode';
import { type Elements, shareable } from '../engines/companions.ts';
import type { FileParams } from '../server/protocol.ts';
import { fileUnreadable } from './messages.ts';

/**
 * Reads a file of any scheme that VS Code knows, with what was typed into it and not saved.
 * @param shared the elements of it that may be given away, if it is a list with secrets @throws Error with a sentence for a person.
 */
export async function readFile(uri: vscode.Uri, shared?: Elements): Promise<FileParams> {
  const document = openDocument(uri);
  const bytes = document?.isDirty || document?.isUntitled ? encode(document.getText()) : await bytesOf(uri);
  return {
    uri: uri.toString(),
    name: nameOf(uri),
    ...(document && { languageId: document.languageId }),
    base64: toBase64(shareable(bytes, shared)),
    ...(shared && { shared }),
  };
}

/** Larger files are not sent along, where the debug adapter can read them itself. */
const largest = 16 * 2 ** 20;

/** Whether a file is left to the debug adapter, for it is too large to be sent to it. */
export async function isLeftToAdapter(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  const { size } = await vscode.workspace.fs.stat(uri).then(undefined, () => ({ size: 0 }));
  return size > largest;
}

/** The document of a URI, if it is open. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/** The last segment of the path: `Token.json`. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** What the active editor shows: a text, or a file in an editor that another extension brings. */
export function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function bytesOf(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    throw new Error(fileUnreadable(nameOf(uri), error instanceof Error ? error.message : String(error)));
  }
}

export function toBase64(bytes: Uint8Array): string {
  let characters = '';
  // In slices, because a call takes only so many arguments.
  for (let start = 0; start < bytes.length; start += 0x8000) {
    characters += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(characters);
}
