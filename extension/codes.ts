import * as vscode from 'vscode';
import { listingOfCode } from './debug.ts';
import { encode } from './files.ts';
import { codeNotMet } from './messages.ts';

/**
 * Listings of codes that came up in debug sessions and lie in no file. They are kept in the extension's storage while
 * they are open, so that their tabs and breakpoints survive a reload of the window, which ends the session.
 */
export class Codes {
  readonly #folder: vscode.Uri;
  readonly #profiled: (code: string) => string | undefined;

  /** @param profiled gives the listing of a code that a profile met, though its session is over. */
  constructor(
    { storageUri, globalStorageUri }: vscode.ExtensionContext,
    profiled: (code: string) => string | undefined,
  ) {
    this.#profiled = profiled;
    this.#folder = vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'listings');
  }

  /** @throws Error that says how to get the listing. */
  async listing(code: string): Promise<string> {
    const file = this.#file(code);
    const text = (await listingOfCode(code)) ?? this.#profiled(code);
    if (text === undefined) return this.#kept(file);
    await vscode.workspace.fs.writeFile(file, encode(text));
    return text;
  }

  async forget(code: string): Promise<void> {
    await vscode.workspace.fs.delete(this.#file(code)).then(undefined, () => {});
  }

  async #kept(file: vscode.Uri): Promise<string> {
    try {
      return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    } catch {
      throw new Error(codeNotMet());
    }
  }

  #file(code: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, `${code}.txt`);
  }
}
