import { choosePart, claimFile } from '../../engines/claim.ts';
import {
  type Call,
  type Calls as CallsOfEngine,
  type Engine,
  type InputFile,
  LoadError,
} from '../../engines/engine.ts';
import { callsForgotten, unknownCall } from '../messages.ts';
import type { CallAnswers, CallEntry, CallsResult, CheckResult, LaunchOfResult } from '../protocol.ts';
import type { ListingChoice } from './listing.ts';

/** Answers that are kept: as many dialogues as may be open at once, and some more. */
const kept = 8;

/** How files can be called. Keeps what it answered last, so that a file need not come again with every letter typed. */
export class Calls {
  readonly #engines: readonly Engine[];
  readonly #versionOf: (engine: Engine) => string;
  readonly #answered = new Map<number, CallsOfEngine>();
  #handles = 0;

  constructor(engines: readonly Engine[], versionOf: (engine: Engine) => string) {
    this.#engines = engines;
    this.#versionOf = versionOf;
  }

  /** @throws LoadError */
  of(file: InputFile, { part, vm }: ListingChoice, companions: readonly InputFile[] = []): CallsResult {
    const { engine, parts } = claimFile(this.#engines, file, vm);
    const id = choosePart(file, parts, part).id;
    const calls = engine.calls?.(file, id, this.#versionOf(engine), companions);
    if (!calls) return null;
    this.#handles += 1;
    this.#answered.set(this.#handles, calls);
    this.#answered.delete(this.#handles - kept);
    const { setup, choices } = calls;
    return { handle: this.#handles, ...(setup && { setup: entryOf(setup) }), choices: choices.map(entryOf) };
  }

  /** @throws LoadError */
  check(handle: number, call: string, parameter: number, text: string): CheckResult {
    return { problem: this.#call(handle, call).check(parameter, text) ?? null };
  }

  /** @throws LoadError */
  launchOf(handle: number, answers: readonly CallAnswers[]): LaunchOfResult {
    const launches = answers.map(({ call, texts }) => this.#call(handle, call).launch(texts));
    return { launch: Object.assign({}, ...launches) };
  }

  #call(handle: number, id: string): Call {
    const calls = this.#answered.get(handle);
    if (!calls) throw new LoadError(callsForgotten());
    const call = [...(calls.setup ? [calls.setup] : []), ...calls.choices].find((each) => each.id === id);
    if (!call) throw new LoadError(unknownCall(id));
    return call;
  }
}

const entryOf = ({ id, label, detail, parameters }: Call): CallEntry => ({ id, label, detail, parameters });
