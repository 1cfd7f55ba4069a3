import { Profiling } from '../engines/profile/profiling.ts';
import { reportRun } from '../engines/profile/report.ts';
import type { Subject } from '../engines/profile/texts.ts';
import { nameOf } from '../engines/uri.ts';
import type { Debuggee } from './debuggee.ts';
import { macrotask } from './macrotask.ts';
import * as messages from './messages.ts';
import { Pace } from './pace.ts';
import type { ProfiledEvent } from './protocol.ts';
import type { Timed } from './timeline.ts';

/**
 * Finds where the cost of the session's run went, by running the program once more with the edits made so far, in slices and on a
 * machine of its own; whatever the debugged program does meanwhile.
 */
export class Profiler {
  readonly #session: Timed;
  readonly #tell: (profiled: ProfiledEvent) => void;
  readonly #underWay = new Set<number>();
  #lastId = 0;

  constructor(session: Timed, tell: (profiled: ProfiledEvent) => void) {
    this.#session = session;
    this.#tell = tell;
  }

  /** Begins; the profile is told when it is there. */
  begin(): { readonly id: number; readonly done: Promise<void> } {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#underWay.add(id);
    return { id, done: this.#profile(id) };
  }

  cancel(id: number): void {
    this.#underWay.delete(id);
  }

  async #profile(id: number): Promise<void> {
    const { debuggee } = this.#session;
    const isWanted = () => this.#underWay.has(id) && !this.#session.isOver;
    try {
      const profiling = new Profiling(debuggee.launched.program, debuggee.history.edits);
      const pace = new Pace();
      while (!profiling.ending) {
        await macrotask();
        if (!isWanted()) {
          this.#tell({ id });
          return;
        }
        const start = performance.now();
        profiling.run(pace.steps);
        pace.learn(performance.now() - start);
      }
      this.#tell({ id, profile: reportRun(subjectOf(debuggee), profiling) });
    } catch (error) {
      this.#tell({ id, reason: messages.mistake(messages.theProfile(), error) });
    } finally {
      this.#underWay.delete(id);
    }
  }
}

const subjectOf = ({ launched, sources }: Debuggee): Subject => {
  const { engine, version, program, file, files } = launched;
  return {
    ...{ engine, version, program, nameOf },
    files: [file, ...files.values()],
    sourceUri: (uri) => uri,
    listingUri: (code) => sources.listingUri(code),
  };
};
