import * as vscode from 'vscode';
import { type Comparison, compareProfiles } from '../../engines/profile/comparison.ts';
import { comparisonText } from '../../engines/profile/text.ts';
import * as messages from './messages.ts';
import type { Kept, Profiles } from './profiles.ts';

const scheme = 'gaslamp-comparison';
const address = vscode.Uri.from({ scheme, path: `/${messages.comparisonName()}` });

/** The current profile against the one before; undefined if there are not two. */
export const comparisonOf = ({ current, previous }: Profiles): Comparison | undefined =>
  current && previous && compareProfiles(previous.profile, current.profile, current.divergence);

/** The launch of a run to compare the next one of the same program with: one that makes the same run again. */
export const toCompareWith = (last: Kept | undefined, program: unknown): object | undefined => {
  if (!last || last.isEdited || last.configuration.program !== program) return undefined;
  const { against: _, ...configuration } = last.configuration;
  return configuration;
};

/** The comparison as a text that is read, and not edited. */
export class ComparisonText implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #profiles: Profiles;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(profiles: Profiles) {
    this.#profiles = profiles;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      profiles.onDidChange(() => this.#changed.fire(address)),
    );
  }

  provideTextDocumentContent(): string {
    const comparison = comparisonOf(this.#profiles);
    return comparison ? comparisonText(comparison) : `${messages.nothingToCompare()}\n`;
  }

  async open(): Promise<void> {
    if (comparisonOf(this.#profiles)) await vscode.window.showTextDocument(address, { preview: true });
    else vscode.window.showInformationMessage(messages.nothingToCompare());
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
