import * as vscode from 'vscode';
import { isScenario } from '../engines/claim.ts';
import { nameOf, openDocument } from './files.ts';
import { copyAll, openSampleTitle, reasonOf, samplesFolder, sampleText, startOver } from './messages.ts';
import { did } from './walkthrough.ts';

/** An entry of samples/samples.json. */
type Sample = {
  readonly title: string;
  /** What a person can see in it, in one line. */
  readonly shows: string;
  /** Paths from the folder of the samples; the first is the one to begin with. */
  readonly files: readonly string[];
};

const index = 'samples.json';
/** What belongs to a folder of samples beside the samples themselves. */
const besides = [index, 'README.md', '.vscode/launch.json'];

const { fs } = vscode.workspace;

export function registerSamples({ extensionUri, globalStorageUri }: vscode.ExtensionContext): vscode.Disposable {
  const samples = new Samples(vscode.Uri.joinPath(extensionUri, 'samples'), globalStorageUri);
  return vscode.commands.registerCommand('gaslamp.openSamples', () =>
    samples.open().catch((error) => void vscode.window.showErrorMessage(reasonOf(error))),
  );
}

/**
 * The contracts to begin with. One is opened as a copy in the extension's storage, which is there without a folder and in a
 * browser too; so it has its name, finds the files that belong to it, can be changed, and keeps its breakpoints.
 */
class Samples {
  readonly #packaged: vscode.Uri;
  readonly #storage: vscode.Uri;

  constructor(packaged: vscode.Uri, storage: vscode.Uri) {
    this.#packaged = packaged;
    this.#storage = storage;
  }

  async open(): Promise<void> {
    const samples: readonly Sample[] = JSON.parse(new TextDecoder().decode(await this.#original(index)));
    const picked = await pick(samples);
    if (picked === 'all') return this.#copyAll(samples);
    if (picked) await this.#show(picked.sample, picked.anew);
  }

  async #show({ files }: Sample, anew: boolean): Promise<void> {
    const home = await this.#home();
    const [first, ...others] = await Promise.all(files.map((file) => this.#copy(file, home, anew)));
    for (const uri of others) if (isText(uri)) await vscode.window.showTextDocument(uri, { preview: false });
    did('openSample');
    if (!first) return;
    if (isText(first)) await vscode.window.showTextDocument(first, { preview: false });
    else await vscode.commands.executeCommand('gaslamp.openListing', first);
  }

  /** Somebody who has the samples as a folder works with those. */
  async #home(): Promise<vscode.Uri> {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (await exists(vscode.Uri.joinPath(uri, index))) return uri;
    }
    return vscode.Uri.joinPath(this.#storage, 'samples');
  }

  /** The copy of a file in a folder; what somebody changed in it is kept, unless it is made anew. */
  async #copy(file: string, folder: vscode.Uri, anew: boolean): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder, file);
    const document = openDocument(uri);
    if (anew && document) await replaceText(document, await this.#original(file));
    else if (anew || !(await exists(uri))) await fs.writeFile(uri, await this.#original(file));
    return uri;
  }

  #original(file: string): Thenable<Uint8Array> {
    return fs.readFile(vscode.Uri.joinPath(this.#packaged, file));
  }

  async #copyAll(samples: readonly Sample[]): Promise<void> {
    const [into] =
      (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title: copyAll() })) ?? [];
    if (!into) return;
    const folder = vscode.Uri.joinPath(into, samplesFolder);
    const files = new Set([...besides, ...samples.flatMap((sample) => sample.files)]);
    for (const file of files) await this.#copy(file, folder, false);
    await vscode.commands.executeCommand('vscode.openFolder', folder);
  }
}

/** Not every editor learns that its file was written beside it, so this goes through the editor. */
async function replaceText(document: vscode.TextDocument, content: Uint8Array): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), new TextDecoder().decode(content));
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

/** Whether a file is one to read in an editor; an artifact of a compiler is not. */
const isText = (uri: vscode.Uri): boolean => isScenario(uri.path) || !nameOf(uri).endsWith('.json');

const exists = (uri: vscode.Uri): Thenable<boolean> =>
  fs.stat(uri).then(
    () => true,
    () => false,
  );

type Picked = { readonly sample: Sample; readonly anew: boolean };

type Item = vscode.QuickPickItem & { readonly choice: Sample | 'all' };

/** What a person chose: a sample, or all of them. Undefined if they gave up. */
function pick(samples: readonly Sample[]): Promise<Picked | 'all' | undefined> {
  const again: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('discard'), tooltip: startOver() };
  const input = vscode.window.createQuickPick<Item>();
  input.title = openSampleTitle();
  input.matchOnDetail = true;
  input.items = [
    ...samples.map((sample): Item => {
      const { title, shows } = sample;
      return { label: sampleText(title), detail: sampleText(shows), buttons: [again], choice: sample };
    }),
    { label: '', kind: vscode.QuickPickItemKind.Separator, choice: 'all' },
    { label: `$(folder-opened) ${copyAll()}`, choice: 'all' },
  ];
  return new Promise((resolve) => {
    const choose = (choice: Sample | 'all' | undefined, anew: boolean) => {
      resolve(typeof choice === 'object' ? { sample: choice, anew } : choice);
      input.hide();
    };
    input.onDidAccept(() => choose(input.selectedItems[0]?.choice, false));
    input.onDidTriggerItemButton(({ item }) => choose(item.choice, true));
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}
