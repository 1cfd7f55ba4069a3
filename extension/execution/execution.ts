import * as vscode from 'vscode';
import {
  type GoToStepParams,
  goToStepRequest,
  type TimelineParams,
  type TimelineResult,
  timelineEvent,
  timelineRequest,
} from '../../debug-adapter/protocol.ts';
import { debugType } from '../launch.ts';

/** What an adapter says, as far as it is heard here. */
type Message = {
  readonly type?: string;
  readonly event?: string;
  readonly body?: { readonly reason?: string; readonly description?: string };
};

/** Where the program of the active debug session stands in its run. */
export class Execution implements vscode.Disposable {
  /** Undefined where no program of ours stands still. */
  timeline: TimelineResult | undefined;
  /** What the adapter said of the last stop. */
  note = '';
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  #wantsMarks = false;
  /** Counts what was asked, so that an answer that comes late is passed over. */
  #asked = 0;
  /** The step on the way to, and the latest that was asked for meanwhile. */
  #going = false;
  #next: number | undefined;

  constructor() {
    const { debug } = vscode;
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      debug.registerDebugAdapterTrackerFactory(debugType, {
        createDebugAdapterTracker: (session) => ({
          onDidSendMessage: (message: Message) => this.#hear(session, message),
        }),
      }),
      debug.onDidReceiveDebugSessionCustomEvent(({ event }) => event === timelineEvent && this.#refresh()),
      debug.onDidChangeActiveDebugSession(() => this.#refresh()),
      debug.onDidTerminateDebugSession(() => this.#refresh()),
    );
  }

  get session(): vscode.DebugSession | undefined {
    const session = vscode.debug.activeDebugSession;
    return session?.type === debugType ? session : undefined;
  }

  /** Whether somebody sees the marks. */
  set wantsMarks(wanted: boolean) {
    this.#wantsMarks = wanted;
    this.#refresh();
  }

  /** Goes to a step. While one is on the way, only the latest of those asked for is gone to afterwards. */
  async goTo(step: number): Promise<void> {
    this.#next = step;
    if (!this.#going) await this.#goOn();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #goOn(): Promise<void> {
    const { session } = this;
    const step = this.#next;
    this.#next = undefined;
    this.#going = session !== undefined && step !== undefined;
    if (!session || step === undefined) return;
    const params: GoToStepParams = { step };
    // What goes wrong is told by VS Code; no stop comes then.
    await session.customRequest(goToStepRequest, params).then(undefined, () => {
      this.#going = false;
      this.#refresh();
    });
  }

  #hear(session: vscode.DebugSession, { type, event, body }: Message): void {
    if (type !== 'event' || session.id !== this.session?.id) return;
    if (event === 'stopped') {
      // Of a step that was gone to from here, the position says all.
      this.note = this.#going && body?.reason === 'goto' ? '' : (body?.description ?? '');
      if (this.#going) void this.#goOn();
      if (!this.#going) this.#refresh();
    }
    if (event === 'invalidated') this.#refresh();
  }

  async #refresh(): Promise<void> {
    const { session } = this;
    this.#asked += 1;
    const asked = this.#asked;
    const params: TimelineParams = { marks: this.#wantsMarks };
    const timeline = await session?.customRequest(timelineRequest, params).then(
      (result: TimelineResult) => result,
      () => undefined,
    );
    if (asked !== this.#asked) return;
    // A program that runs keeps what was known of it.
    if (!timeline && session && session.id === this.session?.id) return;
    if (!session) {
      this.note = '';
      this.#going = false;
    }
    this.timeline = timeline;
    this.#changed.fire();
  }
}
