import * as vscode from 'vscode';
import {
  type CancelProfileParams,
  cancelProfileRequest,
  type PartedEvent,
  type ProfiledEvent,
  type ProfileParams,
  type ProfileResult,
  partedEvent,
  profiledEvent,
  profileRequest,
} from '../../debug-adapter/protocol.ts';
import type { Profile, TextCost } from '../../engines/profile/report.ts';
import { hasProfile } from '../contexts.ts';
import { debugType } from '../launch.ts';
import { toCompareWith } from './comparing.ts';
import * as messages from './messages.ts';
import { meterOf, textsOf } from './model.ts';

/** A profile, and how the run came about. */
export type Kept = Pick<ProfiledEvent, 'id' | 'isEdited' | 'listings'> & {
  readonly session: string;
  /** Where it parts from the run before, as soon as that is known. */
  readonly divergence?: PartedEvent['divergence'];
  readonly profile: Profile;
  readonly configuration: vscode.DebugConfiguration;
};

/** The profile that is shown, and the one before it. */
export class Profiles implements vscode.Disposable {
  current: Kept | undefined;
  previous: Kept | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  /** Texts of the current profile by URI, without those that were changed since. */
  readonly #texts = new Map<string, TextCost>();

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (session.type !== debugType) return;
        if (event === profiledEvent) this.#arrived(session, body);
        if (event === partedEvent) this.#parted(session, body);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.#texts.delete(document.uri.toString())) this.#changed.fire();
      }),
    );
  }

  /** What the lines of a document cost; undefined where it is not known, or not any more. */
  costsOf(document: vscode.TextDocument): TextCost | undefined {
    return this.#texts.get(document.uri.toString());
  }

  /** The listing of a code that the profiled run met, and that lies in no file. */
  listing(code: string): string | undefined {
    return this.current?.listings?.[code];
  }

  /** Profiles the run of a session that is under way. */
  async profile(session: vscode.DebugSession): Promise<void> {
    const params: ProfileParams = { against: toCompareWith(this.current, session.configuration.program) };
    const { id }: ProfileResult = await session.customRequest(profileRequest, params);
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: messages.profiling(session.name),
      cancellable: true,
    };
    await vscode.window.withProgress(options, (_, cancelled) => {
      cancelled.onCancellationRequested(() => {
        const cancel: CancelProfileParams = { id };
        session.customRequest(cancelProfileRequest, cancel).then(undefined, () => {});
      });
      return ended(session, id);
    });
  }

  clear(): void {
    this.#show(undefined);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #arrived(session: vscode.DebugSession, { profile, reason, ...more }: ProfiledEvent): void {
    if (reason !== undefined) vscode.window.showErrorMessage(reason);
    if (!profile) return;
    this.previous = this.current ?? this.previous;
    this.#show({ ...more, profile, session: session.id, configuration: session.configuration });
    void tell(profile);
  }

  #parted(session: vscode.DebugSession, { id, divergence }: PartedEvent): void {
    if (this.current?.id !== id || this.current.session !== session.id) return;
    this.current = { ...this.current, divergence };
    this.#changed.fire();
  }

  #show(kept: Kept | undefined): void {
    this.current = kept;
    this.#texts.clear();
    for (const text of kept ? textsOf(kept.profile) : []) {
      this.#texts.set(vscode.Uri.parse(text.uri).toString(), text);
    }
    vscode.commands.executeCommand('setContext', hasProfile, kept !== undefined);
    this.#changed.fire();
  }
}

/** Resolves when a profile is there or was given up, or its session is gone. */
const ended = (session: vscode.DebugSession, id: number): Promise<void> =>
  new Promise((resolve) => {
    const subscriptions = vscode.Disposable.from(
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session: from, event, body }) => {
        if (from.id === session.id && event === profiledEvent && body.id === id) end();
      }),
      vscode.debug.onDidTerminateDebugSession((gone) => {
        if (gone.id === session.id) end();
      }),
    );
    const end = () => {
      subscriptions.dispose();
      resolve();
    };
  });

const tell = async (profile: Profile): Promise<void> => {
  const meter = meterOf(profile);
  if (!meter) return;
  const action = messages.openFlameGraph();
  const show =
    profile.ending.kind === 'limit' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show(messages.profiled(profile, meter.spent, meter.name), action);
  if (chosen === action) await vscode.commands.executeCommand('gaslamp.openFlameGraph');
};
