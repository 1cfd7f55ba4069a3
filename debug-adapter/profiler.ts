import type { Code, CodeId } from '../engines/code.ts';
import type { Edit } from '../engines/history.ts';
import { parseListingUri } from '../engines/listing.ts';
import { Parting } from '../engines/profile/divergence.ts';
import { Profiling } from '../engines/profile/profiling.ts';
import { reportRun } from '../engines/profile/report.ts';
import type { Subject } from '../engines/profile/texts.ts';
import { nameOf } from '../engines/uri.ts';
import type { Launched } from './launch.ts';
import { Listings } from './listings.ts';
import { macrotask } from './macrotask.ts';
import * as messages from './messages.ts';
import { Pace } from './pace.ts';
import type { Param } from './params.ts';
import type { PartedEvent, ProfiledEvent } from './protocol.ts';
import type { Timed } from './timeline.ts';

/** What a profiler needs of its session. */
export type Surroundings = {
  /** @throws RequestError, LoadError */
  load(launch: Param): Promise<Launched>;
  tell(profiled: ProfiledEvent): void;
  parted(parted: PartedEvent): void;
};

/** Steps after which nobody waits any longer for two runs to part. */
const mostAlike = 5_000_000;

/** Was given up. */
class Cancelled extends Error {}

/**
 * Finds where the cost of the session's run went, by running the program once more with the edits made so far, in slices and on a
 * machine of its own; whatever the debugged program does meanwhile.
 */
export class Profiler {
  readonly #session: Timed;
  readonly #around: Surroundings;
  readonly #underWay = new Set<number>();
  #lastId = 0;

  constructor(session: Timed, around: Surroundings) {
    this.#session = session;
    this.#around = around;
  }

  /** Begins; the profile is told when it is there. @param against the launch of a run to compare with. */
  begin(against?: Param): { readonly id: number; readonly done: Promise<void> } {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#underWay.add(id);
    return { id, done: this.#profile(id, against) };
  }

  cancel(id: number): void {
    this.#underWay.delete(id);
  }

  async #profile(id: number, against: Param | undefined): Promise<void> {
    const { debuggee } = this.#session;
    const { edits } = debuggee.history;
    const subject = subjectOf(debuggee.launched, (code) => debuggee.sources.listingUri(code));
    try {
      const profiling = new Profiling(subject.program, edits);
      await this.#slices(
        id,
        () => profiling.ending !== undefined,
        (steps) => profiling.run(steps),
      );
      const profile = reportRun(subject, profiling);
      const listings = listingsOf(subject, profiling.machine.codes);
      this.#around.tell({ id, profile, listings, isEdited: edits.length > 0 });
    } catch (error) {
      const reason = error instanceof Cancelled ? undefined : messages.mistake(messages.theProfile(), error);
      this.#around.tell({ id, ...(reason !== undefined && { reason }) });
      this.#underWay.delete(id);
      return;
    }
    // Whether the earlier run can be made again or not, the profile is there.
    if (against) await this.#part(id, against, subject, edits).catch(() => {});
    this.#underWay.delete(id);
  }

  /** Tells where the run parts from another, unless they are alike for too long. @throws Error where the other cannot be run */
  async #part(id: number, against: Param, after: Subject, edits: readonly Edit[]): Promise<void> {
    const launched = await this.#around.load(against);
    const listings = new Listings(launched);
    const before = subjectOf(launched, (code) => listings.uri(code));
    const parting = new Parting(before, after, edits);
    const isOver = () => parting.found !== undefined || parting.steps >= mostAlike;
    await this.#slices(id, isOver, (steps) => parting.look(steps));
    if (parting.found !== undefined) this.#around.parted({ id, divergence: parting.found });
  }

  /** Runs slice after slice, with the client heard in between. @throws Cancelled */
  async #slices(id: number, isOver: () => boolean, run: (steps: number) => void): Promise<void> {
    const pace = new Pace();
    while (!isOver()) {
      await macrotask();
      if (!this.#underWay.has(id) || this.#session.isOver) throw new Cancelled();
      const start = performance.now();
      run(pace.steps);
      pace.learn(performance.now() - start);
    }
  }
}

const listingsOf = ({ engine, version, listingUri }: Subject, codes: ReadonlyMap<CodeId, Code>) =>
  Object.fromEntries(
    [...codes.values()]
      .filter((code) => parseListingUri(listingUri(code))?.kind === 'code')
      .map((code) => [code.id, engine.listing(code, version)]),
  );

const subjectOf = (
  { engine, version, program, file, files }: Launched,
  listingUri: Subject['listingUri'],
): Subject => ({
  ...{ engine, version, program, nameOf, listingUri },
  files: [file, ...files.values()],
  sourceUri: (uri) => uri,
});
